/** Which credential a request to a provider is sent with. Spec: secrets 8.2. */
import type { CredentialType } from "../credentials/credential.ts";
import { normalizeProviderId, sharesCredentials } from "../providers/providerId.ts";
import { failure, type Result, success } from "../result.ts";
import type { NoRequestKey, RequestKey } from "../secrets/requestKey.ts";
import type { Unresolved } from "../secrets/resolve.ts";
import { Secret } from "../secrets/secret.ts";
import type { SecretRef } from "../secrets/secretRef.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type ConfigKey, configKey, configuredProvider } from "./configKey.ts";
import { awsVariable, type EnvKey, envKey, envValue, isOAuthEnvKey, variableLabel } from "./envKey.ts";
import { localKey, ollamaKey } from "./localProvider.ts";
import { profileOrder } from "./order.ts";
import { isProfileOfWorkspace, isRefOfWorkspace, isVariableOfWorkspace } from "./workspaceSecret.ts";

export type ChoiceWorld = Pick<
  AuthWorld,
  "config" | "store" | "variables" | "variableSources" | "hasGoogleCredentials"
>;

export interface ChoiceQuery {
  readonly provider: string;
  /** Ms since the epoch. */
  readonly now: number;
  /** A pinned profile: this one or none. */
  readonly profileId?: string;
  /** Tried before the others of the order. */
  readonly preferredProfile?: string;
  /** A key of the environment goes before the profiles. */
  readonly isEnvFirst?: boolean;
}

/** How secrets are found; each is asked for only when its turn comes. */
export interface ChoiceSources {
  readonly profile: (profileId: string) => Promise<Result<RequestKey, NoRequestKey>>;
  readonly ref: (ref: SecretRef) => Promise<Result<Secret, Unresolved>>;
}

export type AuthMode = "api-key" | "oauth" | "token" | "aws-sdk";

export type ChosenCredential =
  | {
      readonly kind: "secret";
      readonly secret: Secret;
      readonly source: string;
      readonly mode: AuthMode;
      readonly profileId?: string;
      /** It comes from a file of the workspace: it may be sent to the provider's built-in address only. Security E4. */
      readonly isOfWorkspace: boolean;
    }
  /** A word that stands for the machine's own credentials, or for none being needed. */
  | { readonly kind: "marker"; readonly marker: string; readonly source: string; readonly mode: AuthMode }
  /** AWS's own chain finds them. */
  | { readonly kind: "aws_chain"; readonly source: string };

/** Why there is none. `passedOver` are the profiles that were tried and gave no secret. */
export type NoCredential =
  | { readonly code: "no_credential_in_profile"; readonly profileId: string; readonly because: NoRequestKey }
  | { readonly code: "no_credential"; readonly provider: string; readonly passedOver: readonly PassedOver[] };

export interface PassedOver {
  readonly profileId: string;
  readonly because: NoRequestKey;
}

type Choice = ChosenCredential | undefined;

/** Chooses the credential of a request, the pinned profile or the first place that has one. */
export async function chooseCredential(
  world: ChoiceWorld,
  query: ChoiceQuery,
  sources: ChoiceSources,
): Promise<Result<ChosenCredential, NoCredential>> {
  if (query.profileId !== undefined) return await pinned(world, query.provider, query.profileId, sources);
  const { provider } = query;
  const configured = configuredProvider(world.config, provider);
  if (configured?.auth === "aws-sdk") return success(awsChain(world));
  const passedOver: PassedOver[] = [];
  let deferred: Choice;
  const fromProfiles = async (): Promise<Choice> => {
    for (const profileId of profileOrder(orderQuery(world, query))) {
      // oxlint-disable-next-line no-await-in-loop -- the second is asked for only when the first has none
      const found = await sources.profile(profileId);
      if (!found.ok) passedOver.push({ profileId, because: found.failure });
      else if (found.value.secret.reveal() !== ollamaKey) return profileChoice(world, profileId, found.value);
      // Ollama's stand-in yields to every true key.
      else deferred ??= profileChoice(world, profileId, found.value);
    }
    return undefined;
  };
  const fromEnv = (): Choice => envChoice(envKey(world, provider));
  const fromConfig = async (): Promise<Choice> =>
    await configChoice(world, configKey(world.config, provider), sources);
  const steps: readonly (() => Choice | Promise<Choice>)[] = [
    ...(configured?.auth === "api-key" ? [fromConfig] : []),
    ...(query.isEnvFirst === true ? [fromEnv, fromProfiles] : [fromProfiles, fromEnv]),
    fromConfig,
    () => deferred,
    () => localChoice(world, provider),
    () => (configured?.auth === undefined && isBedrock(provider) ? awsChain(world) : undefined),
  ];
  for (const step of steps) {
    // oxlint-disable-next-line no-await-in-loop -- the first that has a credential wins
    const choice = await step();
    if (choice !== undefined) return success(choice);
  }
  return failure({ code: "no_credential", provider, passedOver });
}

/**
 * What kind of credential a provider has, told without following a ref: `mixed` for profiles of several types.
 * Spec: vectors of resolveModelAuthMode.
 */
