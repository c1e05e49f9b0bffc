import type { StoredCredential } from "../credentials/credential.ts";

/**
 * The SecretRef contract: where a secret lives instead of the file.
 * Spec: secrets 1.1 and 1.2; `vscode` (the editor keychain) is our own fourth source.
 */
export const secretSources = ["env", "file", "exec", "vscode"] as const;
export type SecretSource = (typeof secretSources)[number];

export interface SecretRef {
  readonly source: SecretSource;
  /** Alias of a configured secret provider; `default` for the built-in one. */
  readonly provider: string;
  readonly id: string;
}

/** `secrets.defaults`: the provider alias a ref means that names none. */
export interface SecretDefaults {
  readonly env?: string;
  readonly file?: string;
  readonly exec?: string;
}

const defaultSecretProvider = "default";

const envTemplate = /^\$\{([A-Z][A-Z0-9_]{0,127})\}$/;

/** The alias a ref of `source` means when it names no provider. Spec: secrets 1.1. */
function defaultProviderFor(source: SecretSource, defaults: SecretDefaults = {}): string {
  const alias = source === "vscode" ? undefined : defaults[source];
  return alias?.trim() || defaultSecretProvider;
}

/** What makes two refs the same one: the id counts without blanks around it. Spec: secrets 1.2. */
export function secretRefKey({ source, provider, id }: SecretRef): string {
  return `${source}:${provider}:${id.trim()}`;
}

/** Whether a value is a complete ref: exactly the three fields, each well-formed. Spec: secrets 1.1. */
export function isSecretRef(value: unknown): value is SecretRef {
  return (
    isPlainRecord(value) &&
    Object.keys(value).length === 3 &&
    isSecretSource(value["source"]) &&
    isFilled(value["provider"]) &&
    isFilled(value["id"])
  );
}

/**
 * Reads a value as a ref in any of the accepted forms: the complete object, the older object without a
 * provider, or the text `${NAME}`. Ids are not checked here; the resolver does. Spec: secrets 1.1.
 */
export function coerceSecretRef(value: unknown, defaults: SecretDefaults = {}): SecretRef | undefined {
  if (isSecretRef(value)) {
    return value;
  }
  if (typeof value === "string") {
    return parseEnvTemplate(value, defaults);
  }
  if (!isPlainRecord(value) || value["provider"] !== undefined) {
    return undefined;
  }
  const source = value["source"];
  const id = value["id"];
  return isSecretSource(source) && isFilled(id)
    ? { source, provider: defaultProviderFor(source, defaults), id }
    : undefined;
}

/** Reads the text `${NAME}`, blanks around it allowed, as a ref to the environment. Spec: secrets 1.1. */
function parseEnvTemplate(text: string, defaults: SecretDefaults = {}): SecretRef | undefined {
  const trimmed = text.trim();
  // Nearly every text is a key: those need no pattern.
  const id = trimmed.startsWith("${") ? envTemplate.exec(trimmed)?.[1] : undefined;
  return id === undefined ? undefined : { source: "env", provider: defaultProviderFor("env", defaults), id };
}

/**
 * Which field of an API key or token credential holds its secret. A ref wins over plaintext beside it, and a
 * `${NAME}` text is a ref wherever it stands. Spec: secrets 1.3; product decision 2.
 */
export type CredentialSecret =
  | { readonly kind: "ref"; readonly ref: SecretRef; readonly alsoPlaintext: boolean }
  /** `malformedRef`: the ref field holds something that is no ref, which OpenClaw's next save would let win. */
  | { readonly kind: "plaintext"; readonly text: string; readonly malformedRef: boolean }
  | { readonly kind: "malformed_ref" }
  | { readonly kind: "none" };

/** The pair of fields the secret of a type lives in; OAuth material has none of this kind. */
export interface SecretFields {
  readonly value: "key" | "token";
  readonly ref: "keyRef" | "tokenRef";
}

const keyFields: SecretFields = { value: "key", ref: "keyRef" };
const tokenFields: SecretFields = { value: "token", ref: "tokenRef" };

/** The fields of a credential's secret, or nothing for OAuth. Spec: stores 2.1. */
export function secretFields(type: StoredCredential["type"]): SecretFields | undefined {
  switch (type) {
    case "api_key":
      return keyFields;
    case "token":
      return tokenFields;
    case "oauth":
      return undefined;
  }
}

/** Says where the secret of an API key or token credential is; `none` for OAuth. Spec: secrets 1.3. */
export function credentialSecret(credential: StoredCredential, defaults?: SecretDefaults): CredentialSecret {
  const fields = secretFields(credential.type);
  if (fields === undefined) {
    return { kind: "none" };
  }
  const value = credential[fields.value];
  const refValue = credential[fields.ref];
  const inlineRef = coerceSecretRef(value, defaults);
  const plaintext = isFilled(value) && inlineRef === undefined ? value : undefined;
  const ref = coerceSecretRef(refValue, defaults) ?? inlineRef;
  if (ref !== undefined) {
    return { kind: "ref", ref, alsoPlaintext: plaintext !== undefined };
  }
  if (plaintext !== undefined) {
    return { kind: "plaintext", text: plaintext, malformedRef: Boolean(refValue) };
  }
  return refValue || (typeof value === "object" && value !== null)
    ? { kind: "malformed_ref" }
    : { kind: "none" };
}

/** Whether the file itself holds something secret of a credential. Sign-ins always do. */
export function holdsSecretItself(credential: StoredCredential, defaults?: SecretDefaults): boolean {
  if (credential.type === "oauth") return true;
  const stored = credentialSecret(credential, defaults);
  return stored.kind === "plaintext" || (stored.kind === "ref" && stored.alsoPlaintext);
}

function isSecretSource(value: unknown): value is SecretSource {
  return secretSources.some((source) => source === value);
}

/** Whether a field holds usable text. Spec: stores 6.1. */
export function isFilled(value: unknown): value is string {
  return typeof value === "string" && value.trim().length > 0;
}

function isPlainRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
