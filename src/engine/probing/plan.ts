/** Which credentials a probe tries and which it can judge without a request. Product decision 7; spec: secrets 11.2, 11.3. */
import type { StoredCredential } from "../credentials/credential.ts";
import { type IneligibleCode, profileEligibility } from "../credentials/eligibility.ts";
import { envNameOwners, type FreeCheck, findProvider } from "../providers/catalogue.ts";
import { findProviderValue, normalizeProviderId, sharesCredentials } from "../providers/providerId.ts";
import { explicitOrder } from "../selection/order.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type AmbientPlace, findAmbientKey, isSaidByWorkspace } from "./ambientTarget.ts";
import { isLoopback, isSameOrigin, judgeBaseUrl } from "./endpoint.ts";
import type { AllowedHosts } from "./hostApprovals.ts";
import { chooseModel, fallbackModel, modelCandidates } from "./modelChoice.ts";
import type {
  HostChange,
  ProbeKind,
  ProbeMode,
  ProbeReasonCode,
  ProbeRow,
  ProbeSource,
} from "./probeResult.ts";
import { isProbeApi, type ProbeApi, type ProbeQuestion } from "./request.ts";

export interface ProbeOptions {
  /** Only this provider, in any spelling. */
  readonly provider?: string;
  /** Only these profiles; keys of the environment and the configuration are then left out. */
  readonly profileIds?: readonly string[];
  /** `completion` asks a model even where a free check would do. */
  readonly prefer?: ProbeKind;
  /** Tokens a completion may use. */
  readonly maxTokens?: number;
}

export interface ProbePlanInput {
  readonly world: Pick<
    AuthWorld,
    "config" | "store" | "variables" | "variableSources" | "hasGoogleCredentials"
  >;
  readonly options: ProbeOptions;
  readonly now: number;
  /** Canonical ids; left out, every provider that has a credential. */
  readonly providers?: readonly string[];
  /** `provider/model` in order; left out, those of the configuration. */
  readonly modelCandidates?: readonly string[];
  /** Hosts other than a provider's own that the person agreed to, by canonical provider id. */
  readonly allowedHosts?: AllowedHosts;
  /** The model of a provider without a candidate; left out, our own choice. */
  readonly fallbackModel?: (provider: string) => string | undefined;
}

/** One request to be made. It holds no secret; `place` says where that is. */
export interface ProbeTarget {
  readonly provider: string;
  readonly model?: string;
  readonly profileId?: string;
  readonly label: string;
  readonly source: ProbeSource;
  readonly mode: ProbeMode;
  readonly place: { readonly kind: "profile"; readonly profileId: string } | AmbientPlace;
  readonly api: ProbeApi;
  readonly baseUrl: URL;
  readonly question: ProbeQuestion;
  readonly headers?: Readonly<Record<string, string>>;
  readonly authHeader?: boolean;
}

export interface ProbePlan {
  /** Decided without a request. */
  readonly rows: readonly ProbeRow[];
  readonly targets: readonly ProbeTarget[];
}

const defaultMaxTokens = 8;

/** Who is asked for: everything of a row that is known before it is tried. */
type Candidate = Omit<ProbeTarget, "api" | "baseUrl" | "question">;

/** Plans the probe of every provider in turn. A profile in cooldown is planned too: the person asked for it. */
export function planProbes(input: ProbePlanInput): ProbePlan {
  const wanted = normalizeProviderId(input.options.provider ?? "");
  const providers = (input.providers ?? providersWithCredentials(input.world))
    .map(normalizeProviderId)
    .filter((provider) => wanted === "" || provider === wanted);
  const judged = providers.flatMap((provider) => planProvider(input, provider));
  return {
    rows: judged.filter((one) => "status" in one),
    targets: judged.filter((one) => "question" in one),
  };
}

