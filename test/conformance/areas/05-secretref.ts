import { cleanSecret } from "../../../src/engine/acquisition/paste.ts";
import { pointerSegment } from "../../../src/engine/secrets/jsonPointer.ts";
import { defaultSecretAlias } from "../../../src/engine/secrets/secretAlias.ts";
import {
  coerceSecretRef,
  isFilled,
  isSecretRef,
  type SecretRef,
  type SecretSource,
  secretSources,
} from "../../../src/engine/secrets/secretRef.ts";
import {
  checkExecId,
  isValidEnvId,
  isValidFileId,
  isValidSecretAlias,
  secretRefFlaws,
} from "../../../src/engine/secrets/secretRefId.ts";
import { secretProviderSchema, secretsConfigSchema } from "../../../src/engine/secrets/secretsSchema.ts";
import { readConfig } from "../../../src/engine/stores/configFile.ts";
import type { Area, DeviationRule } from "../area.ts";
import { type Fields, fieldsOf, isSame } from "../encoding.ts";
import { crashOnIllTypedInput, keychainIsASource } from "../rules.ts";
import { oauthPolicy } from "../secretRefs/oauthPolicy.ts";
import {
  inheritedIdsAreNotAnswered,
  jsonPointer,
  keyOfProfile,
  parserWordsAreNotKept,
  refWinsAndMustResolve,
  relativeCommandIsNotRun,
  resolveMany,
  resolveOne,
  resolveOneValue,
} from "../secretRefs/resolving.ts";
import { schemaVerdict } from "../secretRefs/schema.ts";
import { optionalText, textOf } from "../worlds.ts";

function secretInputRef({ value, refValue, defaults }: Fields): unknown {
  const explicitRef = coerceSecretRef(refValue, fieldsOf(defaults)) ?? null;
  const inlineRef = explicitRef === null ? (coerceSecretRef(value, fieldsOf(defaults)) ?? null) : null;
  return { explicitRef, inlineRef, ref: explicitRef ?? inlineRef };
}

/** The config schema knows no keychain (decision 1), so it is stricter than a ref is to us. */
function isConfigRef(value: unknown): value is SecretRef {
  return isSecretRef(value) && value.source !== "vscode";
}

/** The schema's words; where a value is no ref at all the engine does not say what is wrong with it. */
function schemaAnswer(value: unknown): unknown {
  const { source, provider, id } = fieldsOf(value);
  const known = secretSources.find((candidate) => candidate === source);
  if (known === undefined || known === "vscode" || Object.keys(fieldsOf(value)).length !== 3) {
    return { ok: false };
  }
  const flaws = secretRefFlaws({ source: known, provider: textOf(provider), id: textOf(id) });
  const messages = flaws.map((flaw) => schemaMessages[flaw === "id" ? known : flaw]);
  return flaws.length === 0 ? { ok: true } : { ok: false, paths: flaws, messages };
}

type ConfigSource = Exclude<SecretSource, "vscode">;

const schemaMessages: Readonly<Record<ConfigSource | "provider", string>> = {
  provider: 'Secret reference provider must match /^[a-z][a-z0-9_-]{0,63}$/ (example: "default").',
  env: 'Env secret reference id must match /^[A-Z][A-Z0-9_]{0,127}$/ (example: "OPENAI_API_KEY").',
  file: 'File secret reference id must be an absolute JSON pointer (example: "/providers/openai/apiKey"), or "value" for singleValue mode.',
  exec: 'Exec secret reference id must match /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$/ and must not include "." or ".." path segments (example: "vault/openai/api-key").',
};

const shapeNotExplained: DeviationRule = {
  name: "shape-of-no-ref-is-not-explained",
  reason:
    "Ours says that a value is no ref; the words for why (zod's) belong to the reference's config schema.",
  covers: ({ fn, expected }, actual) =>
    fn === "SecretRefSchema.safeParse" && fieldsOf(expected)["ok"] === false && isSame(actual, { ok: false }),
};

function defaultAlias({ config, source, options }: Fields): unknown {
  const known = (["env", "file", "exec"] as const).find((one) => one === source);
  if (known === undefined) return undefined;
  return defaultSecretAlias(
    readConfig(config),
    known,
    fieldsOf(options)["preferFirstProviderForSource"] === true,
  );
}

export const secretRefArea: Area = {
  file: "05-secretref",
  functions: {
    isValidEnvSecretRefId: ({ value }) => isValidEnvId(textOf(value)),
    isValidSecretProviderAlias: ({ value }) => isValidSecretAlias(textOf(value)),
    isValidFileSecretRefId: ({ value }) => isValidFileId(textOf(value)),
    "FILE_SECRET_REF_ID_PATTERN.test": ({ value }) => isValidFileId(textOf(value)),
    validateExecSecretRefId: ({ value }) => checkExecId(textOf(value)),
    isValidExecSecretRefId: ({ value }) => checkExecId(textOf(value)).ok,
    EXEC_SECRET_REF_ID_JSON_SCHEMA_PATTERN: ({ value }) => checkExecId(textOf(value)).ok,
    coerceSecretRef: ({ value, defaults }) => coerceSecretRef(value, fieldsOf(defaults)) ?? null,
    parseEnvTemplateSecretRef: ({ value, provider }) =>
      (typeof value === "string" && coerceSecretRef(value, { env: optionalText(provider) ?? "default" })) ||
      null,
    isSecretRef: ({ value }) => isSecretRef(value),
    hasConfiguredSecretInput: ({ value, defaults }) =>
      isFilled(value) || coerceSecretRef(value, fieldsOf(defaults)) !== undefined,
    normalizeSecretInputString: ({ value }) => textOf(value).trim() || undefined,
    normalizeSecretInput: ({ value }) => cleanSecret(textOf(value)),
    resolveSecretInputRef: secretInputRef,
    "SecretRefSchema.safeParse": ({ value }) => schemaAnswer(value),
    "SecretInputSchema.safeParse": ({ value }) => ({
      ok: typeof value === "string" || (isConfigRef(value) && secretRefFlaws(value).length === 0),
    }),
    assertNoOAuthSecretRefPolicyViolations: oauthPolicy,
    resolveDefaultSecretProviderAlias: defaultAlias,
    "SecretProviderSchema.safeParse": ({ value }) => schemaVerdict(secretProviderSchema, value),
    "SecretsConfigSchema.safeParse": ({ value }) => schemaVerdict(secretsConfigSchema, value),
    readJsonPointer: jsonPointer,
    encodeJsonPointerToken: ({ token }) => pointerSegment(textOf(token)),
    resolveSecretRefString: resolveOne,
    resolveSecretRefValue: resolveOneValue,
    resolveSecretRefValues: resolveMany,
    resolveApiKeyForProfile: keyOfProfile,
  },
  rules: [
    crashOnIllTypedInput,
    keychainIsASource,
    shapeNotExplained,
    inheritedIdsAreNotAnswered,
    relativeCommandIsNotRun,
    refWinsAndMustResolve,
    parserWordsAreNotKept,
  ],
};
