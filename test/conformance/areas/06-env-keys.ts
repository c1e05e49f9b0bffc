import {
  knownAuthEnvNames,
  secretEnvNames,
  setupEnvNamesOf,
} from "../../../src/engine/providers/catalogue.ts";
import {
  isEnvNameMarker,
  isForeignKeyMarker,
  isHeaderMarker,
} from "../../../src/engine/providers/keyMarkers.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { configKey } from "../../../src/engine/selection/configKey.ts";
import { envKey, envValue, variableLabel } from "../../../src/engine/selection/envKey.ts";
import { collectKeys, parseKeyList } from "../../../src/engine/selection/keyList.ts";
import {
  errorText,
  isRateLimit,
  isRateLimitText,
  rotateKeys,
} from "../../../src/engine/selection/keyRotation.ts";
import { hasGoogleCredentials } from "../../../src/engine/stores/googleCredentials.ts";
import { processView } from "../../../src/engine/stores/variableLayers.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { MemoryEnvironment } from "../../support/memoryPorts.ts";
import { type Area, type DeviationRule, ObservedError } from "../area.ts";
import { type Fields, fieldsOf, isSame } from "../encoding.ts";
import { crashOnIllTypedInput } from "../rules.ts";
import { configOf, textOf } from "../worlds.ts";

