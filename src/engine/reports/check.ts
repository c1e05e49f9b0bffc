import type { FileProblem } from "../stores/fileProblem.ts";
import type { StatusReport } from "./status.ts";

/** What `status --check` ends with: 1 something is expired, missing or unreadable, 2 something soon expires. */
export type CheckExitCode = 0 | 1 | 2;

/**
 * Spec: stores 9.6. API keys, cooldowns and disabled profiles never count; every stored sign-in or token does. A damaged
 * file counts as missing, since nobody knows what it held.
 */
export function checkExitCode(report: StatusReport, problems: readonly FileProblem[]): CheckExitCode {
  const { oauth, missingProvidersInUse } = report.auth;
  const expirable = oauth.profiles.filter(({ type }) => type !== "api_key");
  const isDead = expirable.some(({ status }) => status === "expired" || status === "missing");
  if (isDead || missingProvidersInUse.length > 0 || problems.some(hidesCredentials)) {
    return 1;
  }
  return expirable.some(({ status }) => status === "expiring") ? 2 : 0;
}

/** A file of a newer version is still understood; of every other problem file something is not known. */
function hidesCredentials(problem: FileProblem): boolean {
  return problem.code !== "newer_version";
}
