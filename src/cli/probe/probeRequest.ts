import type { ProbeOptions } from "../../engine/probing/plan.ts";
import type { ProbeControls } from "../../engine/probing/probeWorld.ts";
import { failure, type Result, success } from "../../engine/result.ts";
import { type OptionValues, textOption } from "../command.ts";
import { probeOptionErrors } from "../messages/probe.ts";

/** What the options of `status` ask of a probe, defaults filled in. Spec: secrets 11.1. */
export interface ProbeRequest {
  readonly provider?: string;
  readonly profileIds: readonly string[];
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly maxTokens: number;
  readonly kind: "check" | "completion";
  readonly record: boolean;
  readonly allowHosts: readonly string[];
}

const defaults = { timeoutMs: 8000, concurrency: 2, maxTokens: 8 } as const;

/** Options that mean nothing unless something is probed. */
const probeOnly = [
  "probe-provider",
  "probe-profile",
  "probe-timeout",
  "probe-concurrency",
  "probe-max-tokens",
  "probe-kind",
  "record",
  "allow-host",
] as const;

/** Reads the options; a failure is the sentence that says what is wrong with them. */
export function readProbeRequest(values: OptionValues): Result<ProbeRequest, string> {
  if (values["probe"] !== true) {
    const needless = probeOnly.find((name) => values[name] !== undefined) ?? "record";
    return failure(probeOptionErrors.without(`--${needless}`));
  }
  if (values["plain"] === true) return failure(probeOptionErrors.withPlain);
  const timeoutMs = positive(values["probe-timeout"], defaults.timeoutMs);
  if (timeoutMs === undefined) return failure(probeOptionErrors.timeout);
  const concurrency = positive(values["probe-concurrency"], defaults.concurrency);
  if (concurrency === undefined) return failure(probeOptionErrors.concurrency);
  const maxTokens = positive(values["probe-max-tokens"], defaults.maxTokens);
  if (maxTokens === undefined) return failure(probeOptionErrors.maxTokens);
  const kind = textOption(values, "probe-kind") ?? "check";
  if (kind !== "check" && kind !== "completion") return failure(probeOptionErrors.kind);
  const provider = textOption(values, "probe-provider");
  return success({
    ...(provider !== undefined && { provider }),
    profileIds: listOption(values, "probe-profile"),
    timeoutMs,
    concurrency,
    maxTokens,
    kind,
    record: values["record"] === true,
    allowHosts: listOption(values, "allow-host").map((host) => host.toLowerCase()),
  });
}

/** The engine's half of a request: whom to ask what. */
export function probeOptionsOf({ provider, profileIds, kind, maxTokens }: ProbeRequest): ProbeOptions {
  return { ...(provider !== undefined && { provider }), profileIds, prefer: kind, maxTokens };
}

/** The engine's other half: how to go about it. */
export function probeControlsOf(request: ProbeRequest): Omit<ProbeControls, "signal" | "onRow"> {
  const { timeoutMs, concurrency, record, allowHosts } = request;
  return { timeoutMs, concurrency: Math.max(1, concurrency), record, allowHosts };
}

function positive(value: OptionValues[string], otherwise: number): number | undefined {
  if (value === undefined) return otherwise;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number > 0 ? number : undefined;
}

/** Given more than once, or several with commas between. */
function listOption(values: OptionValues, name: string): readonly string[] {
  const value = values[name];
  const given = typeof value === "string" ? [value] : Array.isArray(value) ? value.map(String) : [];
  return given
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
}
