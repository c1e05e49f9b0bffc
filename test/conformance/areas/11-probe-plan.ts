import { reasonCodeError } from "../../../src/cli/messages/probe.ts";
import { profileEligibility } from "../../../src/engine/credentials/eligibility.ts";
import { chooseModel } from "../../../src/engine/probing/modelChoice.ts";
import { type ProbeTarget, planProbes, probeReasonCode } from "../../../src/engine/probing/plan.ts";
import { settleRows } from "../../../src/engine/probing/probe.ts";
import type { ProbeReasonCode, ProbeRow } from "../../../src/engine/probing/probeResult.ts";
import { targetSecretResolver } from "../../../src/engine/probing/targetSecret.ts";
import { normalizeProviderId } from "../../../src/engine/providers/providerId.ts";
import { success } from "../../../src/engine/result.ts";
import type { Unresolved } from "../../../src/engine/secrets/resolve.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { credentialSecret, isFilled, type SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import type { Area, DeviationRule } from "../area.ts";
import { type Fields, fieldsOf, isSame } from "../encoding.ts";
import { crashOnIllTypedInput } from "../rules.ts";
import { configOf, numberOf, storeOf, textOf } from "../worlds.ts";
import { overviewFunctions, overviewRules } from "./11-overview.ts";
import { providerKeyFunctions } from "./11-provider-key.ts";

