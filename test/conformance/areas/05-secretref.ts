import { cleanSecret } from "../../../src/engine/acquisition/paste.ts";
import { oauthRefViolations } from "../../../src/engine/credentials/oauthGuard.ts";
import { coerceSecretRef, isFilled, isSecretRef } from "../../../src/engine/secrets/secretRef.ts";
import {
  checkExecId,
  isValidEnvId,
  isValidFileId,
  isValidSecretAlias,
} from "../../../src/engine/secrets/secretRefId.ts";
import { type Area, ObservedError } from "../area.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import { crashOnIllTypedInput, keychainIsASource } from "../rules.ts";
import { configOf, optionalText, storeOf, textOf } from "../worlds.ts";

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
    assertNoOAuthSecretRefPolicyViolations: oauthPolicy,
  },
  rules: [crashOnIllTypedInput, keychainIsASource],
};

function secretInputRef({ value, refValue, defaults }: Fields): unknown {
  const explicitRef = coerceSecretRef(refValue, fieldsOf(defaults)) ?? null;
  const inlineRef = explicitRef === null ? (coerceSecretRef(value, fieldsOf(defaults)) ?? null) : null;
  return { explicitRef, inlineRef, ref: explicitRef ?? inlineRef };
}

const reasons = {
  credential_type:
    'SecretRef is not allowed for type="oauth" auth profiles (OAuth credentials are runtime-mutable).',
  configured_mode:
    'SecretRef is not allowed when auth.profiles.{id}.mode is "oauth" (OAuth credentials are runtime-mutable).',
} as const;

function oauthPolicy({ store, cfg, profileIds, context }: Fields): unknown {
  const config = configOf(cfg);
  const wanted = Array.isArray(profileIds) ? new Set(profileIds.map(textOf)) : undefined;
  const violations = [...storeOf(store).profiles]
    .filter(([id]) => wanted === undefined || wanted.has(id))
    .flatMap(([id, credential]) => oauthRefViolations(id, credential, config));
  if (violations.length > 0) {
    const lines = violations.map(
      ({ profileId, field, because }) =>
        `- profiles.${profileId}.${field}: ${reasons[because].replace("{id}", profileId)}`,
    );
    const heading = `${optionalText(context) ?? "auth-profiles"} policy validation failed: OAuth + SecretRef is not supported.`;
    throw new ObservedError([heading, ...lines].join("\n"));
  }
  return "ok";
}
