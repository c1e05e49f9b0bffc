import type { StoredCredential } from "../credentials/credential.ts";
import { type OAuthRefViolation, oauthRefViolations } from "../credentials/oauthGuard.ts";
import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { AuthWorld } from "../stores/world.ts";
import { openSecret } from "./keychain.ts";
import { ownFields } from "./ownFields.ts";
import { learned } from "./redactor.ts";
import { type RefFailure, refFailure } from "./refFailure.ts";
import { type RefOutcome, type RefPorts, type ResolveRefsOptions, resolveRefs } from "./resolveRefs.ts";
import { Secret } from "./secret.ts";
import { credentialSecret, isFilled, type SecretRef, secretRefKey } from "./secretRef.ts";

/** Why a credential gave no secret; each is `unresolved_ref` to OpenClaw's words, except `nothing_stored`. */
export type Unresolved =
  | { readonly code: "nothing_stored" | "malformed_ref" }
  /** OAuth credentials are rewritten while they are used, so no part of one may be a ref. Spec: secrets 1.4. */
  | { readonly code: "oauth_ref"; readonly violations: readonly OAuthRefViolation[] }
  | RefFailure;

export type ResolvePorts = RefPorts & Pick<Ports, "keychain">;

export interface ResolveOptions extends Pick<ResolveRefsOptions, "allowExec" | "signal"> {
  /** What one errand, such as a probe, found out already. Left out, every call asks anew. */
  readonly errand?: Errand;
}

/** Answers that are kept for as long as one errand takes. Spec: secrets 3.7. */
export interface Errand {
  readonly payloads: NonNullable<ResolveRefsOptions["payloads"]>;
  readonly outcomes: Map<string, Promise<RefOutcome>>;
}

export function createErrand(): Errand {
  return { payloads: new Map(), outcomes: new Map() };
}

/**
 * The secret of a stored profile. A ref wins over plaintext beside it, and a ref that does not resolve is an error, never
 * a reason to fall back (product decision 2).
 */
export async function resolveProfileSecret(
  ports: ResolvePorts,
  world: AuthWorld,
  profileId: string,
  options: ResolveOptions = {},
): Promise<Result<Secret, Unresolved>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "nothing_stored" });
  const violations = oauthRefViolations(profileId, credential, world.config);
  if (violations.length > 0) return failure({ code: "oauth_ref", violations });
  const stored = credentialSecret(credential, world.config.secretDefaults);
  switch (stored.kind) {
    case "none":
      return failure({ code: "nothing_stored" });
    case "malformed_ref":
      return failure({ code: "malformed_ref" });
    case "plaintext":
      return learned(ports.redactor, success(new Secret(stored.text)));
    case "ref":
      return await resolveRef(ports, world, stored.ref, { ...options, holder: { profileId, credential } });
  }
}

/** The profile a ref belongs to: a keychain secret is given to its own profile only. */
interface Holder {
  readonly profileId: string;
  readonly credential: StoredCredential;
}

/** The secret a ref names: text, as its source has it. Spec: secrets 3.1, the variant for one ref. */
export async function resolveRef(
  ports: ResolvePorts,
  world: AuthWorld,
  ref: SecretRef,
  options: ResolveOptions & { readonly holder?: Holder } = {},
): Promise<Result<Secret, RefFailure>> {
  const { holder } = options;
  if (ref.source === "vscode" && holder !== undefined) return await openKept(ports, ref, holder);
  const outcome = await followOnce(ports, world, ref, options);
  if (!outcome.ok) return outcome;
  if (ref.id !== ref.id.trim()) return refFailure(ref, { code: "id_padded" });
  return isFilled(outcome.value) ? success(new Secret(outcome.value)) : refFailure(ref, { code: "no_text" });
}

async function followOnce(
  ports: ResolvePorts,
  world: AuthWorld,
  ref: SecretRef,
  { errand, ...options }: ResolveOptions,
): Promise<RefOutcome> {
  const key = secretRefKey(ref);
  const follow = async (): Promise<RefOutcome> => {
    const payloads = errand && { payloads: errand.payloads };
    const outcomes = await resolveRefs(ports, world, [ref], { ...options, ...payloads });
    return outcomes.get(key) ?? refFailure(ref, { code: "not_answered" });
  };
  const following = errand?.outcomes.get(key) ?? follow();
  errand?.outcomes.set(key, following);
  return await following;
}

async function openKept(
  { keychain, digest, redactor }: ResolvePorts,
  ref: SecretRef,
  { profileId, credential }: Holder,
): Promise<Result<Secret, RefFailure>> {
  const owner = { profileId, provider: credential.provider, ...ownFields(credential) };
  const verdict = await openSecret(keychain, digest, ref, owner);
  return verdict.kind === "present"
    ? learned(redactor, success(verdict.secret))
    : refFailure(ref, { code: verdict.kind });
}
