import { isCredentialType } from "../credentials/credential.ts";
import { normalizeAgentId } from "./agents.ts";
import type {
  AuthConfig,
  ConfiguredAgent,
  ConfiguredModelProvider,
  ConfiguredProfile,
  ModelChoices,
} from "./authConfig.ts";
import { readCooldownSettings } from "./cooldownSettings.ts";
import { isObject } from "./members.ts";
import { isDangerousName, isPortableName } from "./variableNames.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The parts of openclaw.json we act on. Parts of a wrong type count as absent: OpenClaw itself refuses the whole file then,
 * which its own commands say; credentials stay visible here meanwhile. Spec: stores 4.
 * @param value the parsed file, after `${NAME}` substitution
 */
export function readConfig(value: unknown): AuthConfig {
  const root = fields(value);
  const auth = fields(root["auth"]);
  const agents = fields(root["agents"]);
  const secrets = fields(root["secrets"]);
  const env = fields(root["env"]);
  return {
    profiles: collect(auth["profiles"], readProfile),
    order: collect(auth["order"], readIdList),
    cooldowns: readCooldownSettings(auth["cooldowns"]),
    modelProviders: collect(fields(root["models"])["providers"], readModelProvider),
    models: readModelChoices(fields(agents["defaults"])),
    agents: list(agents["list"]).flatMap(readAgent),
    secretDefaults: definedStrings(fields(secrets["defaults"]), ["env", "file", "exec"]),
    secretProviders: collect(secrets["providers"], readSecretProvider),
    secretResolution: fields(secrets["resolution"]),
    shellEnvEnabled: fields(env["shellEnv"])["enabled"] === true,
    ...readShellTimeout(fields(env["shellEnv"])),
    env: readEnvBlock(env),
  };
}

function readProfile(value: unknown): ConfiguredProfile | undefined {
  if (!isObject(value)) return undefined;
  const { provider, mode } = value;
  if (typeof provider !== "string" || !isCredentialType(mode)) return undefined;
  return {
    provider,
    mode,
    ...definedStrings(value, ["email", "displayName"]),
  };
}

function readIdList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : undefined;
}

function readModelProvider(value: unknown): ConfiguredModelProvider | undefined {
  if (!isObject(value)) return undefined;
  return {
    ...definedStrings(value, ["baseUrl", "auth", "api"]),
    ...(value["apiKey"] === undefined ? {} : { apiKey: value["apiKey"] }),
    modelIds: list(value["models"]).flatMap((model) => definedString(fields(model)["id"])),
  };
}

function readSecretProvider(value: unknown): { source: string; [field: string]: unknown } | undefined {
  if (!isObject(value) || typeof value["source"] !== "string") return undefined;
  return { ...value, source: value["source"] };
}

function readModelChoices(defaults: Fields): ModelChoices {
  const text = readModelChain(defaults["model"]);
  const image = readModelChain(defaults["imageModel"]);
  return {
    ...(text.primary === undefined ? {} : { primary: text.primary }),
    fallbacks: text.fallbacks ?? [],
    ...(image.primary === undefined ? {} : { imagePrimary: image.primary }),
    imageFallbacks: image.fallbacks ?? [],
    allowed: collect(defaults["models"], (model) => definedStrings(fields(model), ["alias"])),
    cliBackends: Object.keys(fields(defaults["cliBackends"])),
  };
}

function readModelChain(value: unknown): { primary?: string; fallbacks?: readonly string[] } {
  if (typeof value === "string") return { primary: value };
  const chain = fields(value);
  const fallbacks = readIdList(chain["fallbacks"]);
  return { ...definedStrings(chain, ["primary"]), ...(fallbacks === undefined ? {} : { fallbacks }) };
}

function readAgent(value: unknown): readonly ConfiguredAgent[] {
  if (!isObject(value)) return [];
  return [
    {
      id: normalizeAgentId(typeof value["id"] === "string" ? value["id"] : ""),
      isDefault: Boolean(value["default"]),
      ...definedStrings(value, ["agentDir"]),
      ...readModelChain(value["model"]),
    },
  ];
}

function readShellTimeout({ timeoutMs }: Fields): { shellEnvTimeoutMs?: number } {
  return Number.isInteger(timeoutMs) && Number(timeoutMs) >= 0
    ? { shellEnvTimeoutMs: Number(timeoutMs) }
    : {};
}

/**
 * Names set directly in `env` beat those in `env.vars`; a text with `${` in it is left out, and so is a name that a file
 * must not set. Spec: secrets 6.1, 6.2.
 */
function readEnvBlock(env: Fields): Readonly<Record<string, string>> {
  const named = { ...fields(env["vars"]), ...env };
  const plain = Object.entries(named).filter(
    (entry): entry is [string, string] =>
      entry[0] !== "vars" &&
      entry[0] !== "shellEnv" &&
      typeof entry[1] === "string" &&
      !entry[1].includes("${") &&
      isPortableName(entry[0]) &&
      !isDangerousName(entry[0]),
  );
  return Object.fromEntries(plain);
}

function collect<T>(section: unknown, read: (value: unknown) => T | undefined): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [key, value] of Object.entries(fields(section))) {
    const item = read(value);
    if (item !== undefined) found.set(key, item);
  }
  return found;
}

function definedStrings<K extends string>(from: Fields, names: readonly K[]): { [name in K]?: string } {
  const found: { [name in K]?: string } = {};
  for (const name of names) if (typeof from[name] === "string") found[name] = from[name];
  return found;
}

function definedString(value: unknown): readonly string[] {
  return typeof value === "string" ? [value] : [];
}

function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
