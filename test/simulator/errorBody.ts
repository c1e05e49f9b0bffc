import type { ApiId } from "./api.ts";

/** An error before it takes a vendor's shape; what is left out follows from the status. */
export interface VendorError {
  readonly status: number;
  readonly message: string;
  /** OpenAI's and Anthropic's `type`, Google's `status`. */
  readonly type?: string;
  /** OpenAI's `code`. */
  readonly code?: string;
  /** Google's `details`. */
  readonly details?: readonly unknown[];
  /** OpenRouter's `metadata`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const anthropicTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

const googleStatuses: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  408: "DEADLINE_EXCEEDED",
  409: "ABORTED",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
  529: "UNAVAILABLE",
};

function anthropicType(status: number): string {
  return anthropicTypes[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
}

function openAiType(status: number): string {
  if (status === 429) {
    return "requests";
  }
  return status >= 500 ? "server_error" : "invalid_request_error";
}

type Shape = (error: VendorError) => unknown;

const openAiShape: Shape = ({ status, message, type, code }) => ({
  error: { message, type: type ?? openAiType(status), param: null, code: code ?? null },
});

const shapes: Readonly<Record<ApiId, Shape>> = {
  openai: openAiShape,
  responses: openAiShape,
  anthropic: ({ status, message, type }) => ({
    type: "error",
    error: { type: type ?? anthropicType(status), message },
    request_id: "req_sim0000000000000000000000",
  }),
  google: ({ status, message, type, details }) => ({
    error: {
      code: status,
      message,
      status: type ?? googleStatuses[status] ?? "UNKNOWN",
      ...(details === undefined ? {} : { details }),
    },
  }),
  ollama: ({ message }) => ({ error: message }),
  openrouter: ({ status, message, metadata }) => ({
    error: { message, code: status, ...(metadata === undefined ? {} : { metadata }) },
  }),
};

/** The error as the vendor's API writes it into the body. */
export function errorBody(api: ApiId, error: VendorError): unknown {
  return shapes[api](error);
}

/** A part of a key, as vendors show it: never enough to use it. */
export function maskKey(key: string): string {
  return key.length <= 8 ? "*".repeat(key.length) : `${key.slice(0, 4)}${"*".repeat(8)}${key.slice(-4)}`;
}

/** Google's machine-readable reason, as it stands in `details`. */
export function googleReason(reason: string): unknown {
  return {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason,
    domain: "googleapis.com",
    metadata: { service: "generativelanguage.googleapis.com" },
  };
}
