import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { isCredentialKey, keychainKey } from "../secrets/keychain.ts";
import { credentialSecret, type SecretRef } from "../secrets/secretRef.ts";
import { removalEdits } from "../stores/configRegistration.ts";
import { type ConfigRefusal, writeConfig } from "../stores/configWriter.ts";
import type { Json, JsonObject } from "../stores/documents/json.ts";
import { editProfile } from "../stores/profileEdits.ts";
import { readAllAgents } from "../stores/profileFiles.ts";
import { readCredential } from "../stores/profilesFile.ts";
import { withoutProfile } from "../stores/stateEdits.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";

/** What was forgotten: counts of the secrets deleted, the profiles removed, and the secrets still there afterwards. */
export interface Forgotten {
  readonly secrets: number;
  readonly profiles: number;
  readonly remaining: number;
  /** Whether openclaw.json could be made to forget the profiles too. */
  readonly config: Result<"edited" | "unchanged", ConfigRefusal>;
}

/**
 * Removes every profile of this state dir that keeps its secret in the keychain, then every secret of ours there, and asks for
 * each again to see that it is gone. Profiles with secrets elsewhere are not touched. Stops at the first file that cannot be
 * written, before any secret is deleted.
 */
export async function forgetEverything(
  ports: Ports,
  world: AuthWorld,
): Promise<Result<Forgotten, WriteRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const agents = await readAllAgents(ports, world);
  if (!agents.ok) return agents;
  const keys = new Set((await ports.keychain.keys()).filter(isCredentialKey));
  const forgotten = new Set<string>();
  const kept = new Set<string>();
  let profileCount = 0;
  for (const { at, profiles } of agents.value) {
    const refs = new Map([...profiles].flatMap(([id, entry]) => keychainRefs(id, entry)));
    for (const id of profiles.keys()) if (!refs.has(id)) kept.add(id);
    if (refs.size === 0) continue;
    const forget = (root: JsonObject): JsonObject =>
      [...refs.keys()].reduce((left, id) => withoutProfile(left, id), root);
    const saved = await writeStores(ports.files, at, {
      profiles: (root) =>
        forget([...refs.keys()].reduce((left, id) => editProfile(left, id, unlessInKeychain), root)),
      state: forget,
      secretsLeave: true,
    });
    if (!saved.ok) return saved;
    profileCount += refs.size;
    for (const [id, ref] of refs) {
      forgotten.add(id);
      keys.add(keychainKey(ref));
    }
  }
  const config = await writeConfig(ports.files, world.paths.configPath, (parsed) =>
    removalEdits(
      parsed,
      [...forgotten].filter((id) => !kept.has(id)),
    ),
  );
  let remaining = 0;
  for (const key of keys) {
    await ports.keychain.delete(key);
    if ((await ports.keychain.get(key)).kind !== "absent") remaining++;
  }
  return success({ secrets: keys.size - remaining, profiles: profileCount, remaining, config });
}

/** An entry that keeps its secret elsewhere by now stays. */
function unlessInKeychain(entry: JsonObject | undefined): JsonObject | undefined {
  return keychainRefs("", entry ?? null).length > 0 ? undefined : entry;
}

function keychainRefs(
  id: string,
  entry: Json | Readonly<Record<string, unknown>>,
): readonly [string, SecretRef][] {
  const read = readCredential(entry);
  const stored = read.ok ? credentialSecret(read.value) : undefined;
  return stored?.kind === "ref" && stored.ref.source === "vscode" ? [[id, stored.ref]] : [];
}
