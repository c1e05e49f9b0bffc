import type { Ports } from "../ports.ts";
import { learned } from "../secrets/redactor.ts";
import { createErrand, resolveProfileSecret, resolveRef } from "../secrets/resolve.ts";
import type { SecretRef } from "../secrets/secretRef.ts";
import type { AuthWorld } from "../stores/world.ts";
import { readAllowedHosts } from "./hostApprovals.ts";
import { modelCandidates } from "./modelChoice.ts";
import { type ProbeOptions, planProbes } from "./plan.ts";
import { type ProbeReport, type ProbeRunOptions, runProbes } from "./probe.ts";
import { type Recorded, recordProbe } from "./recordProbe.ts";
import { targetSecretResolver } from "./targetSecret.ts";

export interface ProbeControls extends Omit<ProbeRunOptions, "resolveSecret"> {
  /** Write uses and failures into the agent's state, as a run would. Product decision 7. */
  readonly record?: boolean;
  /** Hosts that the person agrees to for this probe, beside those remembered. */
  readonly allowHosts?: readonly string[];
}

/** A report, and what became of it where it was to be recorded. */
export interface WorldProbe extends ProbeReport {
  /** In the order of the rows. */
  readonly recorded?: readonly Recorded[];
}

/**
 * Plans and runs probes of a world's credentials; each secret is resolved just before its request, each ref followed once.
 * Writes nothing unless asked to record.
 */
export async function probeWorld(
  ports: Ports,
  world: AuthWorld,
  options: ProbeOptions,
  { record = false, allowHosts = [], ...controls }: ProbeControls,
): Promise<WorldProbe> {
  const remembered = await readAllowedHosts(ports, world);
  const plan = planProbes({
    world,
    options,
    now: ports.clock.now(),
    modelCandidates: modelCandidates(world.config, world.agent.id),
    allowedHosts: (provider, host) => allowHosts.includes(host) || remembered(provider, host),
  });
  const following = { errand: createErrand(), signal: controls.signal };
  const sources = {
    profile: (profileId: string) => resolveProfileSecret(ports, world, profileId, following),
    ref: (ref: SecretRef) => resolveRef(ports, world, ref, following),
  };
  const find = targetSecretResolver(world, sources, ports.clock);
  const resolveSecret: typeof find = async (...asked) => learned(ports.redactor, await find(...asked));
  const report = await runProbes(ports, plan, { ...controls, resolveSecret });
  return record ? { ...report, recorded: await recordProbe(ports, world, report.rows) } : report;
}
