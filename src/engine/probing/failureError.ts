/** Reading a failure from whatever was thrown: an Error, an SDK's object, a text. Spec: secrets 10.1, 10.2. */
import { cutText } from "./errorBody.ts";
import { isTimeoutMessage, type MessageFinding } from "./failureMessage.ts";
import { classifySignal, type FailureSignal } from "./failureSignal.ts";
import { type FailureReason, failureReasons } from "./probeResult.ts";
import { sentenceReason } from "./vendorCodes.ts";

/** What is known of a thrown value. The message is as it came: redact it before it is shown or kept. */
export interface DescribedFailure {
  readonly reason?: FailureReason;
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
}

/** More values in one another than this are made to hurt, not to tell. */
const most = 32;

/** The HTTP status that stands for a reason; undefined where none does. Spec: secrets 10.2. */
const canonicalStatus: Readonly<Record<FailureReason, number>> = {
  billing: 402,
  rate_limit: 429,
  overloaded: 503,
  auth: 401,
  auth_permanent: 403,
  timeout: 408,
  format: 400,
  model_not_found: 404,
  session_expired: 410,
};

/** The HTTP status that stands for a reason. */
export function statusOfFailure(reason: FailureReason): number {
  return canonicalStatus[reason];
}

/** Everything known of a thrown value, its reason included. An error that names its reason speaks for itself. */
export function describeFailure(thrown: unknown): DescribedFailure {
  const isJudged = hasVerdict(thrown);
  const { status, code, message } = isJudged ? signalOf(thrown, directly) : signalOf(thrown);
  const reason = reasonOfFailure(thrown);
  const text = message ?? (isJudged ? undefined : shown(thrown));
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(text === undefined ? {} : { message: text }),
  };
}

/** Why a request failed, for whoever chooses the next credential: sentences known by heart before the general table. */
export function judgeFailure(thrown: unknown): FailureReason | undefined {
  if (hasVerdict(thrown)) return reasonOfFailure(thrown);
  return sentenceReason(cutText(nested(thrown, messageOf) ?? "")) ?? reasonOfFailure(thrown);
}

/** As the reference reads it: the error's own verdict, else status, code and text, else its cause's, else a timeout. */
export function reasonOfFailure(thrown: unknown): FailureReason | undefined {
  const finding = findingOf(thrown);
  return finding === "context_overflow" ? undefined : finding;
}

/** An overflow gives way to what the cause tells, but is never taken for a timeout. */
function findingOf(thrown: unknown, depth = 0): MessageFinding | undefined {
  if (hasVerdict(thrown)) return failureReasons.find((reason) => reason === member(thrown, "reason"));
  const found = classifySignal(signalOf(thrown));
  if (found !== undefined && found !== "context_overflow") return found;
  const cause = member(thrown, "cause");
  const inner =
    cause === undefined || cause === thrown || depth >= most ? undefined : findingOf(cause, depth + 1);
  return inner ?? found ?? (isTimeoutFailure(thrown) ? "timeout" : undefined);
}

/** Whether a thrown value tells of a time that ran out; an abort only when it says so. */
export function isTimeoutFailure(thrown: unknown): boolean {
  if (hintsAtTimeout(thrown)) return true;
  if (member(thrown, "name") !== "AbortError") return false;
  const message = nested(thrown, messageOf) ?? "";
  return (
    /\brequest (?:was )?aborted/i.test(message) ||
    hintsAtTimeout(member(thrown, "cause")) ||
    hintsAtTimeout(member(thrown, "reason"))
  );
}

function hintsAtTimeout(value: unknown): boolean {
  return member(value, "name") === "TimeoutError" || isTimeoutMessage(nested(value, messageOf) ?? "");
}

/** Whether whoever threw it has decided why it failed. */
function hasVerdict(thrown: unknown): boolean {
  return member(thrown, "name") === "FailoverError" && typeof member(thrown, "reason") === "string";
}

type Look = <T>(value: unknown, read: (value: unknown) => T | undefined) => T | undefined;

const directly: Look = (value, read) => read(value);

function signalOf(thrown: unknown, look: Look = nested): FailureSignal {
  const status = look(thrown, statusIn);
  const code = look(thrown, codeIn);
  const message = look(thrown, messageOf);
  const provider = look(thrown, providerIn);
  return {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** A fact from the outermost value that has it: the value itself, then its `error`, then its `cause`. */
function nested<T>(
  value: unknown,
  read: (value: unknown) => T | undefined,
  seen = new Set<unknown>(),
): T | undefined {
  const direct = read(value);
  if (direct !== undefined || seen.has(value) || seen.size >= most) return direct;
  seen.add(value);
  return nested(member(value, "error"), read, seen) ?? nested(member(value, "cause"), read, seen);
}

function statusIn(value: unknown): number | undefined {
  const status = member(value, "status") ?? member(value, "statusCode");
  if (typeof status === "number") return status;
  return typeof status === "string" && /^\d+$/.test(status) ? Number(status) : undefined;
}

/** `code`, or the word some APIs write where the status belongs. */
function codeIn(value: unknown): string | undefined {
  const code = member(value, "code");
  if (typeof code === "string") return filled(code);
  const status = member(value, "status");
  return typeof status === "string" && !/^\d+$/.test(status) ? filled(status) : undefined;
}

function messageOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value === "" ? undefined : value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object": {
      const message = member(value, "message");
      return typeof message === "string" && message !== "" ? message : undefined;
    }
    default:
      return undefined;
  }
}

function providerIn(value: unknown): string | undefined {
  const provider = member(value, "provider");
  return typeof provider === "string" ? filled(provider) : undefined;
}

function filled(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** A property of a thrown value, which may be of any kind and refuse to be looked at. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const found: unknown = Reflect.get(value, name);
    return found;
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
