import type { IneligibleCode } from "../../engine/credentials/eligibility.ts";
import type { ProfileRow, ProfileUse } from "../../engine/reports/overview.ts";
import { remainingLabel } from "../../engine/reports/remaining.ts";
import type { SecretPlace } from "../../engine/reports/secretPlace.ts";
import type { CooldownState } from "../../engine/selection/cooldown.ts";
import { programName } from "./common.ts";

/** What `auth list` says of profiles, in few words. */
export const authListMessages = {
  agent: (id: string) => `Agent: ${id}`,
  store: (path: string) => `Auth store: ${path}`,
  none: `No profiles. Run "${programName} auth add" to add one.`,
  noneOf: (provider: string) =>
    `No profiles of ${provider}. Run "${programName} auth add --provider ${provider}" to add one.`,
  alsoPlaintext: "plain text beside it",
  inherited: "from main",
} as const;

export const typeWords = { api_key: "API key", token: "token", oauth: "sign-in" } as const;

export function placeWord(place: SecretPlace): string {
  switch (place.kind) {
    case "keychain":
      return "editor keychain";
    case "env":
      return place.isSet ? `env ${place.name}` : `env ${place.name} (not set)`;
    case "file":
    case "exec":
      return `${place.kind} ${place.ref.provider}:${place.ref.id}`;
    case "plaintext":
      return "plain text";
    case "oauth":
      return place.managedBy === undefined ? "file" : `managed by ${place.managedBy}`;
    case "malformed_ref":
      return "malformed reference";
    case "none":
      return "nothing stored";
  }
}

/** @param now ms since the epoch */
export function conditionWord({ condition, type, expires }: ProfileRow, now: number): string {
  switch (condition.kind) {
    case "static":
    case "unread_source":
      return type === "api_key" || expires === undefined ? "no expiry" : expiryWord(expires, now);
    case "ok":
    case "expiring":
      return expiryWord(condition.until, now);
    case "expired":
      return condition.since === undefined ? "expired" : expiryWord(condition.since, now);
    case "refreshes":
      return "refreshes itself";
    case "missing":
      return "no secret";
    case "invalid_expires":
      return "its expiry is not a time";
    case "env_missing":
      return "variable not set";
    case "unresolved":
      return "reference gives no secret";
    case "lost":
    case "volatile":
      return "lost from the keychain";
    case "locked":
      return "keychain locked";
    case "tampered":
      return "secret does not match";
  }
}

function expiryWord(at: number, now: number): string {
  return at > now ? `expires in ${remainingLabel(at - now)}` : `expired ${remainingLabel(now - at)} ago`;
}

/** What becomes of it when its provider is asked for; nothing where its place in the order says all. */
export function useWord(use: ProfileUse): string | undefined {
  switch (use.kind) {
    case "in_use":
      return "in use";
    case "waiting":
      return undefined;
    case "excluded":
      return use.by === "state" ? "left out by the order" : "left out by openclaw.json";
    case "ineligible":
      return ineligibleWords[use.reason];
  }
}

const ineligibleWords: Readonly<Record<IneligibleCode, string | undefined>> = {
  // The condition says these.
  profile_missing: undefined,
  missing_credential: undefined,
  invalid_expires: undefined,
  expired: undefined,
  unresolved_ref: undefined,
  provider_mismatch: "openclaw.json says another provider",
  mode_mismatch: "openclaw.json says another type",
};

/** @param now ms since the epoch */
export function cooldownWord(cooldown: CooldownState, now: number): string | undefined {
  switch (cooldown.kind) {
    case "ready":
      return undefined;
    case "cooling":
      return `rests ${remainingLabel(cooldown.until - now)}`;
    case "disabled":
      return `disabled ${remainingLabel(cooldown.until - now)}${cooldown.reason === undefined ? "" : ` (${cooldown.reason})`}`;
  }
}
