import type { StoredCredential } from "../../../credentials/credential.ts";
import { ownFieldsKey } from "../../../secrets/ownFields.ts";
import type { AgentFacts } from "../agentFacts.ts";
import type { Check } from "../examination.ts";

import { type Finding, sortedIds } from "../finding.ts";
import { opening } from "../fix.ts";

/**
 * Profiles of main that another agent has in its own file: changing main's does not reach that agent. One that is the same
 * can go, one that differs is old or meant. Spec: stores 1.5. Looking at main, every agent's are told.
 */
export const agentCopies: Check = ({ world, facts }) => {
  const main = facts.agents.find(({ dir }) => dir === world.agent.mainDir);
  if (main === undefined) return [];
  const isMain = world.agent.dir === world.agent.mainDir;
  return facts.agents
    .filter(({ dir, isLegacy }) => !isLegacy && dir !== main.dir && (isMain || dir === world.agent.dir))
    .flatMap((agent) => copyFindings(agent, main));
};

function copyFindings(agent: AgentFacts, main: AgentFacts): readonly Finding[] {
  const { agentId, file } = agent;
  const same: string[] = [];
  const different: string[] = [];
  for (const [id, copy] of agent.profiles) {
    const original = main.profiles.get(id);
    if (original === undefined) continue;
    if (saysTheSame(original, copy)) same.push(id);
    // A sign-in is renewed wherever it is used, and OpenClaw takes the newer one over.
    else if (copy.type !== "oauth" || original.type !== "oauth") different.push(id);
  }
  const found: Finding[] = [];
  if (same.length > 0) {
    const profileIds = sortedIds(same);
    const fix = { kind: "remove_copies", file, profileIds } as const;
    found.push({ code: "copies_frozen", severity: "info", file, params: { agentId, profileIds }, fix });
  }
  if (different.length > 0) {
    const params = { agentId, profileIds: sortedIds(different) };
    found.push({ code: "copies_differ", severity: "warn", file, params, fix: opening({ file }) });
  }
  return found;
}

/** The order of fields and our own notes apart. */
export function saysTheSame(left: StoredCredential, right: StoredCredential): boolean {
  return comparable(left) === comparable(right);
}

function comparable(credential: StoredCredential): string {
  return JSON.stringify(sorted({ ...credential, [ownFieldsKey]: undefined }));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return members.map(([key, member]) => [key, sorted(member)]);
}