/** The observed plan follows refs to the environment only, and each case's environment is all there is. */
function worldOf(input: Fields) {
  const variables = Object.fromEntries(
    Object.entries(fieldsOf(input["env"])).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  return {
    config: configOf(input["cfg"]),
    store: storeOf(input["store"]),
    variables,
    variableSources: new Map<string, never>(),
    hasGoogleCredentials: false,
  };
}

type World = ReturnType<typeof worldOf>;

function follow({ variables }: World, ref: SecretRef) {
  const value = ref.source === "env" ? variables[ref.id.trim()] : undefined;
  const isKnown = ref.source === "env" && ref.provider === "default";
  return isKnown && isFilled(value)
    ? success(new Secret(value))
    : ({ ok: false, failure: { code: "env_missing", scope: "ref", ref } } as const);
}

function profileSecret(world: World, profileId: string) {
  const credential = world.store.profiles.get(profileId);
  const stored = credential && credentialSecret(credential, world.config.secretDefaults);
  switch (stored?.kind) {
    case "ref":
      return follow(world, stored.ref);
    case "plaintext":
      return success(new Secret(stored.text));
    default:
      return { ok: false, failure: { code: "nothing_stored" } } as const;
  }
}

async function buildTargets(input: Fields): Promise<unknown> {
  const world = worldOf(input);
  const { provider, profileIds } = fieldsOf(input["options"]);
  const providers = texts(input["providers"]);
  const plan = planProbes({
    world,
    now: numberOf(input["now"]),
    providers,
    modelCandidates: texts(input["modelCandidates"]),
    fallbackModel: (id) => catalogModel(input["catalog"], id),
    // The observed program always asks for a completion, and knows no question about hosts.
    allowedHosts: () => true,
    options: {
      prefer: "completion",
      ...(typeof provider === "string" ? { provider } : {}),
      ...(Array.isArray(profileIds) ? { profileIds: texts(profileIds) } : {}),
    },
  });
  const resolve = targetSecretResolver(
    world,
    { profile: async (id) => profileSecret(world, id), ref: async (ref) => follow(world, ref) },
    { now: () => numberOf(input["now"]) },
  );
  const live: Fields[] = [];
  const unresolved: Fields[] = [];
  for (const target of plan.targets) {
    // oxlint-disable-next-line no-await-in-loop
    const secret = await resolve(target, new AbortController().signal);
    if (secret.ok || secret.failure.reasonCode !== "unresolved_ref") live.push(targetFields(target));
    else unresolved.push(rowFields(target, "unresolved_ref", secret.failure.unresolved));
  }
  const rows = await settleRows(plan.rows, { resolveSecret: resolve, signal: new AbortController().signal });
  const unsent = rows.filter((row) => row.reasonCode === undefined);
  const decided = rows.flatMap((row) =>
    row.reasonCode === undefined ? [] : [rowFields(row, row.reasonCode, row.unresolved)],
  );
  return {
    targets: inOrder(input, [...live, ...unsent.map(targetFields)]),
    results: inOrder(input, [...decided, ...unresolved]),
  };
}

function targetFields({ provider, model, profileId, label, source, mode }: ProbeRow | ProbeTarget): Fields {
  const name = model?.startsWith(`${provider}/`) === true ? model.slice(provider.length + 1) : model;
  return { provider, model: { provider, model: name }, profileId, label, source, mode };
}

function rowFields(
  row: ProbeRow | ProbeTarget,
  reasonCode: ProbeReasonCode,
  unresolved?: Unresolved,
): Fields {
  const { provider, model, profileId, label, source, mode } = row;
  const isTarget = "question" in row;
  return {
    provider,
    model: model === undefined || !isTarget ? model : `${provider}/${model}`,
    profileId,
    label,
    source,
    mode,
    status: reasonCode === "no_model" ? "no_model" : "unknown",
    reasonCode,
    error: reasonCodeError(reasonCode, unresolved),
  };
}

/** As the providers and the profiles were given; a stable sort, so that what is asked for twice stays twice. */
function inOrder(input: Fields, rows: readonly Fields[]): readonly Fields[] {
  const providers = texts(input["providers"]).map(normalizeProviderId);
  const profiles = Object.keys(fieldsOf(fieldsOf(input["store"])["profiles"]));
  const rank = (row: Fields): number =>
    providers.indexOf(textOf(row["provider"])) * (profiles.length + 1) +
    profiles.indexOf(textOf(row["profileId"]));
  const isEachOnce = new Set(providers).size === providers.length;
  return isEachOnce ? rows.toSorted((left, right) => rank(left) - rank(right)) : rows;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** The first of a provider in the given catalogue, which the observed program has sorted by name. */
function catalogModel(catalog: unknown, provider: string): string | undefined {
  const entries = Array.isArray(catalog) ? catalog.map(fieldsOf) : [];
  const own = entries.find((entry) => normalizeProviderId(textOf(entry["provider"])) === provider);
  return own === undefined ? undefined : textOf(own["id"]);
}

function selectModel(input: Fields): unknown {
  const provider = textOf(input["provider"]);
  const model = chooseModel(
    provider,
    texts(input["modelCandidates"]),
    catalogModel(input["catalog"], provider),
  );
  return model === undefined ? null : { provider, model };
}

function probeCode(value: unknown): ProbeReasonCode {
  const known = [
    "missing_credential",
    "invalid_expires",
    "expired",
    "unresolved_ref",
    "profile_missing",
    "provider_mismatch",
    "mode_mismatch",
  ] as const;
  return probeReasonCode(known.find((code) => code === value) ?? "profile_missing");
}

/**
 * The recorded answer as it is when every profile's eligibility is asked, and a ref counts before the text beside it. It
 * is made from the recorded rows and the rules of eligibility, not from our plan.
 */
function withEligibility(input: Fields, expected: unknown): unknown {
  const world = worldOf(input);
  const { targets, results } = fieldsOf(expected);
  const recorded = Array.isArray(targets) ? targets.map(fieldsOf) : [];
  const judged = recorded.map((target) => ({ target, code: codeOf(world, target, numberOf(input["now"])) }));
  const moved = judged.flatMap(({ target, code }) =>
    code === undefined ? [] : [movedRow(world, target, code)],
  );
  // Whether it may be used comes before its ref, and both before the model.
  const kept = (Array.isArray(results) ? results.map(fieldsOf) : []).map((row) => {
    const isLate = row["reasonCode"] === "no_model" || row["reasonCode"] === "unresolved_ref";
    const code = isLate ? codeOf(world, row, numberOf(input["now"])) : undefined;
    return code === undefined ? row : movedRow(world, row, code);
  });
  return {
    targets: judged.flatMap(({ target, code }) => (code === undefined ? [target] : [])),
    results: inOrder(input, [...kept, ...moved]),
  };
}

function codeOf(world: World, row: Fields, now: number): ProbeReasonCode | undefined {
  const profileId = row["profileId"];
  if (typeof profileId !== "string") return undefined;
  const verdict = profileEligibility({ ...world, provider: textOf(row["provider"]), profileId, now });
  if (!verdict.eligible) return probeReasonCode(verdict.reasonCode);
  const credential = world.store.profiles.get(profileId);
  const stored = credential && credentialSecret(credential, world.config.secretDefaults);
  return stored?.kind === "ref" && !follow(world, stored.ref).ok ? "unresolved_ref" : undefined;
}

function movedRow(world: World, row: Fields, reasonCode: ProbeReasonCode): Fields {
  const credential = world.store.profiles.get(textOf(row["profileId"]));
  const stored = credential && credentialSecret(credential, world.config.secretDefaults);
  const unresolved: Unresolved | undefined =
    reasonCode === "unresolved_ref" && stored?.kind === "ref"
      ? { code: "env_missing", scope: "ref", ref: stored.ref }
      : undefined;
  const { provider, model } = fieldsOf(row["model"]);
  return {
    ...row,
    ...(typeof model === "string" && { model: `${textOf(provider)}/${model}` }),
    status: "unknown",
    reasonCode,
    error: reasonCodeError(reasonCode, unresolved),
  };
}

const eligibilityAlways: DeviationRule = {
  name: "eligibility-is-always-asked",
  reason:
    "Decisions 2 and 7: the observed program asks whether a profile may be used only under a written order, and takes text before a ref; ours asks always, and a ref counts.",
  covers: ({ fn, input, expected }, actual) => {
    if (fn !== "buildProbeTargets") return false;
    const { targets, results } = fieldsOf(actual);
    const ours = { targets, results: inOrder(input, Array.isArray(results) ? results.map(fieldsOf) : []) };
    return isSame(withEligibility(input, expected), ours);
  },
};

export const probePlanArea: Area = {
  file: "11-probe-plan",
  functions: {
    ...providerKeyFunctions,
    buildProbeTargets: buildTargets,
    selectProbeModel: selectModel,
    mapEligibilityReasonToProbeReasonCode: ({ reasonCode }) => probeCode(reasonCode),
    ...overviewFunctions,
    formatMissingCredentialProbeError: ({ reasonCode }) => reasonCodeError(probeCode(reasonCode)),
  },
  rules: [crashOnIllTypedInput, eligibilityAlways, ...overviewRules],
};
