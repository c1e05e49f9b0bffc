import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { isCredentialKey, keychainKey } from "../secrets/keychain.ts";
import { coerceSecretRef, holdsSecretItself, type SecretRef } from "../secrets/secretRef.ts";
import type { JsonObject } from "../stores/documents/json.ts";
import { parseJson } from "../stores/documents/jsonDocument.ts";
import { editProfile } from "../stores/profileEdits.ts";
import { allAgentFiles } from "../stores/profileFiles.ts";
import { readProfilesFile } from "../stores/profilesFile.ts";
import { withoutProfile } from "../stores/stateEdits.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";

/** What was forgotten: counts of the secrets deleted, the profiles removed, and the secrets still there afterwards. */
export interface Forgotten {
  readonly secrets: number;
  readonly profiles: number;
  readonly remaining: number;
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
  const keys = new Set((await ports.keychain.keys()).filter(isCredentialKey));
  let profiles = 0;
  for (const at of await allAgentFiles(ports, world)) {
    const content = await ports.files.read(at.profiles);
    if (content.kind === "absent") continue;
    const parsed = content.kind === "text" ? parseJson(content.text) : undefined;
    const read = parsed?.ok ? readProfilesFile(parsed.value) : undefined;
    if (!read?.ok) return failure({ code: "damaged", path: at.profiles });
    const refs = [...read.value.profiles].flatMap(([id, entry]) => {
      const ref = keychainRefIn(entry);
      return ref === undefined ? [] : [{ id, ref, holdsSecret: holdsSecretItself(entry) }];
    });
    if (refs.length === 0) continue;
    const saved = await writeStores(ports.files, at, {
      profiles: (root) => refs.reduce((left, { id }) => editProfile(left, id, withoutKeychainEntry), root),
      state: (root) => refs.reduce((left, { id }) => withoutProfile(left, id), root),
      secretsLeave: refs.some(({ holdsSecret }) => holdsSecret),
    });
    if (!saved.ok) return saved;
    profiles += refs.length;
    for (const { ref } of refs) keys.add(keychainKey(ref));
  }
  let remaining = 0;
  for (const key of keys) {
    await ports.keychain.delete(key);
    if ((await ports.keychain.get(key)).kind !== "absent") remaining++;
  }
  return success({ secrets: keys.size - remaining, profiles, remaining });
}

function withoutKeychainEntry(entry: JsonObject | undefined): JsonObject | undefined {
  return entry === undefined || keychainRefIn(entry) !== undefined ? undefined : entry;
}

function keychainRefIn(entry: Readonly<Record<string, unknown>>): SecretRef | undefined {
  const refs = ["keyRef", "tokenRef"].map((field) => coerceSecretRef(entry[field]));
  return refs.find((ref) => ref?.source === "vscode");
}
