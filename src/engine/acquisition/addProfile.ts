import type { StoredCredential } from "../credentials/credential.ts";
import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { registrationEdits } from "../stores/configRegistration.ts";
import { type ConfigRefusal, writeConfig } from "../stores/configWriter.ts";
import { withMembers } from "../stores/members.ts";
import { editProfile } from "../stores/profileEdits.ts";
import { readAllAgents } from "../stores/profileFiles.ts";
import { type WriteRefusal, writeBarrier, writeStores } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";
import {
  type CredentialOwner,
  type GivenSecret,
  keepSecret,
  type PastedType,
  staysOutOfFile,
} from "./keepSecret.ts";
import { fileHoldsSecretOf, keychainRefOf, releaseSecret, withdrawSecret } from "./releaseSecret.ts";

/** A credential a person gave, checked and cleaned; its provider's id is canonical. */
export type NewProfile = CredentialOwner &
  GivenSecret & {
    /** ms since the epoch; for tokens that end. */
    readonly expires?: number;
    readonly displayName?: string;
  };

export type AddRefusal = WriteRefusal | { readonly code: "keychain_refused" };

export interface AddedProfile {
  /** The profile is saved; `registered` tells whether openclaw.json could be made to name it too. */
  readonly registered: Result<"edited" | "unchanged", ConfigRefusal>;
}

/**
 * Saves a credential: the secret into its place first, then the profile, then its registration in openclaw.json (spec:
 * stores 4.2). A profile of the same id is replaced, keeping what we don't know of it; its old keychain secret goes last.
 */
export async function addProfile(
  ports: Ports,
  world: AuthWorld,
  profile: NewProfile,
): Promise<Result<AddedProfile, AddRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const stored = await storedProfiles(ports, world);
  const kept = await keepSecret(ports, profile, profile);
  if (!kept.ok) return kept;
  const { into } = kept.value;
  const name = profile.displayName === undefined ? {} : { displayName: profile.displayName };
  const fields = {
    type: profile.type,
    provider: profile.provider,
    ...clearedFields(profile.type),
    expires: profile.expires,
    ...name,
  };
  const saved = await writeStores(ports.files, world.files, {
    profiles: (root) =>
      editProfile(root, profile.profileId, (entry) => into(withMembers(entry ?? {}, fields))),
    secretsLeave: staysOutOfFile(profile) && fileHoldsSecretOf(world, profile.profileId),
  });
  if (!saved.ok) {
    await withdrawSecret(ports, world.files, kept.value.ref);
    return saved;
  }
  await releaseSecret(ports, world, keychainRefOf(world, profile.profileId));
  const { profileId, provider, type: mode } = profile;
  const registered = await writeConfig(ports.files, world.paths.configPath, (config) =>
    registrationEdits(config, { profileId, provider, mode, ...name }, stored),
  );
  return success({ registered });
}

/** The profiles of all agents, as far as they can be read: they share openclaw.json. */
async function storedProfiles(
  ports: Ports,
  world: AuthWorld,
): Promise<ReadonlyMap<string, StoredCredential>> {
  const agents = await readAllAgents(ports, world);
  const others = agents.ok ? agents.value.flatMap(({ profiles }) => [...profiles]) : [];
  return new Map([...others, ...world.store.profiles]);
}

/** What a profile of another type leaves behind when its id gets a new credential. */
function clearedFields(type: PastedType): Readonly<Record<string, undefined>> {
  const oauth = { access: undefined, refresh: undefined, managedBy: undefined };
  return type === "api_key"
    ? { ...oauth, token: undefined, tokenRef: undefined }
    : { ...oauth, key: undefined, apiKey: undefined, keyRef: undefined };
}