/** The world of a case: its variables, and Google's credentials where they name a file of the system. */
export async function keyWorld({ env }: Fields) {
  const variables = Object.fromEntries(
    Object.entries(fieldsOf(env)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const files = { exists: async (path: string) => path.startsWith("/etc/") };
  return {
    ...processView(variables),
    hasGoogleCredentials: await hasGoogleCredentials(new MemoryEnvironment(), files, variables),
  };
}

async function resolveEnvApiKey(input: Fields): Promise<unknown> {
  const key = envKey(await keyWorld(input), textOf(input["provider"]));
  if (key === undefined) return null;
  return { apiKey: key.kind === "secret" ? key.secret.reveal() : key.marker, source: key.source };
}

async function resolveUsableCustomProviderApiKey(input: Fields): Promise<unknown> {
  const world = await keyWorld(input);
  const key = configKey(configOf(input["cfg"]), textOf(input["provider"]));
  switch (key?.kind) {
    case "plaintext":
      return { apiKey: key.text, source: "models.json" };
    case "variable": {
      const apiKey = envValue(world, key.name);
      const source = `${variableLabel(world, key.name)} (models.json marker)`;
      return apiKey === "" ? null : { apiKey, source };
    }
    // A ref gives its key to whoever follows it; the observed function is asked before.
    case "ref":
    case "marker":
    case undefined:
      return null;
  }
}

async function keysOf(input: Fields): Promise<readonly string[]> {
  const { variables } = await keyWorld(input);
  const primary = new Secret(textOf(input["primaryApiKey"]));
  return collectKeys(variables, textOf(input["provider"]), primary).map((key) => key.reveal());
}

function isNonSecretApiKeyMarker({ value, opts }: Fields): boolean {
  const text = textOf(value);
  const withNames = fieldsOf(opts)["includeEnvVarName"] !== false;
  return isForeignKeyMarker(text) || (withNames && isEnvNameMarker(text));
}

/** Plays a recorded script: what call i does, by the key it is made with. */
async function executeWithApiKeyRotation(input: Fields): Promise<unknown> {
  const { provider, apiKeys, script, shouldRetry } = input;
  const steps = (Array.isArray(script) ? script : []).map(fieldsOf);
  const calls: string[] = [];
  const retries: Fields[] = [];
  const given = (Array.isArray(apiKeys) ? apiKeys : []).map((key) => textOf(key).trim());
  const keys = [...new Set(given)].filter((key) => key !== "").map((key) => new Secret(key));
  const outcome = await rotateKeys(
    keys,
    async (secret) => {
      const step = steps[calls.length] ?? {};
      calls.push(secret.reveal());
      if ("error" in step)
        throw Object.assign(new Error(textOf(step["error"])), causeOf(step), statusOf(step));
      if ("throws" in step) throw step["throws"] === "undefined" ? undefined : step["throws"];
      return step["ok"];
    },
    {
      digest: nodeDigest,
      signal: new AbortController().signal,
      mayRetry: (error, attempt) => {
        if (shouldRetry === "never") return false;
        return typeof shouldRetry === "number" ? attempt < shouldRetry : isRateLimit(error);
      },
      onRetry: ({ attempt, error }) =>
        retries.push({ apiKey: calls.at(-1), attempt, message: errorText(error) }),
    },
  );
  switch (outcome.kind) {
    case "done":
      return { calls, retries, result: outcome.value };
    case "failed":
      return { calls, retries, result: thrown(outcome.error, textOf(provider)) };
    case "no_keys":
      return {
        calls,
        retries,
        result: thrown(new Error(`No API keys configured for provider "${textOf(provider)}".`), ""),
      };
    case "cancelled":
      throw new ObservedError("cancelled");
  }
}

function causeOf({ cause }: Fields): { cause?: unknown } {
  return cause === undefined ? {} : { cause: new Error(textOf(cause)) };
}

function statusOf({ status }: Fields): { status?: unknown } {
  return status === undefined ? {} : { status };
}

/** The observed program has a sentence for an error that is nothing at all. */
function thrown(error: unknown, provider: string): unknown {
  if (error === undefined) return new ObservedError(`Failed to run API request for ${provider}.`).toVector();
  return error instanceof Error
    ? { $throws: { name: error.name, message: error.message } }
    : { $throws: error };
}

const documentedTexts = [
  /too many concurrent requests/i,
  /throttlingexception/i,
  /concurrency limit reached/i,
  /workers_ai.*quota limit exceeded/is,
  /\bquota\b/i,
] as const;

/** Product decision 8. */
const rotatesOnDocumentedTexts: DeviationRule = {
  name: "rotates-on-documented-texts",
  reason:
    "Decision 8: keys rotate on the documented rate-limit texts too, not only on the eight of the observed program.",
  covers: ({ fn, input, expected }, actual) => {
    const says = (text: unknown): boolean => documentedTexts.some((one) => one.test(String(text)));
    if (fn === "isApiKeyRateLimitError")
      return expected === false && actual === true && says(input["message"]);
    const script = (Array.isArray(input["script"]) ? input["script"] : []).map(fieldsOf);
    const observed = fieldsOf(expected)["calls"];
    const ours = fieldsOf(actual)["calls"];
    if (fn !== "executeWithApiKeyRotation" || !Array.isArray(observed) || !Array.isArray(ours)) return false;
    const stoppedAt = fieldsOf(script[observed.length - 1]);
    const isOnward = ours.length > observed.length && isSame(ours.slice(0, observed.length), observed);
    return isOnward && says([stoppedAt["error"], stoppedAt["throws"], stoppedAt["cause"]].join(" | "));
  },
};

/** Product decision 8. */
const listsForEveryProvider: DeviationRule = {
  name: "key-lists-for-every-provider",
  reason:
    "Decision 8: <PROVIDER>_API_KEYS counts for every provider, behind the list the observed program reads.",
  covers: ({ fn, input, expected }, actual) => {
    const id = textOf(input["provider"]).trim().toUpperCase().replaceAll("-", "_");
    const listed = parseKeyList(textOf(fieldsOf(input["env"])[`${id}_API_KEYS`]));
    if (!fn.startsWith("collectProviderApiKeys") || !Array.isArray(expected) || !Array.isArray(actual))
      return false;
    const isSameAt = (at: number): boolean =>
      isSame([...new Set([...expected.slice(0, at), ...listed, ...expected])], actual);
    return listed.length > 0 && [...expected.keys(), expected.length].some(isSameAt);
  },
};

/** Product decision 2. */
const templateIsARef: DeviationRule = {
  name: "template-is-a-ref",
  reason: "Decision 2: a ${NAME} text is a ref, and never a key itself.",
  covers: ({ fn, expected }, actual) =>
    fn === "resolveUsableCustomProviderApiKey" &&
    /^\s*\$\{[A-Z][A-Z0-9_]*\}\s*$/.test(textOf(fieldsOf(expected)["apiKey"])) &&
    actual === null,
};

const namesAreASet: DeviationRule = {
  name: "names-in-our-order",
  reason: "The names of all keys are a set: ours come in the order of our catalogue.",
  covers: ({ fn, expected }, actual) =>
    fn.startsWith("listKnown") &&
    Array.isArray(expected) &&
    Array.isArray(actual) &&
    isSame(expected.map(String).toSorted(), actual.map(String).toSorted()),
};

export const envKeysArea: Area = {
  file: "06-env-keys",
  functions: {
    listKnownProviderAuthEnvVarNames: () => knownAuthEnvNames(),
    listKnownSecretEnvVarNames: () => secretEnvNames(),
    getProviderEnvVars: ({ provider }) => setupEnvNamesOf(textOf(provider)),
    resolveEnvApiKey,
    resolveUsableCustomProviderApiKey,
    collectProviderApiKeys: keysOf,
    collectProviderApiKeysForExecution: keysOf,
    parseKeyList: ({ raw }) => parseKeyList(textOf(raw)),
    isApiKeyRateLimitError: ({ message }) => isRateLimitText(textOf(message)),
    executeWithApiKeyRotation,
    isNonSecretApiKeyMarker,
    isKnownEnvApiKeyMarker: ({ value }) => isEnvNameMarker(textOf(value)),
    isSecretRefHeaderValueMarker: ({ value }) => isHeaderMarker(textOf(value)),
  },
  rules: [
    crashOnIllTypedInput,
    rotatesOnDocumentedTexts,
    listsForEveryProvider,
    templateIsARef,
    namesAreASet,
  ],
};
