import type { Ports } from "../ports.ts";
import { createErrand, resolveProfileSecret, resolveRef } from "../secrets/resolve.ts";
import type { SecretRef } from "../secrets/secretRef.ts";
import type { AuthWorld } from "../stores/world.ts";
import { type ProbeOptions, planProbes } from "./plan.ts";
import { type ProbeReport, type ProbeRunOptions, runProbes } from "./probe.ts";
import { targetSecretResolver } from "./targetSecret.ts";

export type ProbeControls = Omit<ProbeRunOptions, "resolveSecret">;

/** Plans and runs probes of a world's credentials; each secret is resolved just before its request. Writes nothing. */
export async function probeWorld(
  ports: Ports,
  world: AuthWorld,
  options: ProbeOptions,
  controls: ProbeControls,
): Promise<ProbeReport> {
  const plan = planProbes({ world, options, now: ports.clock.now() });
  const following = { errand: createErrand(), signal: controls.signal };
  const sources = {
    profile: (profileId: string) => resolveProfileSecret(ports, world, profileId, following),
    ref: (ref: SecretRef) => resolveRef(ports, world, ref, following),
  };
  const resolveSecret = targetSecretResolver(world, sources, ports.clock);
  return await runProbes(ports, plan, { ...controls, resolveSecret });
}
