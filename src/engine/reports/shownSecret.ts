import type { StoredCredential } from "../credentials/credential.ts";
import { maskSecret } from "../credentials/masking.ts";
import { isKeyMarker } from "../providers/keyMarkers.ts";
import { credentialSecret, type SecretDefaults, type SecretRef, secretFields } from "../secrets/secretRef.ts";

/** The word for a credential that is not there. */
export const missingLabel = "missing";

/** A key text as a report shows it: a marker by its name, a secret masked. Spec: stores 9.3; product decision 11. */
export function shownKey(text: string): string {
  const value = text.trim();
  return isKeyMarker(value) ? shownMarker(value) : maskSecret(value) || missingLabel;
}

export function shownMarker(marker: string): string {
  return `marker(${marker})`;
}

/** A ref without its provider alias. Spec: stores 9.3. */
export function shownRef(ref: Pick<SecretRef, "id"> & { readonly source: string }): string {
  return `ref(${ref.source}:${ref.id})`;
}

/**
 * Where the secret of an API key or token is, or its mask. A ref is shown even beside a plain text, since it wins
 * (product decision 2). Spec: stores 9.3.
 */
export function shownCredential(credential: StoredCredential, defaults: SecretDefaults): string {
  const shown = shownStored(credential, defaults);
  return credential.type === "token" ? `token:${shown}` : shown;
}

function shownStored(credential: StoredCredential, defaults: SecretDefaults): string {
  const stored = credentialSecret(credential, defaults);
  switch (stored.kind) {
    case "ref":
      return shownRef(stored.ref);
    case "plaintext":
      return shownKey(stored.text);
    case "malformed_ref":
      return shownMalformedRef(credential) ?? missingLabel;
    case "none":
      return missingLabel;
  }
}

/** A ref of a source we do not know still says where it points. */
function shownMalformedRef(credential: StoredCredential): string | undefined {
  const fields = secretFields(credential.type);
  const value = fields === undefined ? undefined : credential[fields.ref];
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const source: unknown = Reflect.get(value, "source");
  const id: unknown = Reflect.get(value, "id");
  return typeof source === "string" && typeof id === "string" ? shownRef({ source, id }) : undefined;
}
