import type { Ports } from "../ports.ts";
import { findProviderValue } from "../providers/providerId.ts";
import { failure, type Result, success } from "../result.ts";
import { resolveProfileSecret, resolveRef } from "../secrets/resolve.ts";
import { Secret } from "../secrets/secret.ts";
import { coerceSecretRef } from "../secrets/secretRef.ts";
import type { AuthWorld } from "../stores/world.ts";
import { normalizeEnvValue } from "./ambientTarget.ts";
import { type ProbeOptions, type ProbeTarget, planProbes } from "./plan.ts";
import { type ProbeReport, type ProbeRunOptions, runProbes } from "./probe.ts";
import type { ProbeReasonCode } from "./probeResult.ts";

export type ProbeControls = Omit<ProbeRunOptions, "resolveSecret">;

/** Plans and runs probes of a world's credentials; each secret is resolved just before its request. Writes nothing. */
export async function probeWorld(
  ports: Ports,
  world: AuthWorld,
  options: ProbeOptions,
  controls: ProbeControls,
): Promise<ProbeReport> {
  const plan = planProbes({ world, options, now: ports.clock.now() });
  const resolveSecret = (target: ProbeTarget) => targetSecret(ports, world, target);
  return await runProbes(ports, plan, { ...controls, resolveSecret });
}

async function targetSecret(
  ports: Ports,
  world: AuthWorld,
  { place, provider }: ProbeTarget,
): Promise<Result<Secret, ProbeReasonCode>> {
  switch (place.kind) {
    case "profile": {
      const resolved = await resolveProfileSecret(ports, world, place.profileId);
      if (resolved.ok) return resolved;
      return failure(resolved.failure.code === "nothing_stored" ? "missing_credential" : "unresolved_ref");
    }
    case "env":
      return fromVariable(world, place.name);
    case "config": {
      const key = findProviderValue(world.config.modelProviders, provider)?.apiKey;
      const ref = coerceSecretRef(key, world.config.secretDefaults);
      if (ref !== undefined) {
        const resolved = await resolveRef(ports, world, ref);
        return resolved.ok ? resolved : failure("unresolved_ref");
      }
      if (typeof key !== "string") return failure("missing_credential");
      // The name of a variable stands for its value. Spec: secrets 8.4.
      return world.variables[key.trim()] === undefined
        ? success(new Secret(key))
        : fromVariable(world, key.trim());
    }
  }
}

function fromVariable(world: AuthWorld, name: string): Result<Secret, ProbeReasonCode> {
  const value = normalizeEnvValue(world.variables[name]);
  return value === "" ? failure("missing_credential") : success(new Secret(value));
}
