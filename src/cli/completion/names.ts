import { listProviders } from "../../engine/providers/catalogue.ts";
import { normalizeProviderId } from "../../engine/providers/providerId.ts";
import { knownAgentIds } from "../../engine/stores/agents.ts";
import { createWorldReaders, loadWorld } from "../../engine/stores/world.ts";
import type { ReadingPorts } from "../ports.ts";
import { isPlainWord } from "../shellWord.ts";
import type { Candidate } from "./candidates.ts";

/**
 * The names the files know. Ids come from files, and a shell writes them into a command line: one that a shell could take for
 * more than a word is left out.
 */
export async function namesOf(
  what: "agent" | "profile" | "provider",
  ports: ReadingPorts,
  options: { readonly agentId?: string; readonly provider?: string },
): Promise<readonly Candidate[]> {
  const { agentId, provider } = options;
  const world = await loadWorld(ports, createWorldReaders(ports), agentId === undefined ? {} : { agentId });
  const profiles = [...world.store.profiles];
  const named = (): readonly Candidate[] => {
    switch (what) {
      case "agent":
        return knownAgentIds(world.config).map((text) => ({ text, summary: "" }));
      case "profile": {
        const wanted = provider === undefined ? undefined : normalizeProviderId(provider);
        return profiles
          .filter(([, one]) => wanted === undefined || normalizeProviderId(one.provider) === wanted)
          .map(([text, { type }]) => ({ text, summary: type }));
      }
      case "provider": {
        const inUse = profiles.map(([, one]) => normalizeProviderId(one.provider));
        const known = listProviders().map(({ id, label }) => [id, label] as const);
        const all = new Map([...inUse.map((id) => [id, ""] as const), ...known]);
        return [...all].map(([text, summary]) => ({ text, summary }));
      }
    }
  };
  return named().filter(({ text }) => isPlainWord(text));
}
