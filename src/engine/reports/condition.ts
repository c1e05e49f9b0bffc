import type { StoredCredential } from "../credentials/credential.ts";
import type { RefFailure } from "../secrets/refFailure.ts";
import type { AuthWorld } from "../stores/world.ts";
import { defaultWarnAfterMs, profileHealth } from "./health.ts";
import type { ReferenceCheck } from "./referenceCheck.ts";
import type { SecretPlace } from "./secretPlace.ts";

/**
 * How a credential is, in one word: OpenClaw's health, and our finer ones (product: "health"). Times are ms since the
 * epoch. `refreshes` is past or near its end but renews itself, which is no reason to warn.
 */
export type Condition =
  | { readonly kind: "static" }
  | { readonly kind: "ok"; readonly until: number }
  | { readonly kind: "expiring"; readonly until: number }
  | { readonly kind: "expired"; readonly since: number | undefined }
  | { readonly kind: "refreshes"; readonly until: number }
  | { readonly kind: "missing" }
  | { readonly kind: "invalid_expires" }
  | { readonly kind: "lost" | "volatile" | "locked" | "tampered" }
  | { readonly kind: "env_missing"; readonly name: string }
  /** A file or a program, which was not asked: that happens when the secret is needed, or a person wants to know. */
  | { readonly kind: "unread_source"; readonly source: "file" | "exec" }
  /** Its ref was followed, and gave no secret. */
  | { readonly kind: "unresolved"; readonly failure: RefFailure };

export type ConditionKind = Condition["kind"];

/** Whether a person must do something before the credential works. */
export const conditionLevel: Readonly<Record<ConditionKind, "fine" | "soon" | "broken">> = {
  static: "fine",
  ok: "fine",
  refreshes: "fine",
  unread_source: "fine",
  expiring: "soon",
  locked: "soon",
  volatile: "broken",
  expired: "broken",
  missing: "broken",
  invalid_expires: "broken",
  lost: "broken",
  tampered: "broken",
  env_missing: "broken",
  unresolved: "broken",
};

/** The worst that is known comes first: an end in the past, then what is wrong with the secret, then what is to come. */
export function profileCondition(
  world: AuthWorld,
  profileId: string,
  credential: StoredCredential,
  place: SecretPlace,
  now: number,
  warnAfterMs: number = defaultWarnAfterMs,
): Condition {
  const health = profileHealth(profileId, credential, world.config, now, warnAfterMs);
  if (health.status === "expired") return { kind: "expired", since: timeOf(credential.expires) };
  if (health.reasonCode === "invalid_expires") return { kind: "invalid_expires" };
  if (health.status === "missing") return { kind: "missing" };
  const broken = brokenSecret(place);
  if (broken !== undefined) return broken;
  const until = timeOf(health.expiresAt);
  if (until === undefined) return unreadSource(place) ?? { kind: "static" };
  if (health.status === "expiring") return { kind: "expiring", until };
  // What is near its end and not called expiring renews itself.
  return until - now <= warnAfterMs ? { kind: "refreshes", until } : { kind: "ok", until };
}

function brokenSecret(place: SecretPlace): Condition | undefined {
  switch (place.kind) {
    case "none":
    case "malformed_ref":
      return { kind: "missing" };
    case "env":
      return place.isSet ? unresolved(place) : { kind: "env_missing", name: place.name };
    case "file":
    case "exec":
      return unresolved(place);
    case "keychain":
      return place.state === "present" || place.state === "unchecked" || place.state === "unavailable"
        ? undefined
        : { kind: place.state };
    case "plaintext":
    case "oauth":
      return undefined;
  }
}

function unresolved({ check }: { readonly check?: ReferenceCheck }): Condition | undefined {
  return check?.failure === undefined ? undefined : { kind: "unresolved", failure: check.failure };
}

function unreadSource(place: SecretPlace): Condition | undefined {
  const isUnread = (place.kind === "file" || place.kind === "exec") && place.check === undefined;
  return isUnread ? { kind: "unread_source", source: place.kind } : undefined;
}

function timeOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}
