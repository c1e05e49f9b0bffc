/**
 * What failure messages look like, as data. Every text is lower case and is looked for anywhere in the lower-cased
 * message. Patterns are linear: no nested repetition, no two open `.*` (security 0.4). Spec: secrets 10.4 to 10.7.
 */

/**
 * True when any text occurs, any group of texts or of patterns occurs together, or any pattern matches.
 * `inLine`: the second somewhere behind the first in the same line.
 */
export interface TextTest {
  readonly any?: readonly string[];
  readonly inLine?: readonly (readonly [first: RegExp, behind: RegExp])[];
  readonly together?: readonly (readonly string[])[];
  readonly patterns?: readonly RegExp[];
  readonly patternsTogether?: readonly (readonly RegExp[])[];
}

export const imageSize: TextTest = {
  any: ["image dimensions exceed max allowed size"],
  together: [["image exceeds", "mb"]],
};

export const sessionExpired: TextTest = {
  any: [
    "session not found",
    "session does not exist",
    "session expired",
    "session invalid",
    "conversation not found",
    "conversation does not exist",
    "conversation expired",
    "conversation invalid",
    "no such session",
    "invalid session",
    "session id not found",
    "conversation id not found",
  ],
};

export const modelNotFound: TextTest = {
  any: ["unknown model", "model not found", "model_not_found", "not_found_error"],
  together: [["does not exist", "model"]],
  patternsTogether: [[/\b404\b/, /not[-_ ]?found/]],
};

/** `models/gemini-9 is not found`: the name stands in one word with the folder, right before the phrase. */
export const missingModelPath = { folder: "models/", phrase: " is not found" } as const;

/** `invalid model` names a missing model unless it is about the form of the reference. */
export const invalidModel = { phrase: "invalid model", unless: "invalid model reference" } as const;

/** Words after which a message is never about the context window. */
export const notContextOverflow: TextTest = {
  any: ["tokens per minute", "reasoning is mandatory", "reasoning is required", "requires reasoning"],
  patterns: [/\btpm\b/],
  inLine: [[/reasoning/, /cannot be disabled/]],
};

