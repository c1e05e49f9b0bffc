import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { Secret } from "../secrets/secret.ts";
import { credentialSecret, secretFields } from "../secrets/secretRef.ts";
import type { AgentFiles } from "../stores/agents.ts";
import { removalEdits } from "../stores/configRegistration.ts";
import { type ConfigRefusal, writeConfig } from "../stores/configWriter.ts";
import type { Json, JsonObject } from "../stores/documents/json.ts";
import { withMembers } from "../stores/members.ts";
import { editProfile } from "../stores/profileEdits.ts";
import { readAllAgents } from "../stores/profileFiles.ts";
import { readCredential } from "../stores/profilesFile.ts";
import { withoutProfiles } from "../stores/stateEdits.ts";
import { type StoreChange, type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type GivenSecret, keepSecret, type PastedType, staysOutOfFile } from "./keepSecret.ts";
import { fileHoldsSecretOf, keychainRefOf, releaseSecret, withdrawSecret } from "./releaseSecret.ts";

export type ChangeRefusal =
  | WriteRefusal
  | { readonly code: "keychain_refused" }
  /** OAuth material is its owner tool's to change. */
  | { readonly code: "not_changeable"; readonly profileId: string }
  | { readonly code: "no_plaintext"; readonly profileId: string };

export interface RemovedProfile {
  /** The profile is gone; `config` tells whether openclaw.json could be made to forget it too. */
  readonly config: Result<"edited" | "unchanged", ConfigRefusal>;
}

/** Gives a profile a new secret in the place it is to be kept; everything else of the profile stays. */
export async function replaceSecret(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
  given: GivenSecret,
  expires?: { readonly at: number | undefined },
): Promise<Result<void, ChangeRefusal>> {
  const end = expires === undefined ? {} : { expires: expires.at };
  return await keepAndPoint(ports, world, profileId, given, { end });
}

/** Moves a secret that stands as plain text in the file into the keychain; nothing of it is left in the file. */
export async function moveToKeychain(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
): Promise<Result<void, ChangeRefusal>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing", profileId });
  const stored = credentialSecret(credential, world.config.secretDefaults);
  if (stored.kind !== "plaintext") return failure({ code: "no_plaintext", profileId });
  // Who gave the profile another secret meanwhile keeps it.
  const stillHolds = (entry: Json | undefined): boolean => {
    const read = readCredential(entry);
    const now = read.ok ? credentialSecret(read.value, world.config.secretDefaults) : undefined;
    return now?.kind === "plaintext" && now.text === stored.text;
  };
  const given: GivenSecret = { secret: new Secret(stored.text), keeping: "keychain" };
  return await keepAndPoint(ports, world, profileId, given, { stillHolds });
}

/** Takes away a plain text that stands beside a ref; the ref rules already (product decision 2). */
export async function removePlaintext(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
): Promise<Result<void, ChangeRefusal>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing", profileId });
  const fields = secretFields(credential.type);
  const stored = credentialSecret(credential, world.config.secretDefaults);
  if (fields === undefined || stored.kind !== "ref" || !stored.alsoPlaintext) {
    return failure({ code: "no_plaintext", profileId });
  }
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const stillDouble = (entry: Json | undefined): boolean => {
    const read = readCredential(entry);
    const now = read.ok ? credentialSecret(read.value, world.config.secretDefaults) : undefined;
    return now?.kind === "ref";
  };
  return await writeStores(ports.files, filesHolding(world, profileId), {
    profileId,
    stands: stillDouble,
    profiles: (root) =>
      editProfile(root, profileId, (entry) =>
        // The older spelling of the key goes too.
        withMembers(entry ?? {}, { [fields.value]: undefined, apiKey: undefined }),
      ),
    secretsLeave: true,
  });
}

/** Sets when a token ends, or that it does not. */
export async function setExpiry(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
  expires: number | undefined,
): Promise<Result<void, ChangeRefusal>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing", profileId });
  if (credential.type !== "token") return failure({ code: "not_changeable", profileId });
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  return await writeStores(ports.files, filesHolding(world, profileId), {
    profileId,
    profiles: (root) => editProfile(root, profileId, (entry) => withMembers(entry ?? {}, { expires })),
  });
}

/**
 * Removes a profile where it stands, main's file included, and its place in orders; then, unless another agent has a profile
 * of that id, its registration in openclaw.json; then its secret.
 */
export async function removeProfile(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
): Promise<Result<RemovedProfile, ChangeRefusal>> {
  if (!world.store.profiles.has(profileId)) return failure({ code: "profile_missing", profileId });
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const state = (root: JsonObject): JsonObject => withoutProfiles(root, new Set([profileId]));
  const saved = await writeStores(ports.files, filesHolding(world, profileId), {
    // Older versions kept the state in auth-profiles.json.
    profiles: (root) => state(editProfile(root, profileId, () => undefined)),
    state,
    secretsLeave: fileHoldsSecretOf(world, profileId),
  });
  if (!saved.ok) return saved;
  // The profile is gone; an order of the agent that still names it is no reason to say otherwise.
  if (world.inherited.has(profileId)) await writeStores(ports.files, world.files, { state });
  const agents = await readAllAgents(ports, world);
  const isElsewhere = !agents.ok || agents.value.some(({ profiles }) => profiles.has(profileId));
  const config = isElsewhere
    ? success("unchanged" as const)
    : await writeConfig(ports.files, world.paths.configPath, (parsed) => removalEdits(parsed, [profileId]));
  await releaseSecret(ports, world, keychainRefOf(world, profileId));
  return success({ config });
}

/** Where a profile's entry stands: the agent's own file, or main's beneath it. */
export function filesHolding(world: AuthWorld, profileId: string): AgentFiles {
  return world.inherited.has(profileId) ? world.mainFiles : world.files;
}

/** The secret into its place, the entry pointed there, and only then the old secret, or the new one that nothing names, away. */
async function keepAndPoint(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
  given: GivenSecret,
  { end = {}, stillHolds }: { end?: { expires?: number | undefined }; stillHolds?: StoreChange["stands"] },
): Promise<Result<void, ChangeRefusal>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing", profileId });
  if (credential.type === "oauth") return failure({ code: "not_changeable", profileId });
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const owner = { profileId, provider: credential.provider, type: credential.type satisfies PastedType };
  const kept = await keepSecret(ports, owner, given);
  if (!kept.ok) return kept;
  const { into, ref } = kept.value;
  const pointed = (entry: JsonObject | undefined): JsonObject => withMembers(into(entry ?? {}), end);
  const at = filesHolding(world, profileId);
  const saved = await writeStores(ports.files, at, {
    profileId,
    ...(stillHolds && { stands: stillHolds }),
    profiles: (root) => editProfile(root, profileId, pointed),
    secretsLeave: staysOutOfFile(given) && fileHoldsSecretOf(world, profileId),
  });
  if (saved.ok) await releaseSecret(ports, world, keychainRefOf(world, profileId));
  else await withdrawSecret(ports, at, ref);
  return saved;
}