/** Providers that have a profile, a key in the environment or a key in the configuration, sorted. */
function providersWithCredentials(world: ProbePlanInput["world"]): readonly string[] {
  const stored = [...world.store.profiles.values()].map((credential) => credential.provider);
  const owners = Object.keys(world.variables).flatMap((name) => envNameOwners(name));
  const ids = [...stored, ...owners, ...world.config.modelProviders.keys()].map(normalizeProviderId);
  // Search and speech services own keys too, but have no models to ask.
  const models = ids.filter((id) => !owners.includes(id) || findProvider(id) !== undefined);
  return [...new Set(models)].toSorted((left, right) => (left < right ? -1 : 1));
}

function planProvider(input: ProbePlanInput, provider: string): readonly (ProbeRow | ProbeTarget)[] {
  const { world, options } = input;
  const filter = new Set(options.profileIds?.map((id) => id.trim()).filter((id) => id !== ""));
  const profiles = [...world.store.profiles].filter(
    ([id, credential]) =>
      sharesCredentials(credential.provider, provider) && (filter.size === 0 || filter.has(id)),
  );
  const model = modelOf(input, provider);
  if (profiles.length > 0) {
    const order = explicitOrder(world.config, world.store, provider);
    const ordered = order && new Set(order.profileIds);
    return profiles.map(([id, credential]) => {
      const candidate = profileCandidate(provider, id, credential, model);
      const code = exclusion(input, provider, id, ordered);
      return code === undefined ? aim(input, candidate) : excluded(candidate, code);
    });
  }
  if (filter.size > 0) return [];
  const place = findAmbientKey(world, provider);
  if (place === undefined) return [];
  const source = place.kind === "env" ? "env" : "models.json";
  return [aim(input, { provider, label: source, source, mode: place.mode, place, ...withModel(model) })];
}

function profileCandidate(
  provider: string,
  profileId: string,
  credential: StoredCredential,
  model: string | undefined,
): Candidate {
  const mode = credential.type;
  const place = { kind: "profile", profileId } as const;
  const label = profileLabel(profileId, credential);
  return { provider, profileId, label, source: "profile", mode, place, ...withModel(model) };
}

/** The profile's id and, behind it, what a person calls it. Spec: secrets 11.6. */
function profileLabel(profileId: string, { displayName, email }: StoredCredential): string {
  const name = [displayName, email].find((text) => typeof text === "string" && text.trim() !== "");
  return typeof name === "string" ? `${profileId} (${name.trim()})` : profileId;
}

/** Why a profile is not tried. Eligibility counts with and without a written order. */
function exclusion(
  input: ProbePlanInput,
  provider: string,
  profileId: string,
  ordered: ReadonlySet<string> | undefined,
): ProbeReasonCode | undefined {
  const { config, store } = input.world;
  if (ordered?.has(profileId) === false) return "excluded_by_auth_order";
  const verdict = profileEligibility({ config, store, provider, profileId, now: input.now });
  return verdict.eligible ? undefined : probeReasonCode(verdict.reasonCode);
}

/** Eligibility's codes in the probe's words. Spec: secrets 11.3. */
export function probeReasonCode(code: IneligibleCode): ProbeReasonCode {
  switch (code) {
    case "missing_credential":
    case "invalid_expires":
    case "expired":
    case "unresolved_ref":
      return code;
    case "profile_missing":
    case "provider_mismatch":
    case "mode_mismatch":
      return "ineligible_profile";
  }
}

