import type { Ports } from "../ports.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type KeychainState, openSecret } from "./keychain.ts";
import { ownFields } from "./ownFields.ts";
import { credentialSecret } from "./secretRef.ts";

/**
 * What the keychain says of every profile that keeps its secret there. One call at a time, since the editor serialises them
 * anyway; once it is locked the rest is not asked, each question would only wait. By profile id.
 */
export async function inspectKeychain(
  ports: Pick<Ports, "keychain" | "digest">,
  world: AuthWorld,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KeychainState>> {
  const states = new Map<string, KeychainState>();
  let isLocked = false;
  for (const [profileId, credential] of world.store.profiles) {
    if (signal.aborted) break;
    const stored = credentialSecret(credential, world.config.secretDefaults);
    if (stored.kind !== "ref" || stored.ref.source !== "vscode") continue;
    if (isLocked) {
      states.set(profileId, "locked");
      continue;
    }
    const owner = { profileId, provider: credential.provider, ...ownFields(credential) };
    const verdict = await openSecret(ports.keychain, ports.digest, stored.ref, owner);
    isLocked = verdict.kind === "locked";
    states.set(profileId, verdict.kind);
  }
  return states;
}
