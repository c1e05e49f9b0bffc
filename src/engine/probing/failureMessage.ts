/** Reading a failure from its text, where nothing better is known. Spec: secrets 10.4 and 10.5, first hit wins. */
import { cutText } from "./errorBody.ts";
import * as pattern from "./failurePatterns.ts";
import type { FailureReason } from "./probeResult.ts";

/** `context_overflow` is a finding, but no reason to rest a credential. */
export type MessageFinding = FailureReason | "context_overflow";

/** Longer texts carry prompts and pages; what they say about billing counts only with a hard 402. */
const longText = 512;

const serverTrouble: ReadonlySet<number> = new Set([499, 500, 502, 503, 504, 521, 522, 523, 524, 529]);

/** What a failure message says, or undefined when it says nothing known. */
export function classifyMessage(text: string, provider = ""): MessageFinding | undefined {
  const message = text.toLowerCase();
  const owner = provider.toLowerCase();
  if (matches(message, pattern.imageSize)) return undefined;
  if (matches(message, pattern.sessionExpired)) return "session_expired";
  if (isModelNotFoundMessage(message)) return "model_not_found";
  if (isOverflowMessage(message)) return "context_overflow";
  if (matches(message, pattern.paymentStatus)) return classifyPaymentMessage(message);
  if (isKeyLimitMessage(message, owner)) return "billing";
  if (matches(message, pattern.periodLimit)) return isBillingMessage(message) ? "billing" : "rate_limit";
  if (matches(message, pattern.rateLimit)) return "rate_limit";
  if (matches(message, pattern.overloaded)) return "overloaded";
  const status = leadingStatus(message);
  if (isTransientStatus(status)) return status === 529 ? "overloaded" : "timeout";
  if (isBillingMessage(message)) return "billing";
  if (matches(message, pattern.authPermanent)) return "auth_permanent";
  if (matches(message, pattern.auth)) return "auth";
  if (owner.includes("anthropic") && message.includes("an unknown error occurred")) return "timeout";
  if (owner.includes("openrouter") && message.includes("provider returned error")) return "timeout";
  if (matches(message, pattern.serverFault)) return "timeout";
  if (message.includes('"type":"api_error"') && matches(message, pattern.apiError)) return "timeout";
  if (matches(message, pattern.format)) return "format";
  if (matches(message, pattern.timeout)) return "timeout";
  if (matches(message, pattern.concurrency)) return "rate_limit";
  if (matches(message, pattern.modelNotReady)) return "overloaded";
  if (matches(message, pattern.modelDeactivated)) return "model_not_found";
  return undefined;
}

/** The status at the very start of a message: `http 429: ...`, `529 overloaded`, `503`. */
export function leadingStatus(text: string): number | undefined {
  const found = /^(?:http\s{0,8})?(\d{3})(?:$|\s|:[^])/i.exec(text.trim());
  return found === null ? undefined : Number(found[1]);
}

/** Whether a status means trouble at the server's end that passes by itself. */
export function isTransientStatus(status: number | undefined): boolean {
  return status !== undefined && serverTrouble.has(status);
}

export function isOverloadedMessage(text: string): boolean {
  return matches(text.toLowerCase(), pattern.overloaded);
}

export function isPermanentAuthMessage(text: string): boolean {
  return matches(text.toLowerCase(), pattern.authPermanent);
}

export function isBillingMessage(text: string): boolean {
  const message = text.toLowerCase();
  if (message.length > longText) return matches(message, pattern.hardPayment);
  if (matches(message, pattern.billing) || matches(message, pattern.hardPayment)) return true;
  const { opening, words } = pattern.billingOpening;
  return opening.test(message) && words.some((word) => message.includes(word));
}

/** OpenRouter's word for a key whose own spending limit is used up. */
function isKeyLimitMessage(text: string, provider: string): boolean {
  return provider.toLowerCase().includes("openrouter") && matches(text.toLowerCase(), pattern.keyLimit);
}

/** A 402 is billing unless its text speaks of a limit that passes by itself. Spec: secrets 10.4. */
export function classifyPaymentMessage(text: string): "billing" | "rate_limit" {
  const message = text
    .toLowerCase()
    .trim()
    .replace(/^(?:error[\s:]{0,4})?(?:http 402|402(?: payment required)?|payment required)[\s:.-]{0,8}/, "");
  const has = (...words: string[]) => words.some((word) => message.includes(word));
  if (message === "") return "billing";
  if (has("subscription quota limit") && has("automatic quota refresh", "rolling time window")) {
    return "rate_limit";
  }
  if (
    has(
      "insufficient credits",
      "insufficient quota",
      "credit balance",
      "insufficient balance",
      "plans & billing",
      "add more credits",
      "top up",
    )
  ) {
    return "billing";
  }
  if (has("upgrade your plan", "upgrade plan", "current plan", "subscription") && has("limit"))
    return "billing";
  if (has("billing hard limit", "hard limit reached")) return "billing";
  if (has("maximum allowed") && has("limit")) return "billing";
  if (matches(message, pattern.rateLimit)) return "rate_limit";
  const period = has("daily", "weekly", "monthly");
  if (
    has("try again", "retry", "temporary", "cooldown") &&
    has("usage limit", "rate limit", "organization usage")
  ) {
    return "rate_limit";
  }
  if (period && has("usage limit", "spend limit", "spending limit")) return "rate_limit";
  if (period && has("limit") && has("reset")) return "rate_limit";
  const group = has("organization", "workspace") && has("limit");
  if (group && has("spend limit", "spending limit", "billing period", "exceeded", "reached", "exhausted")) {
    return "rate_limit";
  }
  return "billing";
}

/** Whether a text says that there is no such model. */
export function isModelNotFoundMessage(text: string): boolean {
  const message = text.toLowerCase();
  if (matches(message, pattern.modelNotFound) || isMissingModelPath(message)) return true;
  const { phrase, unless } = pattern.invalidModel;
  return message.includes(phrase) && !message.includes(unless);
}

function isMissingModelPath(message: string): boolean {
  const { folder, phrase } = pattern.missingModelPath;
  const words = message.split(phrase).map((text) => text.split(/\s/).at(-1) ?? "");
  return words.slice(0, -1).some((word) => word.slice(0, -1).includes(folder));
}

/** Whether a text says that the request was longer than the model can read. Spec: secrets 10.7. */
export function isOverflowMessage(text: string): boolean {
  const message = text.toLowerCase();
  return !matches(message, pattern.notContextOverflow) && matches(message, pattern.contextOverflow);
}

/** Whether a text tells of a time that ran out or of a way that broke. Spec: secrets 10.6. */
export function isTimeoutMessage(text: string): boolean {
  return matches(cutText(text).toLowerCase(), pattern.timeout);
}

/** Whether a lower-cased message passes a test. */
export function matches(message: string, test: pattern.TextTest): boolean {
  return (
    (test.any?.some((text) => message.includes(text)) ?? false) ||
    (test.together?.some((texts) => texts.every((text) => message.includes(text))) ?? false) ||
    (test.patterns?.some((one) => one.test(message)) ?? false) ||
    (test.patternsTogether?.some((ones) => ones.every((one) => one.test(message))) ?? false) ||
    (test.inLine?.some(([first, behind]) => followsInLine(message, first, behind)) ?? false)
  );
}

/** Two searches, each linear, where one pattern with a gap would try every start against every end. */
function followsInLine(message: string, first: RegExp, then: RegExp): boolean {
  return message.split("\n").some((line) => {
    const found = first.exec(line);
    return found !== null && then.test(line.slice(found.index + found[0].length));
  });
}
