import type { FileAccess } from "../../../ports.ts";
import type { Check, Examination } from "../examination.ts";
import type { Finding } from "../finding.ts";

const groupOrWorldWrite = 0o022;
const groupOrWorldRead = 0o044;

/**
 * Files with credentials, and their directories, that others may read or change. OpenClaw's own audit says the same of the
 * stores. Spec: stores 2.5; attack test 52.
 */
export const fileModes: Check = (seen) =>
  [...seen.facts.access].flatMap(([path, access]) => modeFindings(seen, path, access));

function modeFindings(seen: Examination, path: string, access: FileAccess): readonly Finding[] {
  if (access.kind === "absent" || access.kind === "unknown" || access.owned === undefined) return [];
  const { mode, byMe } = access.owned;
  // Whoever it belongs to has to change its mode.
  if (!byMe) return [{ code: "file_foreign", severity: "warn", file: path, params: {} }];
  const writable = (mode & groupOrWorldWrite) !== 0;
  const readable = (mode & groupOrWorldRead) !== 0;
  const params = { mode, writable };
  const fix = { kind: "set_file_mode", path } as const;
  if (access.kind === "directory") {
    const severity = writable ? "error" : "info";
    // What is in the state dir nobody reaches who may not enter that.
    const isInner = path.startsWith(seen.world.paths.stateDir) && path !== seen.world.paths.stateDir;
    return writable || (readable && !isInner)
      ? [{ code: "directory_open", severity, file: path, params, fix }]
      : [];
  }
  // Who may read the order of profiles learns nothing secret.
  const isState = path === seen.world.files.state || path === seen.world.mainFiles.state;
  const severity = writable ? "error" : "warn";
  return writable || (readable && !isState) ? [{ code: "file_open", severity, file: path, params, fix }] : [];
}
