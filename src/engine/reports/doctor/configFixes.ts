import type { Files } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import { isFilled } from "../../secrets/secretRef.ts";
import { readConfig } from "../../stores/configFile.ts";
import type { ConfigEdit } from "../../stores/configRegistration.ts";
import { type ConfigRefusal, writeConfig } from "../../stores/configWriter.ts";
import type { Json } from "../../stores/documents/json.ts";
import { isObject } from "../../stores/members.ts";
import type { AuthWorld } from "../../stores/world.ts";

/** What is to be changed of a config, or that it is not as it was. */
export type ConfigPlan = readonly ConfigEdit[] | "outdated";

/** Edits openclaw.json, unless what it says is not what the world was read from. */
export async function writeCheckedConfig(
  files: Files,
  { paths }: AuthWorld,
  plan: (config: unknown) => ConfigPlan,
): Promise<Result<void, ConfigRefusal | { readonly code: "outdated" }>> {
  let isOutdated = false;
  const written = await writeConfig(files, paths.configPath, (config) => {
    const edits = plan(config);
    isOutdated = edits === "outdated";
    return edits === "outdated" ? [] : edits;
  });
  if (!written.ok) return written;
  return isOutdated ? failure({ code: "outdated" }) : success(undefined);
}

/**
 * Makes `auth.profiles` say of stored profiles what they are. An entry that is there keeps what else it says; orders stay as
 * they are.
 */
export function registrationFix(
  config: unknown,
  world: AuthWorld,
  profileIds: readonly string[],
): ConfigPlan {
  const now = readConfig(config).profiles;
  const edits: ConfigEdit[] = [];
  for (const id of profileIds) {
    const credential = world.store.profiles.get(id);
    if (credential === undefined) return "outdated";
    const { provider, type: mode } = credential;
    const entry = now.get(id);
    const isDone = entry?.provider === provider && entry.mode === mode;
    if (isDone) continue;
    if (JSON.stringify(entry) !== JSON.stringify(world.config.profiles.get(id))) return "outdated";
    const path = ["auth", "profiles", id];
    if (isObject(rawEntry(config, id)))
      edits.push({ path: [...path, "provider"], value: provider }, { path: [...path, "mode"], value: mode });
    else edits.push({ path, value: { provider, mode } });
  }
  return edits;
}

/** Gives a registration the id of the profile that is meant, in its entry and in every order. Spec: stores 11.1. */
export function renameFix(
  config: unknown,
  world: AuthWorld,
  { from, to }: { readonly from: string; readonly to: string },
): ConfigPlan {
  const { profiles, order } = readConfig(config);
  const credential = world.store.profiles.get(to);
  const entry = profiles.get(from);
  if (credential === undefined) return "outdated";
  const orders = [...order]
    .filter(([, ids]) => ids.includes(from))
    .map(([key, ids]): ConfigEdit => {
      const renamed = [...new Set(ids.map((id) => (id === from ? to : id)))];
      return { path: ["auth", "order", key], value: renamed };
    });
  if (entry === undefined) return orders;
  const { email, displayName } = credential;
  const value: Json = {
    provider: entry.provider,
    mode: credential.type,
    ...(isFilled(email) ? { email } : {}),
    ...(isFilled(displayName) ? { displayName } : {}),
  };
  return [
    { path: ["auth", "profiles", from], value: undefined },
    ...(profiles.has(to) ? [] : [{ path: ["auth", "profiles", to], value }]),
    ...orders,
  ];
}

function rawEntry(config: unknown, id: string): unknown {
  const auth = isObject(config) ? config["auth"] : undefined;
  const profiles = isObject(auth) ? auth["profiles"] : undefined;
  return isObject(profiles) && Object.hasOwn(profiles, id) ? profiles[id] : undefined;
}
