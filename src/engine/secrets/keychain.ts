import * as z from "zod/mini";
import type { Digest, Keychain } from "../ports.ts";
import { Secret } from "./secret.ts";
import type { SecretRef } from "./secretRef.ts";

/**
 * What the keychain says of the secret behind a ref:
 * `lost` is gone (or was never on this machine), `volatile` is gone because the keychain keeps nothing, `locked` did
 * not answer, `tampered` is there but not what the profile entry says, `unavailable` means there is no keychain here.
 */
export type KeychainVerdict =
  | { readonly kind: "present"; readonly secret: Secret }
  | { readonly kind: "lost" }
  | { readonly kind: "volatile" }
  | { readonly kind: "locked"; readonly reason: "refused" | "timeout" }
  | { readonly kind: "tampered" }
  | { readonly kind: "unavailable" };

export type KeychainState = KeychainVerdict["kind"];

/** Whose secret an envelope holds. The fingerprint stands in the profile entry beside the ref. */
export interface SecretOwner {
  readonly profileId: string;
  readonly provider: string;
  readonly fingerprint?: string;
}

const keyPrefix = "modelAuth/v1/cred/";

const envelopeShape = z.object({
  v: z.literal(1),
  profile: z.string(),
  provider: z.string(),
  secret: z.string(),
});

/** SecretStorage key of a ref's secret. */
export function keychainKey(ref: SecretRef): string {
  return `${keyPrefix}${ref.id}`;
}

/** Whether a key of SecretStorage is one of a credential's. */
export function isCredentialKey(key: string): boolean {
  return key.startsWith(keyPrefix);
}

/** A new ref for a profile; never used before, never shared. Product: "keychain". */
export function newKeychainRef(profileId: string, digest: Digest): SecretRef {
  const slug = profileId
    .toLowerCase()
    .replace(/[^a-z0-9._:-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 200);
  return { source: "vscode", provider: "default", id: `${slug || "profile"}/${digest.randomHex(4)}` };
}

/** First 8 hex digits of the secret's SHA-256: enough to tell keys apart, too little to find one. Product decision 11. */
export function fingerprint(secret: Secret, digest: Digest): string {
  return digest.sha256(secret.reveal()).slice(0, 8);
}

/**
 * Stores a secret in an envelope that names its owner, and reads it back: a keychain that forgets at once is found out
 * here. Resolves to false when the secret is not there afterwards.
 */
export async function sealSecret(
  keychain: Keychain,
  ref: SecretRef,
  owner: SecretOwner,
  secret: Secret,
): Promise<boolean> {
  const envelope = JSON.stringify({
    v: 1,
    profile: owner.profileId,
    provider: owner.provider,
    secret: secret.reveal(),
  });
  const key = keychainKey(ref);
  if (!(await keychain.store(key, envelope))) return false;
  const answer = await keychain.get(key);
  return answer.kind === "value" && answer.value === envelope;
}

/** Opens the envelope behind a ref and checks that it is this profile's, with the secret the entry's fingerprint names. */
export async function openSecret(
  keychain: Keychain,
  digest: Digest,
  ref: SecretRef,
  owner: SecretOwner,
): Promise<KeychainVerdict> {
  const answer = await keychain.get(keychainKey(ref));
  switch (answer.kind) {
    case "unavailable":
      return { kind: "unavailable" };
    case "locked":
      return { kind: "locked", reason: answer.reason };
    case "absent":
      return { kind: (await keychain.durability()) === "volatile" ? "volatile" : "lost" };
    case "value":
      return judgeEnvelope(answer.value, digest, owner);
  }
}

function judgeEnvelope(text: string, digest: Digest, owner: SecretOwner): KeychainVerdict {
  const envelope = envelopeShape.safeParse(parseOrUndefined(text));
  if (
    !envelope.success ||
    envelope.data.profile !== owner.profileId ||
    envelope.data.provider !== owner.provider
  ) {
    return { kind: "tampered" };
  }
  const secret = new Secret(envelope.data.secret);
  if (owner.fingerprint !== undefined && owner.fingerprint !== fingerprint(secret, digest))
    return { kind: "tampered" };
  return { kind: "present", secret };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