/** Turns a candidate into a request, or into the row that says why there is none. */
function aim(input: ProbePlanInput, candidate: Candidate): ProbeRow | ProbeTarget {
  const known = findProvider(candidate.provider);
  const configured = findProviderValue(input.world.config.modelProviders, candidate.provider);
  const api = configured?.api ?? known?.api ?? "openai-completions";
  const base = judgeBaseUrl(configured?.baseUrl ?? known?.baseUrl);
  const isOwnAddress =
    base.ok &&
    api === known?.api &&
    ownOrigins(candidate.provider).some((one) => isSameOrigin(one, base.value));
  // A gateway's list of models may be open to all, so elsewhere only a completion proves the key.
  const check = isOwnAddress && input.options.prefer !== "completion" ? known.check : undefined;
  const question = ask(check, candidate.model, input.options.maxTokens ?? defaultMaxTokens);
  if (question === undefined) return excluded(candidate, "no_model");
  if (!isProbeApi(api)) return unsent(candidate, { reason: "unsupported_api" });
  if (!base.ok) return unsent(candidate, { reason: "blocked_url", urlFault: base.failure });
  const isBuiltIn = ownOrigins(candidate.provider).some((one) => isSameOrigin(one, base.value));
  if (!isBuiltIn && isSaidByWorkspace(input.world, candidate.provider, candidate.place))
    return unsent(candidate, { reason: "blocked_url", urlFault: "workspace_key" });
  const newHost = hostChange(input.allowedHosts, candidate, base.value);
  if (newHost !== undefined) return unsent(candidate, { reason: "new_host", newHost });
  return {
    ...candidate,
    api,
    baseUrl: base.value,
    question,
    ...(known?.headers === undefined ? {} : { headers: known.headers }),
    ...(known?.authHeader === undefined ? {} : { authHeader: known.authHeader }),
  };
}

/** The free check where there is one, else a few tokens of the model, else nothing can be asked. */
function ask(
  check: FreeCheck | undefined,
  model: string | undefined,
  maxTokens: number,
): ProbeQuestion | undefined {
  if (check !== undefined) return { kind: "check", check };
  return model === undefined ? undefined : { kind: "completion", model, maxTokens };
}

/**
 * The host that a secret would go to beside the provider's own ones, unless the person agreed to it. A key that stands in
 * the configuration beside its address belongs to that address; a program on this machine is no stranger. Security E13.
 */
function hostChange(
  allowed: AllowedHosts | undefined,
  { provider, place }: Candidate,
  { host, hostname }: URL,
): HostChange | undefined {
  const own = ownHosts(provider);
  const [from] = own;
  if (from === undefined || own.includes(host) || place.kind === "config" || isLoopback(hostname)) {
    return undefined;
  }
  return allowed?.(provider, host) === true ? undefined : { from, to: host };
}

/** Hosts of the catalogue's addresses, also of those that a person has to fill in. */
function ownHosts(provider: string): readonly string[] {
  const known = findProvider(provider);
  return [known?.baseUrl, ...(known?.altBaseUrls ?? [])].flatMap((text) => {
    const origin = /^https?:\/\/[^/{}]{1,255}(?=\/|$)/.exec(text ?? "")?.[0];
    return origin === undefined ? [] : [new URL(origin).host];
  });
}

function ownOrigins(provider: string): readonly URL[] {
  const known = findProvider(provider);
  return [known?.baseUrl, ...(known?.altBaseUrls ?? [])]
    .map((text) => judgeBaseUrl(text))
    .filter((judged) => judged.ok)
    .map((judged) => judged.value);
}

function modelOf(input: ProbePlanInput, provider: string): string | undefined {
  const { config } = input.world;
  const fallback = input.fallbackModel ?? ((id: string) => fallbackModel(config, id));
  return chooseModel(provider, input.modelCandidates ?? modelCandidates(config), fallback(provider));
}

function withModel(model: string | undefined): { model?: string } {
  return model === undefined ? {} : { model };
}

function excluded(candidate: Candidate, reasonCode: ProbeReasonCode): ProbeRow {
  return { ...rowOf(candidate), status: reasonCode === "no_model" ? "no_model" : "unknown", reasonCode };
}

function unsent(candidate: Candidate, why: Pick<ProbeRow, "reason" | "urlFault" | "newHost">): ProbeRow {
  return { ...rowOf(candidate), status: "unknown", ...why };
}

/** The part of a row that says who was tried. */
export function rowOf(candidate: Candidate): Omit<ProbeRow, "status"> {
  const { provider, model, profileId, label, source, mode } = candidate;
  return {
    provider,
    ...(model === undefined ? {} : { model: `${provider}/${model}` }),
    ...(profileId === undefined ? {} : { profileId }),
    label,
    source,
    mode,
  };
}
