import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { isCredentialKey, keychainKey } from "../secrets/keychain.ts";
import { credentialSecret, type SecretRef } from "../secrets/secretRef.ts";
import { removalEdits } from "../stores/configRegistration.ts";
import { type ConfigRefusal, writeConfig } from "../stores/configWriter.ts";
import type { JsonObject } from "../stores/documents/json.ts";
import { objectMember, withMember } from "../stores/members.ts";
import { readAllAgents } from "../stores/profileFiles.ts";
import { readCredential } from "../stores/profilesFile.ts";
import { withoutProfiles } from "../stores/stateEdits.ts";
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
    const refs = new Map<string, SecretRef>();
    for (const [id, entry] of profiles) {
      const ref = keychainRefIn(entry);
      if (ref === undefined) kept.add(id);
      else refs.set(id, ref);
    }
    if (refs.size === 0) continue;
    const ids = new Set(refs.keys());
    const state = (root: JsonObject): JsonObject => withoutProfiles(root, ids);
    const saved = await writeStores(ports.files, at, {
      profiles: (root) => state(withoutKeychainEntries(root, ids)),
      state,
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
function withoutKeychainEntries(root: JsonObject, ids: ReadonlySet<string>): JsonObject {
  const entries = Object.entries(objectMember(root, "profiles"));
  const left = entries.filter(([id, entry]) => !ids.has(id) || keychainRefIn(entry) === undefined);
  return withMember(root, "profiles", Object.fromEntries(left));
}

function keychainRefIn(entry: unknown): SecretRef | undefined {
  const read = readCredential(entry);
  const stored = read.ok ? credentialSecret(read.value) : undefined;
  return stored?.kind === "ref" && stored.ref.source === "vscode" ? stored.ref : undefined;
}
