/**
 * What a provider's answer says of the credential. HTTP status and structured body first, text last, and never a text
 * that we sent. Product decision 9; spec: secrets 10 and 11.5.
 */
import type { HttpOutcome, NetworkCode } from "../ports.ts";
import { beginsLikeModelList, isCheckAnswer, isCompletion, refusalIn } from "./answerShape.ts";
import { cutText, type ErrorFacts, isWebPage, parseBody, readErrorFacts } from "./errorBody.ts";
import { classifySignal } from "./failureSignal.ts";
import type { ProbeReason, ProbeStatus } from "./probeResult.ts";
import type { ProbeApi, ProbeQuestion } from "./request.ts";
import { retryAfterOf } from "./retryAfter.ts";
import { sentenceReason, vendorCodes } from "./vendorCodes.ts";

export interface AskedQuestion {
  readonly provider: string;
  readonly api: ProbeApi;
  readonly question: ProbeQuestion;
}

export interface Verdict {
  readonly status: ProbeStatus;
  readonly reason?: ProbeReason;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
  /** The vendor's own words, raw: sanitise before showing. */
  readonly vendorMessage?: string;
}

type Answer = Extract<HttpOutcome, { kind: "answer" }>;

const statusOfReason: Readonly<Record<ProbeReason, ProbeStatus>> = {
  auth: "auth",
  auth_permanent: "auth",
  check_forbidden: "auth",
  rate_limit: "rate_limit",
  overloaded: "rate_limit",
  billing: "billing",
  timeout: "timeout",
  tls_error: "timeout",
  network_dns: "timeout",
  network_refused: "timeout",
  network_unreachable: "timeout",
  network_reset: "timeout",
  network_bad_request: "format",
  network_other: "timeout",
  format: "format",
  model_not_found: "unknown",
  session_expired: "unknown",
  context_overflow: "unknown",
  redirected: "unknown",
  unexpected_response: "unknown",
  region_blocked: "unknown",
  blocked_url: "unknown",
  new_host: "unknown",
  host_silent: "timeout",
  unsupported_api: "unknown",
  invalid_secret: "format",
};

/** The bucket a reason falls into. Spec: secrets 11.5. */
export function statusOf(reason: ProbeReason): ProbeStatus {
  return statusOfReason[reason];
}

/** Judges what came back; undefined when the request was cancelled, which says nothing of the credential. */
export function classifyOutcome(
  outcome: HttpOutcome,
  asked: AskedQuestion,
  now: number,
): Verdict | undefined {
  switch (outcome.kind) {
    case "cancelled":
      return undefined;
    case "timeout":
      return verdict("timeout");
    case "network":
      return verdict(networkReason(outcome.code));
    case "answer":
      return { ...classifyAnswer(outcome, asked, now), httpStatus: outcome.status };
  }
}

function classifyAnswer(answer: Answer, asked: AskedQuestion, now: number): Verdict {
  if (answer.status >= 300 && answer.status < 400) return verdict("redirected");
  const body = parseBody(answer.body);
  const error = readErrorFacts(body);
  if (answer.status >= 200 && answer.status < 300) {
    return error === undefined ? judgeSuccess(answer, body, asked) : judgeErrorInSuccess(error, asked);
  }
  const reason = judgeFailure(answer, error, asked);
  const retryAfterMs = mayComeBack(reason) ? retryAfterOf(answer.headers, body, now) : undefined;
  return {
    ...verdict(reason),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(error?.message === undefined ? {} : { vendorMessage: error.message }),
  };
}

/** A 2xx counts only when its body is of the API's shape. */
function judgeSuccess(answer: Answer, body: unknown, { api, question }: AskedQuestion): Verdict {
  if (question.kind === "completion") {
    return isCompletion(api, body) ? { status: "ok" } : verdict("unexpected_response");
  }
  const refusal = refusalIn(question.check, body);
  if (refusal !== undefined) return verdict(refusal);
  const isProof = isCheckAnswer(question.check, body);
  const isLongProof = answer.truncated && beginsLikeModelList(question.check, answer.body);
  return isProof || isLongProof ? { status: "ok" } : verdict("unexpected_response");
}

/** Some gateways answer 200 and put the failure, with its status, into the body. */
function judgeErrorInSuccess(error: ErrorFacts, { provider }: AskedQuestion): Verdict {
  const reason =
    vendorReason(error) ??
    classifySignal({
      provider,
      message: error.message ?? "",
      ...(error.status === undefined ? {} : { status: error.status }),
    });
  const found = verdict(reason ?? "unexpected_response");
  return error.message === undefined ? found : { ...found, vendorMessage: error.message };
}

function judgeFailure(answer: Answer, error: ErrorFacts | undefined, asked: AskedQuestion): ProbeReason {
  const decided = error === undefined ? undefined : vendorReason(error);
  if (decided !== undefined) return decided;
  const isPage = error === undefined && isWebPage(answer.body, answer.headers["content-type"]);
  // A page with 403 is a firewall's or a portal's: it has not looked at the key.
  if (isPage && answer.status === 403) return "unexpected_response";
  if (answer.status === 404 && (error === undefined || asked.question.kind === "check")) {
    return "unexpected_response";
  }
  const text = error?.message ?? (isPage || error !== undefined ? "" : cutText(answer.body));
  const reason = classifySignal({ status: answer.status, message: text, provider: asked.provider });
  const isRefusedCheck = answer.status === 403 && asked.question.kind === "check" && reason === "auth";
  return isRefusedCheck ? "check_forbidden" : (reason ?? "unexpected_response");
}

/** What the machine words of the body, or a vendor's known sentence, say. */
function vendorReason(error: ErrorFacts): ProbeReason | undefined {
  const code = error.codes.find((word) => Object.hasOwn(vendorCodes, word));
  if (code !== undefined) return vendorCodes[code];
  return sentenceReason(error.message ?? "");
}

function mayComeBack(reason: ProbeReason): boolean {
  return reason === "rate_limit" || reason === "overloaded" || reason === "timeout";
}

function networkReason(code: NetworkCode): ProbeReason {
  return code === "tls" ? "tls_error" : `network_${code}`;
}

function verdict(reason: ProbeReason): Verdict {
  return { status: statusOf(reason), reason };
}
