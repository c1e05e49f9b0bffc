import { type OAuthRefViolation, oauthRefViolations } from "../../../src/engine/credentials/oauthGuard.ts";
import { ObservedError } from "../area.ts";
import type { Fields } from "../encoding.ts";
import { configOf, optionalText, storeOf, textOf } from "../worlds.ts";

const reasons = {
  credential_type:
    'SecretRef is not allowed for type="oauth" auth profiles (OAuth credentials are runtime-mutable).',
  configured_mode:
    'SecretRef is not allowed when auth.profiles.{id}.mode is "oauth" (OAuth credentials are runtime-mutable).',
} as const;

export function oauthPolicy({ store, cfg, profileIds, context }: Fields): unknown {
  const config = configOf(cfg);
  const wanted = Array.isArray(profileIds) ? new Set(profileIds.map(textOf)) : undefined;
  const violations = [...storeOf(store).profiles]
    .filter(([id]) => wanted === undefined || wanted.has(id))
    .flatMap(([id, credential]) => oauthRefViolations(id, credential, config));
  if (violations.length > 0) throw oauthPolicyError(optionalText(context) ?? "auth-profiles", violations);
  return "ok";
}

/** The observed program's words for refs in OAuth credentials. */
export function oauthPolicyError(context: string, violations: readonly OAuthRefViolation[]): ObservedError {
  const lines = violations.map(
    ({ profileId, field, because }) =>
      `- profiles.${profileId}.${field}: ${reasons[because].replace("{id}", profileId)}`,
  );
  const heading = `${context} policy validation failed: OAuth + SecretRef is not supported.`;
  return new ObservedError([heading, ...lines].join("\n"));
}
