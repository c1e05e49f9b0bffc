/**
 * Who the model providers are, as data: catalogue.json with types and lookups. Ids are canonical; fold what a person
 * or a file wrote with `normalizeProviderId` first. Spec: secrets 7 and 8.
 */
import catalogueData from "./catalogue.json";

/** How a provider's requests are shaped. Those after `ollama` cannot be probed with one small request. */
export type ProviderApi =
  | "openai-completions"
  | "openai-responses"
  | "anthropic-messages"
  | "google-generative-ai"
  | "ollama"
  | "azure-openai-responses"
  | "bedrock-converse-stream"
  | "google-gemini-cli"
  | "google-vertex"
  | "openai-codex-responses";

/** One way in which a person gives a provider's credential. */
export interface LoginMethod {
  readonly method: string;
  readonly kind: "api_key" | "token" | "oauth" | "device_code" | "custom";
  readonly label: string;
}

/**
 * A free request that proves a key: only where the vendor answers it to a valid key alone. Public model lists
 * (OpenRouter, NVIDIA, Hugging Face) prove nothing and are not here. Product decision 7.
 */
export interface FreeCheck {
  /** Appended to the base URL; the method is GET. */
  readonly path: string;
  readonly proves: "model_list" | "key_info";
  /** For `key_info`: the top-level field that a true answer always has. */
  readonly field?: string;
  /** Facts in a 200 answer that say the key will be refused all the same. */
  readonly refusals?: readonly {
    readonly field: string;
    readonly value: boolean;
    readonly reason: "auth_permanent" | "billing";
  }[];
}

export interface Provider {
  readonly id: string;
  readonly label: string;
  readonly aliases?: readonly string[];
  /** Whose profiles and keys this provider uses, where it is not its own. */
  readonly authProvider?: string;
  /** Environment names in order of preference. */
  readonly env?: readonly string[];
  readonly auth?: readonly LoginMethod[];
  /** Credentials come from the machine (AWS chain, Google ADC), not from a key. */
  readonly ambientAuth?: "aws-sdk" | "gcp-adc";
  /** May hold `{placeholders}`; such a provider cannot be probed without a configured base URL. */
  readonly baseUrl?: string;
  readonly altBaseUrls?: readonly string[];
  readonly api: ProviderApi;
  /** All APIs it speaks, where it is more than one. */
  readonly apis?: readonly ProviderApi[];
  /** Headers that every request needs; never secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The key goes into `Authorization: Bearer` too, beside the API's own header. */
  readonly authHeader?: boolean;
  /** Runs on this machine, over plain http. */
  readonly local?: boolean;
  /** The key that stands for "none needed". */
  readonly marker?: string;
  readonly defaultModel?: string;
  /** A cheap model for a probe when the user configured none. Our choice. */
  readonly probeModel?: string;
  readonly check?: FreeCheck;
  /** Where a person makes a key. */
  readonly keyPage?: string;
  /** Rate limits and billing failures never put its profiles to rest. Spec: stores, cooldown bypass. */
  readonly neverCoolsDown?: boolean;
  readonly note?: string;
}

/** Environment names that hold several keys of one provider. Spec: secrets 9. */
export interface RotationNames {
  /** Set, it hides every other key. */
  readonly live: string;
  readonly list: string;
  readonly primary: string;
  readonly prefix: string;
  readonly fallback?: readonly string[];
}

interface Catalogue {
  readonly providers: readonly Provider[];
  readonly idAliases: Readonly<Record<string, string>>;
  readonly authIdAliases: Readonly<Record<string, string>>;
  readonly setupEnv: Readonly<Record<string, readonly string[]>>;
  readonly extraAuthEnv: readonly string[];
  readonly markers: {
    readonly exact: readonly string[];
    readonly prefixes: readonly string[];
    readonly headerPrefixes: readonly string[];
    readonly legacyEnv: readonly string[];
  };
  readonly keyRotation: Readonly<Record<string, RotationNames>>;
  readonly keyRotationDefault: RotationNames;
  readonly otherEnvOwners: readonly { readonly id: string; readonly env: readonly string[] }[];
}

// The compiler widens JSON strings; a unit test holds the file against this shape.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const catalogue = catalogueData as Catalogue;

const byId = new Map(catalogue.providers.map((provider) => [provider.id, provider]));

const envById = new Map<string, readonly string[]>([
  ...catalogue.otherEnvOwners.map((owner) => [owner.id, owner.env] as const),
  ...catalogue.providers.map((provider) => [provider.id, provider.env ?? []] as const),
]);

const ownersByEnvName = new Map<string, string[]>();
for (const [id, names] of envById) {
  for (const name of names) {
    ownersByEnvName.set(name, [...(ownersByEnvName.get(name) ?? []), id]);
  }
}

const setupEnvById = new Map(Object.entries(catalogue.setupEnv));
const rotationById = new Map(Object.entries(catalogue.keyRotation));

/** Other spellings of a provider id, lower case, to the canonical id. */
export const providerIdAliases: ReadonlyMap<string, string> = new Map(Object.entries(catalogue.idAliases));

/** Canonical ids whose credentials belong to another provider: Coding Plans share their vendor's keys. */
export const authIdAliases: ReadonlyMap<string, string> = new Map(Object.entries(catalogue.authIdAliases));

/** Key texts that are no secrets. Spec: secrets 8.4. */
export const secretMarkers: Catalogue["markers"] = catalogue.markers;

export function listProviders(): readonly Provider[] {
  return catalogue.providers;
}

export function findProvider(id: string): Provider | undefined {
  return byId.get(id);
}

/**
 * Environment names of a provider's key in order; those of non-model services (search, speech) too, which the
 * status report lists beside the models. Empty for ids unknown here.
 */
export function envNamesOf(id: string): readonly string[] {
  return envById.get(id) ?? [];
}

/** Like `envNamesOf`, for key rotation and .env scans: these know a name more for `minimax-cn`, and none for coding plans. */
export function setupEnvNamesOf(id: string): readonly string[] {
  return setupEnvById.get(id) ?? envNamesOf(id);
}

/** Ids of all who read that environment variable as their key. */
export function envNameOwners(name: string): readonly string[] {
  return ownersByEnvName.get(name) ?? [];
}

/** Every environment name that holds somebody's key. */
export function secretEnvNames(): readonly string[] {
  return [...ownersByEnvName.keys()];
}

/** `secretEnvNames` and the names that are only ever markers of a key. Spec: secrets 8.4. */
export function knownAuthEnvNames(): readonly string[] {
  return [...new Set([...ownersByEnvName.keys(), ...catalogue.extraAuthEnv])];
}

/**
 * Where several keys of a provider are looked for. Providers without names of their own follow one pattern:
 * the id in upper case, `-` as `_`.
 */
export function rotationNamesOf(id: string): RotationNames {
  const own = rotationById.get(id);
  if (own !== undefined) return own;
  const upper = id.toUpperCase().replaceAll("-", "_");
  const { live, list, primary, prefix } = catalogue.keyRotationDefault;
  const fill = (pattern: string) => pattern.replace("{P}", () => upper);
  return { live: fill(live), list: fill(list), primary: fill(primary), prefix: fill(prefix) };
}
