import type { ProbeRow } from "../../engine/probing/probeResult.ts";
import type { WorldProbe } from "../../engine/probing/probeWorld.ts";
import { probeError, probeHint } from "../messages/probe.ts";
import type { ProbeRequest } from "./probeRequest.ts";
import { spanLabel } from "./spanLabel.ts";

/**
 * A probe as `auth.probes` of the status has it, and beside OpenClaw's fields what only ours knows: which request was made
 * (`check`), the finer `reason`, the status of HTTP, a wait in ms, a `hint`, and what was recorded. Spec: secrets 11.6.
 */
export function probeJson(report: WorldProbe, request: ProbeRequest): object {
  const { startedAt, finishedAt, durationMs, totalTargets, rows, recorded } = report;
  const { provider, profileIds, timeoutMs, concurrency, maxTokens } = request;
  return {
    startedAt,
    finishedAt,
    durationMs,
    totalTargets,
    options: { provider, profileIds, timeoutMs, concurrency, maxTokens },
    results: rows.map(rowJson),
    ...(recorded !== undefined && {
      recorded: recorded.flatMap((one) =>
        one.kind === "nothing"
          ? []
          : [{ profileId: one.profileId, as: one.kind === "recorded" ? one.as : one.refusal.code }],
      ),
    }),
  };
}

function rowJson(row: ProbeRow): object {
  const { provider, model, profileId, label, source, mode, status, reasonCode, latencyMs } = row;
  const { check, reason, httpStatus, retryAfterMs } = row;
  const error = probeError(row, spanLabel);
  // Of a variable that is not set, the error says all.
  const isTold = row.unresolved === undefined || row.unresolved.code === "env_missing";
  const hint = isTold ? undefined : probeHint(row);
  const recorded = { provider, model, profileId, label, source, mode, status, reasonCode, error, latencyMs };
  return { ...recorded, check, reason, httpStatus, retryAfterMs, hint };
}
