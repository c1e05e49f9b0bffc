import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { Secret } from "../secrets/secret.ts";
import { credentialSecret } from "../secrets/secretRef.ts";
import { removalEdits } from "../stores/configRegistration.ts";
import { type ConfigRefusal, writeConfig } from "../stores/configWriter.ts";
import type { Json } from "../stores/documents/json.ts";
import { withMembers } from "../stores/members.ts";
import { editProfile } from "../stores/profileEdits.ts";
import { withoutProfile } from "../stores/stateEdits.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AgentFiles } from "../stores/agents.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type Keeping, keepSecret, type PastedType } from "./keepSecret.ts";
import { fileHoldsSecretOf, keychainRefOf, releaseSecret } from "./releaseSecret.ts";

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

/** Gives a profile a new secret, in its old kind of place unless `keeping` says otherwise; everything else of it stays. */
export async function replaceSecret(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
  secret: Secret,
  keeping: Keeping,
  expires?: { readonly at: number | undefined },
): Promise<Result<void, ChangeRefusal>> {
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return failure({ code: "profile_missing", profileId });
  if (credential.type === "oauth") return failure({ code: "not_changeable", profileId });
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const owner = { profileId, provider: credential.provider, type: credential.type satisfies PastedType };
  const kept = await keepSecret(ports, owner, secret, keeping);
  if (!kept.ok) return kept;
  const changes = { ...kept.value.fields, ...(expires === undefined ? {} : { expires: expires.at }) };
  const secretsLeave = keeping === "keychain" && fileHoldsSecretOf(world, profileId);
  const saved = await changeEntry(ports, world, profileId, changes, secretsLeave);
  await releaseSecret(ports, world, saved.ok ? keychainRefOf(world, profileId) : kept.value.ref);
  return saved;
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
  return await replaceSecret(ports, world, profileId, new Secret(stored.text), "keychain");
}

/** Sets when a token ends, or that it does not. */
export async function setExpiry(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
  expires: number | undefined,
): Promise<Result<void, ChangeRefusal>> {
  return await changeEntry(ports, world, profileId, { expires });
}

/** Removes a profile, its place in orders and config, and then its secret. Main's is removed where it stands. */
export async function removeProfile(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
): Promise<Result<RemovedProfile, ChangeRefusal>> {
  if (!world.store.profiles.has(profileId)) return failure({ code: "profile_missing", profileId });
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const saved = await writeStores(ports.files, filesHolding(world, profileId), {
    profiles: (root) => editProfile(root, profileId, () => undefined),
    state: (root) => withoutProfile(root, profileId),
    secretsLeave: fileHoldsSecretOf(world, profileId),
  });
  if (!saved.ok) return saved;
  const config = await writeConfig(ports.files, world.paths.configPath, (parsed) =>
    removalEdits(parsed, profileId),
  );
  await releaseSecret(ports, world, keychainRefOf(world, profileId));
  return success({ config });
}

/** Where a profile's entry stands: the agent's own file, or main's beneath it. */
export function filesHolding(world: AuthWorld, profileId: string): AgentFiles {
  return world.inherited.has(profileId) ? world.mainFiles : world.files;
}

async function changeEntry(
  ports: Ports,
  world: AuthWorld,
  profileId: string,
  changes: Readonly<Record<string, Json | undefined>>,
  secretsLeave = false,
): Promise<Result<void, ChangeRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const at = filesHolding(world, profileId);
  return await writeStores(ports.files, at, {
    profileId,
    profiles: (root) => editProfile(root, profileId, (entry) => withMembers(entry ?? {}, changes)),
    secretsLeave,
  });
}