export const contextOverflow: TextTest = {
  any: [
    "request_too_large",
    "context length exceeded",
    "maximum context length",
    "request exceeds the maximum size",
    "prompt is too long",
    "prompt too long",
    "exceeds model context window",
    "model token limit",
    "context overflow:",
    "exceed context limit",
    "exceeds the model's maximum context",
    "context_window_exceeded",
    "上下文过长",
    "上下文超出",
    "上下文长度超",
    "超出最大上下文",
    "请压缩上下文",
  ],
  together: [
    ["invalid_argument", "maximum number of tokens"],
    ["input exceeds", "maximum number of tokens"],
    ["request size exceeds", "context window"],
    ["request size exceeds", "context length"],
    ["max_tokens", "exceed", "context"],
    ["input length", "exceed", "context"],
    ["413", "too large"],
  ],
  inLine: [[/\btotal tokens?/, /exceeds? (?:the )?(?:model(?:'s)? )?(?:max|maximum|limit)/]],
  patterns: [
    /\binput (?:is )?too long for (?:th(?:e|is) )?model\b/,
    /\binput token count exceeds the maximum number of input tokens\b/,
  ],
};

const hardPaymentStatus: readonly RegExp[] = [
  /(?:status|code)["']?\s{0,4}[:=]\s{0,4}402\b/,
  /\bhttp\s{0,4}402\b/,
  /\berror(?:\s{1,4}code)?\s{0,4}[:=]?\s{0,4}402\b/,
];

/** A 402 in free text that stands for the status. */
export const paymentStatus: TextTest = {
  patterns: [
    ...hardPaymentStatus,
    /\b(?:got|returned|received)\s{1,4}(?:a\s{1,4})?402\b/,
    /^\s{0,8}402\s{1,4}payment required\b/,
  ],
  patternsTogether: [[/^\s{0,8}402\s/, /\bused up your points\b/]],
};

/** The same where nothing less counts: long texts carry prompts and pages. */
export const hardPayment: TextTest = { patterns: [...hardPaymentStatus, /^\s{0,8}402\s{1,4}payment/] };

export const keyLimit: TextTest = { patterns: [/\bkey\s{1,4}limit\s{1,4}(?:exceeded|reached|hit)\b/] };

export const periodLimit: TextTest = {
  patterns: [
    /\b(?:daily|weekly|monthly)(?:\/(?:daily|weekly|monthly)){0,3}(?: (?:usage )?limits?)(?: (?:exhausted|reached|exceeded))?\b/,
  ],
};

export const rateLimit: TextTest = {
  any: [
    "rate limit",
    "rate_limit",
    "429",
    "model_cooldown",
    "exceeded your current quota",
    "resource has been exhausted",
    "quota exceeded",
    "resource_exhausted",
    "throttlingexception",
    "throttling_exception",
    "throttled",
    "throttling",
    "usage limit",
    "tokens per minute",
    "tokens per day",
  ],
  patterns: [/too many (?:concurrent )?requests/, /\btpm\b/],
};

export const overloaded: TextTest = {
  any: ["overloaded_error", "overloaded", "high demand"],
  inLine: [
    [/service[_ ]unavailable/, /overload|capacity|high[_ ]demand/],
    [/overload|capacity|high[_ ]demand/, /service[_ ]unavailable/],
  ],
};

export const billing: TextTest = {
  any: [
    "payment required",
    "insufficient credits",
    "credit balance",
    "plans & billing",
    "insufficient balance",
    "insufficient usd or diem balance",
    "out of extra usage",
    "draw from your extra usage",
    "extra usage is required",
  ],
  patterns: [
    /insufficient[_ ]quota/,
    /requires?\s{1,4}more\s{1,4}credits/,
    /\b(?:got|returned|received)\s{1,4}(?:a\s{1,4})?402\b/,
    /^\s{0,8}402\s{1,4}payment/,
  ],
};

/** Openings that mean billing only together with one of the words. */
export const billingOpening = {
  opening:
    /^(?:error[:\s-]{1,8})?(?:billing(?:\s{1,4}error)?(?:[:\s-]|$)|credit balance|insufficient credits?|payment required|http\s{0,4}402\b)/,
  words: ["upgrade", "credits", "payment", "plan"],
} as const;

export const authPermanent: TextTest = {
  any: [
    "key has been disabled",
    "key has been revoked",
    "account has been deactivated",
    "not allowed for this organization",
  ],
  patterns: [/api[_ ]?key[_ ]?(?:revoked|deactivated|deleted)/],
};

export const auth: TextTest = {
  any: [
    "permission_error",
    "incorrect api key",
    "invalid token",
    "authentication",
    "re-authenticate",
    "oauth token refresh failed",
    "unauthorized",
    "forbidden",
    "access denied",
    "insufficient permission",
    "expired",
    "no credentials found",
    "no api key found",
  ],
  patterns: [/invalid[_ ]?api[_ ]?key/, /missing scopes?:/, /\b401\b/, /\b403\b/],
  inLine: [
    [/could not (?:authenticate|validate)/, /api[_ ]?key|credentials/],
    [/\bfailed to (?:extract|parse|validate|decode)\b/, /\btoken\b/],
  ],
};

export const serverFault: TextTest = {
  any: [
    "an error occurred while processing",
    "internal server error",
    "internal_error",
    "server_error",
    "service temporarily unavailable",
    "service_unavailable",
    "bad gateway",
    "gateway timeout",
    "upstream error",
    "upstream connect error",
    "connection reset",
  ],
};

/** With `"type":"api_error"` these mean the server, not the request. */
export const apiError: TextTest = {
  any: [
    "internal server error",
    "overload",
    "temporarily unavailable",
    "service unavailable",
    "unknown error",
    "server error",
    "bad gateway",
    "gateway timeout",
    "upstream error",
    "backend error",
    "try again later",
    "unexpected error",
  ],
  inLine: [[/temporarily/, /unable/]],
};

export const format: TextTest = {
  any: [
    "string should match pattern",
    "tool_use.id",
    "tool_use_id",
    "messages.1.content.1.tool_use.id",
    "invalid request format",
  ],
  inLine: [[/tool call id was/, /must be/]],
};

export const timeout: TextTest = {
  any: [
    "timeout",
    "timed out",
    "service unavailable",
    "deadline exceeded",
    "connection error",
    "network error",
    "network request failed",
    "fetch failed",
    "socket hang up",
  ],
  patterns: [
    /\b(?:econnrefused|econnreset|econnaborted|enetunreach|ehostunreach|ehostdown|enetreset|etimedout|esockettimedout|epipe|enotfound|eai_again)\b/,
    /without sending (?:any )?chunks?/,
    /\breason:\s{0,8}(?:abort|error|malformed_response|network_error)\b/,
    /\boperation was aborted\b/,
    /\bstream (?:was )?(?:closed|aborted)\b/,
  ],
};

export const concurrency: TextTest = {
  patterns: [/\bthrottlingexception\b/, /\bconcurrency limit (?:has been )?reached\b/],
  inLine: [[/\bworkers_ai\b/, /\bquota limit exceeded\b/]],
};

export const modelNotReady: TextTest = { patterns: [/\bmodelnotreadyexception\b/] };

export const modelDeactivated: TextTest = {
  any: ["model_deactivated", "model_is_deactivated", "model has been deactivated"],
};

/** Vendor error codes that decide alone, upper case. Spec: secrets 10.3. */
export const failureCodes: Readonly<Record<string, "rate_limit" | "overloaded" | "timeout">> = {
  RESOURCE_EXHAUSTED: "rate_limit",
  RATE_LIMIT: "rate_limit",
  RATE_LIMITED: "rate_limit",
  RATE_LIMIT_EXCEEDED: "rate_limit",
  TOO_MANY_REQUESTS: "rate_limit",
  THROTTLED: "rate_limit",
  THROTTLING: "rate_limit",
  THROTTLINGEXCEPTION: "rate_limit",
  THROTTLING_EXCEPTION: "rate_limit",
  OVERLOADED: "overloaded",
  OVERLOADED_ERROR: "overloaded",
  ETIMEDOUT: "timeout",
  ESOCKETTIMEDOUT: "timeout",
  ECONNRESET: "timeout",
  ECONNABORTED: "timeout",
  ECONNREFUSED: "timeout",
  ENETUNREACH: "timeout",
  EHOSTUNREACH: "timeout",
  EHOSTDOWN: "timeout",
  ENETRESET: "timeout",
  EPIPE: "timeout",
  EAI_AGAIN: "timeout",
};