export function authModeOf(world: ChoiceWorld, provider: string): AuthMode | "mixed" | "unknown" {
  const configured = configuredProvider(world.config, provider);
  if (configured?.auth === "aws-sdk") return "aws-sdk";
  const own = [...world.store.profiles.values()].filter((one) => sharesCredentials(one.provider, provider));
  const [type, ...others] = [...new Set(own.map((credential) => credential.type))];
  if (type !== undefined) return others.length > 0 ? "mixed" : modes[type];
  if (configured?.auth === undefined && isBedrock(provider)) return "aws-sdk";
  const env = envKey(world, provider);
  if (env !== undefined) return envMode(env);
  const key = configKey(world.config, provider);
  return key !== undefined && isUsable(world, key) ? "api-key" : "unknown";
}

const modes: Readonly<Record<CredentialType, AuthMode>> = {
  api_key: "api-key",
  oauth: "oauth",
  token: "token",
};

/** A key never goes to another provider than its own, whoever asks for it. */
async function pinned(
  world: ChoiceWorld,
  provider: string,
  profileId: string,
  sources: ChoiceSources,
): Promise<Result<ChosenCredential, NoCredential>> {
  const refuse = (because: NoRequestKey) =>
    failure({ code: "no_credential_in_profile" as const, profileId, because });
  const credential = world.store.profiles.get(profileId);
  if (credential === undefined) return refuse({ code: "profile_missing" });
  if (!sharesCredentials(credential.provider, provider)) return refuse({ code: "provider_mismatch" });
  const found = await sources.profile(profileId);
  return found.ok ? success(profileChoice(world, profileId, found.value)) : refuse(found.failure);
}

function orderQuery({ config, store }: ChoiceWorld, { provider, now, preferredProfile }: ChoiceQuery) {
  return {
    config,
    store,
    provider,
    now,
    ...(preferredProfile === undefined ? {} : { preferred: preferredProfile }),
  };
}

function profileChoice(world: ChoiceWorld, profileId: string, { secret }: RequestKey): ChosenCredential {
  const mode = modes[world.store.profiles.get(profileId)?.type ?? "api_key"];
  const isOfWorkspace = isProfileOfWorkspace(world, profileId);
  return { kind: "secret", secret, source: `profile:${profileId}`, mode, profileId, isOfWorkspace };
}

function envChoice(key: EnvKey | undefined): Choice {
  if (key === undefined) return undefined;
  const { source } = key;
  const mode = envMode(key);
  return key.kind === "marker"
    ? { kind: "marker", marker: key.marker, source, mode }
    : { kind: "secret", secret: key.secret, source, mode, isOfWorkspace: key.isOfWorkspace };
}

function envMode(key: EnvKey): AuthMode {
  return isOAuthEnvKey(key) ? "oauth" : "api-key";
}

/** The configured key, where it can be sent. A ref that does not resolve gives none. Spec: secrets 8.2 step 6. */
async function configChoice(
  world: ChoiceWorld,
  key: ConfigKey | undefined,
  sources: Pick<ChoiceSources, "ref">,
): Promise<Choice> {
  switch (key?.kind) {
    case "ref": {
      const resolved = await sources.ref(key.ref);
      const isOfWorkspace = isRefOfWorkspace(world, key.ref);
      return resolved.ok ? configSecret(resolved.value, "models.json", isOfWorkspace) : undefined;
    }
    case "plaintext":
      return configSecret(new Secret(key.text), "models.json", false);
    case "variable": {
      const source = `${variableLabel(world, key.name)} (models.json marker)`;
      const value = envValue(world, key.name);
      return value === ""
        ? undefined
        : configSecret(new Secret(value), source, isVariableOfWorkspace(world, key.name));
    }
    case "marker":
    case undefined:
      return undefined;
  }
}

function configSecret(secret: Secret, source: string, isOfWorkspace: boolean): ChosenCredential {
  return { kind: "secret", secret, source, mode: "api-key", isOfWorkspace };
}

/** Whether a configured key can be sent; of a ref it is believed. */
function isUsable(world: ChoiceWorld, key: ConfigKey): boolean {
  switch (key.kind) {
    case "ref":
    case "plaintext":
      return true;
    case "variable":
      return envValue(world, key.name) !== "";
    case "marker":
      return false;
  }
}

function localChoice({ config }: ChoiceWorld, provider: string): Choice {
  const marker = localKey(config, provider);
  const source = `models.providers.${provider} (synthetic local key)`;
  return marker === undefined ? undefined : { kind: "marker", marker, source, mode: "api-key" };
}

function isBedrock(provider: string): boolean {
  return normalizeProviderId(provider) === "amazon-bedrock";
}

/** Spec: secrets 8.2, "AWS source labels". */
function awsChain(world: ChoiceWorld): ChosenCredential {
  const name = awsVariable(world);
  if (name === undefined) return { kind: "aws_chain", source: "aws-sdk default chain" };
  const pair = name === "AWS_ACCESS_KEY_ID" ? " + AWS_SECRET_ACCESS_KEY" : "";
  return { kind: "aws_chain", source: variableLabel(world, name) + pair };
}
