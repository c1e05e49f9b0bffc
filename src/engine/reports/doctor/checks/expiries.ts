import type { StoredCredential } from "../../../credentials/credential.ts";
import { isFilled } from "../../../secrets/secretRef.ts";
import type { ProfileRow } from "../../overview.ts";
import { type Check, type Examination, isReplaced, profilePlace } from "../examination.ts";
import type { FilePlace, Finding, Severity } from "../finding.ts";
import { type DoctorFix, opening, type RenewWay } from "../fix.ts";
import { isOutlived } from "./outlived.ts";

/**
 * Credentials that have ended, soon will, or hold nothing; and ends that are no times. Where another profile of the provider
 * does the work it is a warning. Spec: stores 9.1, 11.1 (3).
 */
export const expiries: Check = (seen) =>
  seen.rows.flatMap((row): readonly Finding[] => {
    const credential = seen.world.store.profiles.get(row.profileId);
    // What helps a profile of a service that is gone is told by the check that knows it is gone.
    return credential === undefined || isOutlived(row) ? [] : rowFindings(seen, row, credential);
  });

function rowFindings(seen: Examination, row: ProfileRow, credential: StoredCredential): readonly Finding[] {
  const { condition, profileId, type } = row;
  const severity: Severity = isReplaced(seen, row) ? "warn" : "error";
  const entry = profilePlace(seen, profileId);
  const end = profilePlace(seen, profileId, "expires");
  switch (condition.kind) {
    case "expired": {
      const seconds = secondsTakenForMs(credential.expires);
      if (seconds !== undefined) return [inSeconds(end, row, seconds, severity)];
      const params = { type, ...(condition.since === undefined ? {} : { since: condition.since }) };
      const fix = renewal(row, credential);
      return [{ code: "credential_expired", severity, ...end, params, fix }];
    }
    case "expiring": {
      const params = { type, until: condition.until };
      const fix = renewal(row, credential);
      return [{ code: "credential_expiring", severity: "warn", ...end, params, fix }];
    }
    case "invalid_expires":
      return [{ code: "expires_invalid", severity, ...end, params: { type }, fix: opening(end) }];
    case "missing":
      return missingFindings(row, credential, severity, { entry, end });
    case "refreshes": {
      const seconds = secondsTakenForMs(credential.expires);
      return seconds === undefined ? [] : [inSeconds(end, row, seconds, "info")];
    }
    case "static":
    case "ok":
    case "lost":
    case "volatile":
    case "locked":
    case "tampered":
    case "env_missing":
    case "unread_source":
    case "unresolved":
      return [];
  }
}

/** Nothing stored; or a sign-in whose end is no time, which OpenClaw calls missing too. A malformed ref is told elsewhere. */
function missingFindings(
  row: ProfileRow,
  credential: StoredCredential,
  severity: Severity,
  { entry, end }: { readonly entry: FilePlace; readonly end: FilePlace },
): readonly Finding[] {
  if (row.place.kind === "malformed_ref") return [];
  const { type } = row;
  const holdsSignIn = isFilled(credential.access) || isFilled(credential.refresh);
  if (type === "oauth" && holdsSignIn)
    return [{ code: "expires_invalid", severity: "warn", ...end, params: { type }, fix: opening(end) }];
  const fix = renewal(row, credential);
  return [{ code: "credential_missing", severity, ...entry, params: { type }, fix }];
}

/** The end of a sign-in is its owner's to write. */
function inSeconds(
  place: FilePlace,
  { profileId, type }: ProfileRow,
  seconds: number,
  severity: Severity,
): Finding {
  const at = seconds * 1000;
  const fix: DoctorFix =
    type === "token" ? { kind: "set_expiry", profileId, at, instead: seconds } : opening(place);
  return { code: "expires_in_seconds", severity, ...place, params: { at }, fix };
}

/** Read as ms these are days of 1970; read as seconds, of the years 2001 to 2286. */
function secondsTakenForMs(expires: unknown): number | undefined {
  return typeof expires === "number" && expires >= 1e9 && expires < 1e10 ? expires : undefined;
}

/** Spec: stores 11.1 (3): the tool that keeps it, else the provider's own way, else a new secret. */
function renewal({ profileId, type, provider }: ProfileRow, { managedBy }: StoredCredential): DoctorFix {
  const way = renewWay(type, provider, managedBy);
  return way === undefined ? { kind: "replace_secret", profileId } : { kind: "renew", profileId, way };
}

function renewWay(type: ProfileRow["type"], provider: string, managedBy: unknown): RenewWay | undefined {
  if (managedBy === "codex-cli" || managedBy === "minimax-cli")
    return { kind: "owner_tool", tool: managedBy };
  if (type === "token" && provider === "anthropic") return { kind: "setup_token" };
  if (type !== "oauth") return undefined;
  if (provider === "anthropic") return { kind: "owner_tool", tool: "claude-cli" };
  if (provider === "openai-codex") return { kind: "owner_tool", tool: "codex-cli" };
  return { kind: "sign_in" };
}
