import { statusOf } from "../../../src/engine/probing/classify.ts";
import {
  describeFailure,
  isTimeoutFailure,
  reasonOfFailure,
  statusOfFailure,
} from "../../../src/engine/probing/failureError.ts";
import {
  isBillingMessage,
  isModelNotFoundMessage,
  isOverflowMessage,
  isOverloadedMessage,
  isPermanentAuthMessage,
  isTimeoutMessage,
  isTransientStatus,
  leadingStatus,
  matches,
} from "../../../src/engine/probing/failureMessage.ts";
import * as pattern from "../../../src/engine/probing/failurePatterns.ts";
import { classifySignal, type FailureSignal } from "../../../src/engine/probing/failureSignal.ts";
import { failureReasons } from "../../../src/engine/probing/probeResult.ts";
import type { Area, DeviationRule } from "../area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "../encoding.ts";
import { textOf } from "../worlds.ts";

function signalOf({ status, code, message, provider }: Fields): FailureSignal {
  return {
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof message === "string" ? { message } : {}),
    ...(typeof provider === "string" ? { provider } : {}),
  };
}

function signalFinding(input: Fields): unknown {
  const finding = classifySignal(signalOf(input));
  if (finding === undefined) return null;
  return finding === "context_overflow" ? { kind: finding } : { kind: "reason", reason: finding };
}

function reason(input: Fields): unknown {
  const finding = classifySignal(signalOf(input));
  return finding === undefined || finding === "context_overflow" ? null : finding;
}

const patternTest = (test: pattern.TextTest) => (text: string) => matches(text.trim().toLowerCase(), test);

/** What the observed program calls each of the questions it puts to a message. */
const questions: Readonly<Record<string, (text: string) => boolean>> = {
  isRateLimitErrorMessage: patternTest(pattern.rateLimit),
  isTimeoutErrorMessage: isTimeoutMessage,
  isBillingErrorMessage: isBillingMessage,
  isOverloadedErrorMessage: isOverloadedMessage,
  isAuthPermanentErrorMessage: isPermanentAuthMessage,
  isAuthErrorMessage: patternTest(pattern.auth),
  isServerErrorMessage: patternTest(pattern.serverFault),
  isModelNotFoundErrorMessage: isModelNotFoundMessage,
  isCliSessionExpiredErrorMessage: patternTest(pattern.sessionExpired),
  isCloudCodeAssistFormatError: (text) =>
    !patternTest(pattern.imageSize)(text) && patternTest(pattern.format)(text),
  isContextOverflowError: isOverflowMessage,
  isTransientHttpError: (text) => isTransientStatus(leadingStatus(text)),
  isPeriodicUsageLimitErrorMessage: patternTest(pattern.periodLimit),
};

function messageTraits(input: Fields): unknown {
  const text = textOf(input["message"]);
  return {
    reason: reason(input),
    predicates: Object.keys(questions).filter((name) => questions[name]?.(text)),
    leadingStatus: leadingStatus(text) ?? null,
  };
}

/** `{$error}` stands for an Error with these properties, everywhere in the value. */
function thrownValue(value: unknown): unknown {
  if (!isFields(value)) return value;
  const { $error: described } = value;
  if (!isFields(described)) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, thrownValue(field)]));
  }
  const { message, ...rest } = described;
  const properties = Object.entries(rest).map(([key, field]) => [key, thrownValue(field)]);
  return Object.assign(new Error(textOf(message)), Object.fromEntries(properties));
}

function coerced({ error, context }: Fields): unknown {
  const thrown = thrownValue(error);
  const { reason: why, status, ...described } = describeFailure(thrown);
  if (why === undefined) return null;
  const { name, reason: verdict } = fieldsOf(thrown);
  const isJudged = name === "FailoverError" && typeof verdict === "string";
  return {
    name: "FailoverError",
    ...described,
    ...(isJudged ? { status } : { status: status ?? statusOfFailure(why), ...fieldsOf(context) }),
    reason: why,
  };
}

function knownReason(value: unknown) {
  return failureReasons.find((known) => known === value);
}

const otherQuestions: DeviationRule = {
  name: "likely-overflow-is-not-asked",
  reason:
    "Whether a message only looks like an overflow decides when to compact a conversation, which is no business of credentials.",
  covers: ({ expected }, actual) =>
    isSame(answers(expected), answers(actual)) &&
    isSame({ ...fieldsOf(expected), predicates: [] }, { ...fieldsOf(actual), predicates: [] }),
};

/** The questions answered with yes that both programs ask, in one order. */
function answers(traits: unknown): unknown {
  const { predicates } = fieldsOf(traits);
  return Array.isArray(predicates)
    ? predicates
        .map(String)
        .filter((name) => name !== "isLikelyContextOverflowError")
        .toSorted()
    : undefined;
}

const madeUpReason: DeviationRule = {
  name: "made-up-reasons-are-none",
  reason:
    "The observed program passes on whatever an error calls its reason; cooldowns understand nine, so ours reads no other.",
  covers: ({ input }, actual) => {
    const { name, reason: claimed } = fieldsOf(thrownValue(input["error"]));
    const isMadeUp =
      name === "FailoverError" && typeof claimed === "string" && knownReason(claimed) === undefined;
    return isMadeUp && (actual === null || fieldsOf(actual)["reason"] === undefined);
  },
};

export const failoverArea: Area = {
  file: "07-failover",
  functions: {
    classifyFailoverSignal: signalFinding,
    classifyFailoverReason: (input) => reason(input),
    isTimeoutError: ({ error }) => isTimeoutFailure(thrownValue(error)),
    resolveFailoverReasonFromError: ({ error }) => reasonOfFailure(thrownValue(error)) ?? null,
    describeFailoverError: ({ error }) => describeFailure(thrownValue(error)),
    coerceToFailoverError: coerced,
    mapFailoverReasonToProbeStatus: (input) => {
      const known = knownReason(input["reason"]);
      return known === undefined ? "unknown" : statusOf(known);
    },
    resolveFailoverStatus: (input) => {
      const known = knownReason(input["reason"]);
      return known === undefined ? undefined : statusOfFailure(known);
    },
  },
  groups: Object.fromEntries(
    [...failureReasons, "context_overflow", "unknown"].map((name) => [`message-${name}`, messageTraits]),
  ),
  rules: [otherQuestions, madeUpReason],
};
