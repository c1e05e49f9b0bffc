/** Reading a failure from its HTTP status, then its code, then its text. Spec: secrets 10.1 to 10.3. */
import { cutText } from "./errorBody.ts";
import {
  classifyMessage,
  classifyPaymentMessage,
  isPermanentAuthMessage,
  leadingStatus,
  type MessageFinding,
} from "./failureMessage.ts";
import { failureCodes } from "./failurePatterns.ts";
import type { FailureReason } from "./probeResult.ts";

export interface FailureSignal {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly provider?: string;
}

/** Status table, then code table, then message; undefined when none of them knows. */
export function classifySignal(signal: FailureSignal): MessageFinding | undefined {
  const message = cutText(signal.message ?? "");
  const status = Number.isFinite(signal.status) ? signal.status : leadingStatus(message);
  return (
    (status === undefined ? undefined : classifyStatus(status, message, signal.provider)) ??
    classifyCode(signal.code) ??
    classifyMessage(message, signal.provider)
  );
}

/** What a status says, refined by the text where the table allows it; undefined when the status does not decide. */
function classifyStatus(status: number, message: string, provider = ""): MessageFinding | undefined {
  switch (status) {
    case 402:
      return classifyPaymentMessage(message);
    case 429:
      return "rate_limit";
    case 401:
    case 403:
      return classifyRefusal(message, provider);
    case 408:
      return "timeout";
    case 410:
      return accountFinding(message, provider) ?? "timeout";
    case 404: {
      const finding = classifyMessage(message, provider);
      if (finding === "context_overflow") return finding;
      return accountFinding(message, provider) ?? "model_not_found";
    }
    case 499:
    case 503:
      return classifyMessage(message, provider) === "overloaded" ? "overloaded" : "timeout";
    case 500:
    case 502:
    case 504:
      return "timeout";
    case 529:
      return "overloaded";
    case 400:
    case 422:
      return classifyMessage(message, provider) ?? "format";
    default:
      return undefined;
  }
}

/** What a code such as `RESOURCE_EXHAUSTED` or `ECONNRESET` says. */
export function classifyCode(code: string | undefined): FailureReason | undefined {
  const name = code?.trim().toUpperCase() ?? "";
  return Object.hasOwn(failureCodes, name) ? failureCodes[name] : undefined;
}

function classifyRefusal(message: string, provider: string): FailureReason {
  if (isPermanentAuthMessage(message)) return "auth_permanent";
  return classifyMessage(message, provider) === "billing" ? "billing" : "auth";
}

/** The findings that say more than "gone" or "not there". */
function accountFinding(message: string, provider: string): FailureReason | undefined {
  const finding = classifyMessage(message, provider);
  switch (finding) {
    case "session_expired":
    case "billing":
    case "auth_permanent":
    case "auth":
      return finding;
    case "format":
    case "rate_limit":
    case "overloaded":
    case "timeout":
    case "model_not_found":
    case "context_overflow":
    case undefined:
      return undefined;
  }
}
