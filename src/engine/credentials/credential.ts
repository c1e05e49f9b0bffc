/** Kinds of credential a profile can hold, as `type` in auth-profiles.json spells them. */
export const credentialTypes = ["api_key", "token", "oauth"] as const;
export type CredentialType = (typeof credentialTypes)[number];

export function isCredentialType(value: unknown): value is CredentialType {
  return credentialTypes.some((type) => type === value);
}

/**
 * A profile's entry as it was loaded: its type and provider hold, every other field is as the file has it and is
 * judged where it is used (spec: stores 2.1, 2.2). Unknown fields stay.
 */
export interface StoredCredential {
  readonly type: CredentialType;
  readonly provider: string;
  readonly key?: unknown;
  readonly keyRef?: unknown;
  readonly token?: unknown;
  readonly tokenRef?: unknown;
  readonly access?: unknown;
  readonly refresh?: unknown;
  /** ms since the epoch when it is well-formed. */
  readonly expires?: unknown;
  readonly email?: unknown;
  readonly displayName?: unknown;
  readonly [field: string]: unknown;
}
