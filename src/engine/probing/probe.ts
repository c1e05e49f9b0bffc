/** Runs a plan: one request a target, a few at a time, each row told as it comes. Product decision 7; reliability 5. */
import type { Ports } from "../ports.ts";
import type { Result } from "../result.ts";
import type { Secret } from "../secrets/secret.ts";
import { classifyOutcome, statusOf } from "./classify.ts";
import { runByHost } from "./hostLimits.ts";
import { type ProbePlan, type ProbeTarget, rowOf } from "./plan.ts";
import type { NoSecret, ProbeRow } from "./probeResult.ts";
import { buildRequest, isSendable } from "./request.ts";
import { sanitiseVendorMessage } from "./vendorMessage.ts";

/** Gives the secret of a target, or the code that says why there is none. Called once a target, just before the send. */
export type ResolveTargetSecret = (
  target: Pick<ProbeTarget, "label" | "place" | "provider">,
  signal: AbortSignal,
) => Promise<Result<Secret, NoSecret>>;

export interface ProbeRunOptions {
  readonly resolveSecret: ResolveTargetSecret;
  readonly signal: AbortSignal;
  /** Called with every row, those decided by the plan first. */
  readonly onRow?: (row: ProbeRow) => void;
  /** For each request, ms. */
  readonly timeoutMs?: number;
  /** Requests under way at once; never more than six, and never more than two to one host. */
  readonly concurrency?: number;
}

export interface ProbeReport {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly durationMs: number;
  /** Requests that were to be made: who had no secret is not among them. */
  readonly totalTargets: number;
  /** The person stopped it; targets without a row were not tried to the end. */
  readonly wasCancelled: boolean;
  /** Rows decided without a request, then the others in the plan's order. */
  readonly rows: readonly ProbeRow[];
}

const defaultProbeTimeoutMs = 8000;
const defaultProbeConcurrency = 2;
const mostAtOnce = 6;
const mostAtOnceToOneHost = 2;

type ProbePorts = Pick<Ports, "clock" | "http">;

/** Probes every target of a plan. Stopping it by the signal ends it at once. */
export async function runProbes(
  ports: ProbePorts,
  plan: ProbePlan,
  options: ProbeRunOptions,
): Promise<ProbeReport> {
  const { signal } = options;
  const startedAt = ports.clock.now();
  const decided = (await untilAborted(settleRows(plan.rows, options), signal)) ?? [];
  for (const row of decided) options.onRow?.(row);
  const rows: (ProbeRow | undefined)[] = plan.targets.map(() => undefined);
  const tell = (index: number, row: ProbeRow | undefined): void => {
    if (row === undefined || signal.aborted) return;
    rows[index] = row;
    options.onRow?.(row);
  };
  const works = plan.targets.map((target, index) => ({
    host: target.baseUrl.host,
    service: target.provider,
    run: async (): Promise<boolean | undefined> => {
      const row = await probeTarget(ports, target, options);
      tell(index, row);
      return row?.check === undefined ? undefined : row.httpStatus !== undefined;
    },
    giveUp: () => tell(index, { ...rowOf(target), status: statusOf("host_silent"), reason: "host_silent" }),
  }));
  const limits = { total: atOnce(options.concurrency), perHost: mostAtOnceToOneHost };
  await untilAborted(
    runByHost(works, limits, () => signal.aborted),
    signal,
  );
  const made = rows.filter((row) => row !== undefined);
  const finishedAt = ports.clock.now();
  return {
    startedAt,
    finishedAt,
    durationMs: finishedAt - startedAt,
    totalTargets: plan.targets.length - made.filter((row) => row.reasonCode !== undefined).length,
    wasCancelled: signal.aborted,
    rows: [
      ...decided,
      ...made.filter((row) => row.check === undefined),
      ...made.filter((row) => row.check !== undefined),
    ],
  };
}

/** A ref that leads nowhere is told before a model that is missing. Spec: secrets 11.3. */
export async function settleRows(
  rows: readonly ProbeRow[],
  { resolveSecret, signal }: Pick<ProbeRunOptions, "resolveSecret" | "signal">,
): Promise<readonly ProbeRow[]> {
  const settled: ProbeRow[] = [];
  for (const row of rows) {
    const { label, provider, profileId } = row;
    if (row.reasonCode !== "no_model" || profileId === undefined) {
      settled.push(row);
      continue;
    }
    // Refs may start programs, so one after the other.
    // oxlint-disable-next-line no-await-in-loop
    const resolved = await resolveSecret({ label, provider, place: { kind: "profile", profileId } }, signal);
    const isUnresolved = !resolved.ok && resolved.failure.reasonCode === "unresolved_ref";
    settled.push(isUnresolved ? { ...row, status: "unknown", ...resolved.failure } : row);
  }
  return settled;
}

/** Tries one credential; undefined when it was stopped. */
async function probeTarget(
  ports: ProbePorts,
  target: ProbeTarget,
  options: Pick<ProbeRunOptions, "resolveSecret" | "signal" | "timeoutMs">,
): Promise<ProbeRow | undefined> {
  const { signal, timeoutMs = defaultProbeTimeoutMs } = options;
  const known = rowOf(target);
  const resolved = await untilAborted(options.resolveSecret(target, signal), signal);
  if (resolved === undefined || signal.aborted) return undefined;
  if (!resolved.ok) return { ...known, status: "unknown", ...resolved.failure };
  const secret = resolved.value.reveal().trim();
  if (!isSendable(secret)) return { ...known, status: "format", reason: "invalid_secret" };
  const sentAt = ports.clock.now();
  const outcome = await ports.http.send(buildRequest({ ...target, timeoutMs }, secret), signal);
  const answeredAt = ports.clock.now();
  const verdict = classifyOutcome(outcome, target, answeredAt);
  if (verdict === undefined) return undefined;
  const { vendorMessage, ...judged } = verdict;
  const message =
    vendorMessage === undefined ? undefined : sanitiseVendorMessage(vendorMessage, resolved.value);
  return {
    ...known,
    ...judged,
    check: target.question.kind,
    latencyMs: Math.max(0, answeredAt - sentAt),
    ...(message === undefined ? {} : { message }),
  };
}

function atOnce(wanted = defaultProbeConcurrency): number {
  return Math.min(Math.max(Math.trunc(wanted), 1), mostAtOnce);
}

/** Waits for a promise, but no longer than until the signal; what comes later is nobody's. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  promise.catch(() => undefined);
  if (signal.aborted) return undefined;
  const settled = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    settled.abort();
  }
}
