import { cleanSecret } from "../acquisition/paste.ts";
import { envNameOwners, envNamesOf, secretEnvNames } from "../providers/catalogue.ts";
import { normalizeProviderIdForAuth } from "../providers/providerId.ts";
import { Secret } from "../secrets/secret.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { AuthWorld } from "../stores/world.ts";
import { isVariableOfWorkspace } from "./workspaceSecret.ts";

export type EnvKeyWorld = Pick<AuthWorld, "variables" | "variableSources" | "hasGoogleCredentials">;

/** What the environment holds for a provider. */
export type EnvKey =
  | {
      readonly kind: "secret";
      readonly secret: Secret;
      readonly name: string;
      readonly source: string;
      /** It comes from a file of the workspace, and may go to the provider's own address only. Security E4. */
      readonly isOfWorkspace: boolean;
    }
  /** No key but a word for one: the credentials come from the machine. */
  | { readonly kind: "marker"; readonly marker: string; readonly source: string };

/** Spellings of a provider that OpenClaw lists as environment owners of their own. Spec: stores 5.2. */
const listedSpellings: readonly string[] = ["kimi-coding"];

const googleSource = "gcloud adc";

/**
 * The key a provider finds in the environment: the first of its names that holds anything, or what stands for the
 * credentials of the machine. Spec: secrets 8.1.
 */
export function envKey(world: EnvKeyWorld, provider: string): EnvKey | undefined {
  const id = normalizeProviderIdForAuth(provider);
  for (const name of envNamesOf(id)) {
    const value = envValue(world, name);
    if (value !== "") return secretOf(world, name, value, variableLabel(world, name));
  }
  return machineKey(world, id);
}

/** A variable's value as it is sent: no line breaks, nothing above U+00FF, no blanks around it. Spec: secrets 8.1. */
export function envValue({ variables }: Pick<EnvKeyWorld, "variables">, name: string): string {
  return cleanSecret(setVariable(variables, name) ?? "");
}

/** How reports name the place of a variable. Spec: secrets 8.1 step 2. */
export function variableLabel(
  { variableSources }: Pick<EnvKeyWorld, "variableSources">,
  name: string,
): string {
  return `${variableSources.get(name) === "shell" ? "shell env" : "env"}: ${name}`;
}

/** Whether a key of the environment is a sign-in rather than an API key. Spec: secrets 8.1 step 2. */
export function isOAuthEnvKey(key: EnvKey): boolean {
  return key.source.includes("OAUTH_TOKEN");
}

/** Every provider whose key is found in the environment, model provider or not. */
export function providersWithEnvKey(world: EnvKeyWorld): readonly string[] {
  const owners = new Set([...secretEnvNames().flatMap(envNameOwners), ...listedSpellings]);
  return [...owners].filter((provider) => envKey(world, provider) !== undefined);
}

function secretOf(world: EnvKeyWorld, name: string, value: string, source: string): EnvKey {
  return {
    kind: "secret",
    secret: new Secret(value),
    name,
    source,
    isOfWorkspace: isVariableOfWorkspace(world, name),
  };
}

/** Spec: secrets 8.1 steps 3 and 4. */
function machineKey(world: EnvKeyWorld, provider: string): EnvKey | undefined {
  switch (provider) {
    case "amazon-bedrock": {
      const name = awsVariable(world);
      return name === undefined ? undefined : { kind: "marker", marker: name, source: "env" };
    }
    case "google-vertex":
      return googleVertexKey(world);
    case "anthropic-vertex": {
      const flag = setVariable(world.variables, "ANTHROPIC_VERTEX_USE_GCP_METADATA")?.trim().toLowerCase();
      const isOnGoogle = flag === "1" || flag === "true" || world.hasGoogleCredentials;
      return isOnGoogle
        ? { kind: "marker", marker: "gcp-vertex-credentials", source: googleSource }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The variable that decides how AWS signs in: a bearer token, else a pair of keys, else a profile. */
export function awsVariable({ variables }: Pick<EnvKeyWorld, "variables">): string | undefined {
  const isSet = (name: string): boolean => setVariable(variables, name) !== undefined;
  if (isSet("AWS_BEARER_TOKEN_BEDROCK")) return "AWS_BEARER_TOKEN_BEDROCK";
  if (isSet("AWS_ACCESS_KEY_ID") && isSet("AWS_SECRET_ACCESS_KEY")) return "AWS_ACCESS_KEY_ID";
  return isSet("AWS_PROFILE") ? "AWS_PROFILE" : undefined;
}

function googleVertexKey(world: EnvKeyWorld): EnvKey | undefined {
  const isSet = (name: string): boolean => setVariable(world.variables, name) !== undefined;
  const value = setVariable(world.variables, "GOOGLE_CLOUD_API_KEY");
  // Handed on untrimmed, and labelled as the credentials it takes the place of, as OpenClaw does.
  if (value !== undefined) return secretOf(world, "GOOGLE_CLOUD_API_KEY", value, googleSource);
  const hasProject = isSet("GOOGLE_CLOUD_PROJECT") || isSet("GCLOUD_PROJECT");
  return world.hasGoogleCredentials && hasProject && isSet("GOOGLE_CLOUD_LOCATION")
    ? { kind: "marker", marker: "<authenticated>", source: googleSource }
    : undefined;
}
