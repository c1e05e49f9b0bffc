import type { NetworkCode } from "../ports.ts";
import type { Unresolved } from "../secrets/resolve.ts";

/** The status buckets of a probe, as `models status --probe` spells them. Spec: secrets 11.5. */
export const probeStatuses = [
  "ok",
  "auth",
  "rate_limit",
  "billing",
  "timeout",
  "format",
  "unknown",
  "no_model",
] as const;
export type ProbeStatus = (typeof probeStatuses)[number];

/** Why a request to a provider failed, in the words the cooldowns understand. Spec: secrets 10. */
export const failureReasons = [
  "auth",
  "auth_permanent",
  "format",
  "rate_limit",
  "overloaded",
  "billing",
  "timeout",
  "model_not_found",
  "session_expired",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** What only a probe can see: the way to the provider, and answers that are none. */
export type AnswerReason =
  | "redirected"
  | "tls_error"
  | "unexpected_response"
  | "region_blocked"
  /** The key is known, but may not ask for the free check; a completion can tell more. */
  | "check_forbidden"
  | "context_overflow"
  | `network_${Exclude<NetworkCode, "tls">}`;

/** Why nothing was sent. */
export type UnsentReason =
  | "blocked_url"
  /** The configuration leads to a host that is not the provider's own, and the person has not agreed to it. */
  | "new_host"
  /** Others of this probe got no answer from the host, so it was not asked again. */
  | "host_silent"
  | "unsupported_api"
  /** The secret holds characters that no header may hold. */
  | "invalid_secret";

/** Finer than the status; absent when the status says all. */
export type ProbeReason = FailureReason | AnswerReason | UnsentReason;

/** Why a credential was not tried, in OpenClaw's codes. Spec: secrets 11.3. */
export type ProbeReasonCode =
  | "excluded_by_auth_order"
  | "missing_credential"
  | "expired"
  | "invalid_expires"
  | "unresolved_ref"
  | "ineligible_profile"
  | "no_model";

/** `check` is free; `completion` asks a model for a few tokens. Product decision 7. */
export type ProbeKind = "check" | "completion";

export type ProbeSource = "profile" | "env" | "models.json";
export type ProbeMode = "api_key" | "token" | "oauth";

/** Hosts with their port where it is not the scheme's own, as the address says them (punycode). */
export interface HostChange {
  /** The provider's own. */
  readonly from: string;
  readonly to: string;
}

/** Why a target has no secret to be tried with. */
export interface NoSecret {
  readonly reasonCode: ProbeReasonCode;
  /** What is known of it; it holds nothing of the secret. */
  readonly unresolved?: Unresolved;
}

/** One line of a probe's report. It never holds a secret. */
export interface ProbeRow {
  readonly provider: string;
  /** `provider/model`. */
  readonly model?: string;
  readonly profileId?: string;
  readonly label: string;
  readonly source: ProbeSource;
  readonly mode: ProbeMode;
  readonly status: ProbeStatus;
  readonly reason?: ProbeReason;
  /** Only on rows decided without a request. */
  readonly reasonCode?: ProbeReasonCode;
  /** Why the secret could not be had, with reason code `unresolved_ref`. */
  readonly unresolved?: Unresolved;
  /** Which fault of the address, with reason `blocked_url`. */
  readonly urlFault?: string;
  /** With reason `new_host`. */
  readonly newHost?: HostChange;
  /** Which request was made. */
  readonly check?: ProbeKind;
  readonly latencyMs?: number;
  readonly retryAfterMs?: number;
  readonly httpStatus?: number;
  /** The provider's own words: one line, at most 200 characters, free of the secret and of control characters. */
  readonly message?: string;
}
