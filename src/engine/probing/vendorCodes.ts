import type { AnswerReason, FailureReason } from "./probeResult.ts";

/**
 * Machine-readable words of vendors' error bodies (`type`, `code`, `status`, Google's `reason`) that decide alone,
 * lower case. General ones (`invalid_request_error`, `permission_denied`, `not_found_error`) are left to the status.
 * Product decision 9: structured bodies before text.
 */
export const vendorCodes: Readonly<
  Record<string, FailureReason | Extract<AnswerReason, "region_blocked" | "context_overflow">>
> = {
  invalid_api_key: "auth",
  incorrect_api_key_error: "auth",
  invalid_authentication_error: "auth",
  invalid_authentication: "auth",
  authentication_error: "auth",
  unauthenticated: "auth",
  unauthorized: "auth",
  api_key_invalid: "auth",
  api_key_expired: "auth",
  api_key_service_blocked: "auth",
  api_key_http_referrer_blocked: "auth",
  api_key_ip_address_blocked: "auth",
  invalid_token: "auth",
  token_expired: "auth",
  unrecognizedclientexception: "auth",
  accessdeniedexception: "auth",
  credentialsprovidererror: "auth",
  account_deactivated: "auth_permanent",
  api_key_revoked: "auth_permanent",
  consumer_suspended: "auth_permanent",
  insufficient_quota: "billing",
  insufficient_balance: "billing",
  insufficient_credits: "billing",
  exceeded_current_quota_error: "billing",
  billing_error: "billing",
  billing_not_active: "billing",
  billing_hard_limit_reached: "billing",
  payment_required: "billing",
  rate_limit_error: "rate_limit",
  rate_limit_exceeded: "rate_limit",
  rate_limit_reached_error: "rate_limit",
  too_many_requests: "rate_limit",
  resource_exhausted: "rate_limit",
  throttlingexception: "rate_limit",
  overloaded_error: "overloaded",
  engine_overloaded_error: "overloaded",
  modelnotreadyexception: "overloaded",
  timeout_error: "timeout",
  deadline_exceeded: "timeout",
  model_not_found: "model_not_found",
  model_not_available: "model_not_found",
  context_length_exceeded: "context_overflow",
  request_too_large: "context_overflow",
  unsupported_country_region_territory: "region_blocked",
  location_unsupported: "region_blocked",
};

type SentenceReason = Extract<
  FailureReason,
  "auth" | "auth_permanent" | "model_not_found" | "rate_limit" | "timeout"
>;

/**
 * Sentences that the general table does not know or reads too loosely, lower case: vendors' own, those that the
 * reference's provider plugins would know if they loaded, and TLS trouble, which says nothing of a key. Spec: secrets
 * 10.5, 10.8.
 */
const vendorSentences: readonly (readonly [string, SentenceReason])[] = [
  ["api key not valid", "auth"],
  ["api key expired", "auth"],
  ["invalid x-api-key", "auth"],
  ["invalid bearer token", "auth"],
  ["user not found.", "auth"],
  ["unrecognizedclientexception", "auth"],
  ["accessdeniedexception", "auth"],
  ["credentialsprovidererror", "auth"],
  ["reported as leaked", "auth_permanent"],
  ["organization has been disabled", "auth_permanent"],
  ["account has been disabled", "auth_permanent"],
  ["is not a valid model id", "model_not_found"],
  ["concurrency limit breached", "rate_limit"],
  ["certificate has expired", "timeout"],
  ["self signed certificate", "timeout"],
  ["self-signed certificate", "timeout"],
];

/** What a sentence known by heart says; asked before the general table. Product decision 9. */
export function sentenceReason(message: string): SentenceReason | undefined {
  const text = message.toLowerCase();
  return vendorSentences.find(([sentence]) => text.includes(sentence))?.[1];
}
