import type { Check } from "../examination.ts";

/** A state dir of an OpenClaw that keeps its credentials in SQLite, in use or passed over. Product decision 5. */
export const newerOpenClaw: Check = ({ world }) => {
  const { newerOpenClaw: newer, stateDir } = world.paths;
  if (newer === undefined) return [];
  const inUse = newer === stateDir;
  return [{ code: "newer_openclaw", severity: inUse ? "error" : "info", file: newer, params: { inUse } }];
};
