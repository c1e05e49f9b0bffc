import { requestKey } from "../../../src/engine/secrets/requestKey.ts";
import { resolveRef } from "../../../src/engine/secrets/resolve.ts";
import {
  authModeOf,
  type ChosenCredential,
  chooseCredential,
} from "../../../src/engine/selection/credentialChoice.ts";
import { createMemoryPorts } from "../../support/memoryPorts.ts";
import { worldOf } from "../../unit/reports-status/worlds.ts";
import { type Mapping, ObservedError } from "../area.ts";
import type { Fields } from "../encoding.ts";
import { configOf, numberOf, optionalText, storeOf, textOf } from "../worlds.ts";
import { keyWorld } from "./06-env-keys.ts";

async function choose(input: Fields) {
  const world = {
    ...worldOf({}),
    ...(await keyWorld(input)),
    config: configOf(input["cfg"]),
    store: storeOf(input["store"]),
  };
  const memory = createMemoryPorts();
  const ports = { ...memory, clock: { ...memory.clock, now: () => numberOf(input["now"]) } };
  const profileId = optionalText(input["profileId"]);
  const preferredProfile = optionalText(input["preferredProfile"]);
  const query = {
    provider: textOf(input["provider"]),
    now: numberOf(input["now"]),
    isEnvFirst: input["credentialPrecedence"] === "env-first",
    ...(profileId === undefined ? {} : { profileId }),
    ...(preferredProfile === undefined ? {} : { preferredProfile }),
  };
  const chosen = await chooseCredential(world, query, {
    profile: (id) => requestKey(ports, world, id),
    ref: (ref) => resolveRef(ports, world, ref),
  });
  return { world, chosen };
}

async function resolveApiKeyForProvider(input: Fields): Promise<unknown> {
  const { chosen } = await choose(input);
  if (chosen.ok) return inRecordedWords(chosen.value);
  const refused = chosen.failure;
  switch (refused.code) {
    case "no_credential_in_profile":
      throw new ObservedError(`No credentials found for profile "${refused.profileId}".`);
    case "no_credential":
      throw new ObservedError(
        `No API key found for provider "${refused.provider}". Auth store: {{STORE}} (agentDir: {{AGENT}}). ` +
          "Configure auth for this agent (openclaw agents add <id>) or copy auth-profiles.json from the main agentDir.",
      );
  }
}

function inRecordedWords(chosen: ChosenCredential): Fields {
  const { source } = chosen;
  switch (chosen.kind) {
    case "secret":
      return { apiKey: chosen.secret.reveal(), source, mode: chosen.mode, profileId: chosen.profileId };
    case "marker":
      return { apiKey: chosen.marker, source, mode: chosen.mode };
    case "aws_chain":
      return { source, mode: "aws-sdk" };
  }
}

/** What `resolveApiKeyForProvider` and its two sisters were recorded to answer. */
export const providerKeyFunctions: Readonly<Record<string, Mapping>> = {
  resolveApiKeyForProvider,
  resolveModelAuthMode: async (input) => {
    const { world } = await choose(input);
    const { provider } = input;
    return typeof provider === "string" && provider.trim() !== "" ? authModeOf(world, provider) : undefined;
  },
  hasAvailableAuthForProvider: async (input) => (await choose(input)).chosen.ok,
};
