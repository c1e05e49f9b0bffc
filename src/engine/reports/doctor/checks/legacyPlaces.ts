import type { Check } from "../examination.ts";
import type { Finding } from "../finding.ts";

/** Places of older versions that still hold credentials. We read none of them. Spec: stores 1.4, 1.6. */
export const legacyPlaces: Check = ({ world, facts }) => {
  const { agentDir, authJson } = facts.legacy;
  const found: Finding[] = [];
  if (agentDir !== undefined)
    found.push({ code: "legacy_agent_dir", severity: "warn", file: agentDir, params: {} });
  if (authJson !== undefined) {
    // OpenClaw takes them over only where there is no newer file.
    const unread = !facts.access.has(world.files.profiles);
    const severity = unread ? "warn" : "info";
    found.push({ code: "legacy_auth_json", severity, file: authJson, params: { unread } });
  }
  return found;
};
