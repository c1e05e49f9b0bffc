import { cleanSecret } from "../acquisition/paste.ts";
import { envNameOwners, envNamesOf, secretEnvNames } from "../providers/catalogue.ts";
import { normalizeProviderIdForAuth } from "../providers/providerId.ts";
import { Secret } from "../secrets/secret.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment holds for a provider. */
export type EnvKey =
  | { readonly kind: "secret"; readonly secret: Secret; readonly name: string; readonly source: string }
  /** No key but a word for one: the credentials come from the machine. */
  | { readonly kind: "marker"; readonly marker: string; readonly source: string };

/** Spellings of a provider that OpenClaw lists as environment owners of their own. Spec: stores 5.2. */
const listedSpellings: readonly string[] = ["kimi-coding"];

/**
 * The key a provider finds in the environment: the first of its names that holds anything, or what stands for the
 * credentials of the machine. Spec: secrets 8.1.
 */
export function envKey(variables: Variables, provider: string): EnvKey | undefined {
  const id = normalizeProviderIdForAuth(provider);
  for (const name of envNamesOf(id)) {
    const value = cleanSecret(variables[name] ?? "");
    if (value !== "") {
      return { kind: "secret", secret: new Secret(value), name, source: `env: ${name}` };
    }
  }
  return machineKey(variables, id);
}

/** Whether a key of the environment is a sign-in rather than an API key. Spec: secrets 8.1 step 2. */
export function isOAuthEnvKey(key: EnvKey): boolean {
  return key.source.toLowerCase().includes("oauth");
}

/** Every provider whose key is found in the environment, model provider or not. */
export function providersWithEnvKey(variables: Variables): readonly string[] {
  const owners = new Set([...secretEnvNames().flatMap(envNameOwners), ...listedSpellings]);
  return [...owners].filter((provider) => envKey(variables, provider) !== undefined);
}

/** Spec: secrets 8.1 steps 3 and 4. Google's credentials file is not looked for here: a report reads no other files. */
function machineKey(variables: Variables, provider: string): EnvKey | undefined {
  const isSet = (name: string): boolean => Boolean(variables[name]?.trim());
  if (provider === "amazon-bedrock") {
    const hasKeyPair = isSet("AWS_ACCESS_KEY_ID") && isSet("AWS_SECRET_ACCESS_KEY");
    const name = isSet("AWS_BEARER_TOKEN_BEDROCK")
      ? "AWS_BEARER_TOKEN_BEDROCK"
      : hasKeyPair
        ? "AWS_ACCESS_KEY_ID"
        : isSet("AWS_PROFILE")
          ? "AWS_PROFILE"
          : undefined;
    return name === undefined ? undefined : { kind: "marker", marker: name, source: "env" };
  }
  if (provider === "google-vertex") {
    const name = "GOOGLE_CLOUD_API_KEY";
    const value = variables[name];
    // Handed on untrimmed, and labelled as the credentials it takes the place of, as OpenClaw does.
    return value?.trim()
      ? { kind: "secret", secret: new Secret(value), name, source: "gcloud adc" }
      : undefined;
  }
  const flag = variables["ANTHROPIC_VERTEX_USE_GCP_METADATA"]?.trim().toLowerCase();
  return provider === "anthropic-vertex" && (flag === "1" || flag === "true")
    ? { kind: "marker", marker: "gcp-vertex-credentials", source: "gcloud adc" }
    : undefined;
}
