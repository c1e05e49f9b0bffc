import type { Check } from "../examination.ts";
import { type Finding, sortedIds } from "../finding.ts";

/** Places in which older versions kept credentials. Spec: stores 1.4, 1.6. */
export const legacyPlaces: Check = ({ world, facts }) => {
  const { agentDir, authJson } = facts.legacy;
  const found: Finding[] = [];
  if (agentDir !== undefined)
    found.push({ code: "legacy_agent_dir", severity: "warn", file: agentDir, params: {} });
  if (authJson !== undefined)
    found.push({ code: "legacy_residue", severity: "info", file: authJson, params: {} });
  for (const file of new Set(world.legacy.values())) {
    const profileIds = sortedIds([...world.legacy].flatMap(([id, path]) => (path === file ? [id] : [])));
    found.push({ code: "legacy_profiles", severity: "info", file, params: { profileIds } });
  }
  return found;
};
