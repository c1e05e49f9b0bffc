import type { Clock } from "../../../src/engine/ports.ts";
import type { ProbeTarget } from "../../../src/engine/probing/plan.ts";
import {
  type ProbeRunOptions,
  type ResolveTargetSecret,
  runProbes,
} from "../../../src/engine/probing/probe.ts";
import type { ProbeKind, ProbeRow } from "../../../src/engine/probing/probeResult.ts";
import type { ProbeApi } from "../../../src/engine/probing/request.ts";
import { type FreeCheck, findProvider } from "../../../src/engine/providers/catalogue.ts";
import { success } from "../../../src/engine/result.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { createHttp } from "../../../src/node/http.ts";
import type { ApiId } from "../../simulator/api.ts";
import type { Simulator } from "../../simulator/simulator.ts";

interface Spoken {
  readonly provider: string;
  readonly api: ProbeApi;
  readonly model: string;
  readonly check?: FreeCheck;
}

/** Which provider of ours each API of the simulator stands for. */
const spoken: Readonly<Record<ApiId, Spoken>> = {
  openai: { provider: "openai", api: "openai-completions", model: "gpt-4.1-nano" },
  responses: { provider: "openai", api: "openai-responses", model: "gpt-4.1-nano" },
  anthropic: { provider: "anthropic", api: "anthropic-messages", model: "claude-haiku-4-5" },
  google: { provider: "google", api: "google-generative-ai", model: "gemini-2.5-flash-lite" },
  ollama: {
    provider: "ollama",
    api: "ollama",
    model: "gemma4:latest",
    check: { path: "/api/tags", proves: "model_list" },
  },
  openrouter: { provider: "openrouter", api: "openai-completions", model: "openrouter/auto" },
};

export const realClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** A target at the simulator; its label is the key, so that a row leads back to it. */
export function simulatedTarget(
  simulator: Pick<Simulator, "baseUrl">,
  api: ApiId,
  kind: ProbeKind,
  key: string,
): ProbeTarget {
  const { provider, model, check = findProvider(provider)?.check, ...rest } = spoken[api];
  if (check === undefined) throw new Error(`${provider} has no free check`);
  return {
    ...rest,
    provider,
    model,
    profileId: `${provider}:test`,
    label: key,
    source: "profile",
    mode: "api_key",
    place: { kind: "profile", profileId: `${provider}:test` },
    baseUrl: new URL(simulator.baseUrl(api)),
    question: kind === "check" ? { kind, check } : { kind, model, maxTokens: 8 },
  };
}

/** The label is the key. */
export const labelAsSecret: ResolveTargetSecret = async (target) => success(new Secret(target.label));

/** Probes targets over real HTTP and gives their rows in order. */
export async function probeAll(
  targets: readonly ProbeTarget[],
  options: Partial<ProbeRunOptions> = {},
): Promise<readonly ProbeRow[]> {
  const report = await runProbes(
    { clock: realClock, http: createHttp() },
    { rows: [], targets },
    { resolveSecret: labelAsSecret, signal: new AbortController().signal, timeoutMs: 500, ...options },
  );
  return report.rows;
}
