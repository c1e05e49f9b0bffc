import { createAuthEngine } from "../../engine/engine.ts";
import { doctorFindings } from "../../engine/reports/doctor/doctor.ts";
import { gatherDoctorFacts } from "../../engine/reports/doctor/facts.ts";
import type { Finding } from "../../engine/reports/doctor/finding.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import type { MachinePorts } from "../ports.ts";

/** One look of the doctor: the files as they are now, and what is wrong with them. */
export interface Diagnosis {
  readonly world: AuthWorld;
  readonly findings: readonly Finding[];
  /** ms since the epoch. */
  readonly now: number;
}

/** Looks at one agent's credentials; the keychain is out of a terminal's reach. */
export async function diagnose(machine: MachinePorts, agentId: string | undefined): Promise<Diagnosis> {
  const world = await createAuthEngine(machine).load(agentId === undefined ? {} : { agentId });
  const facts = await gatherDoctorFacts(machine, world);
  const now = machine.clock.now();
  return { world, findings: doctorFindings(world, facts, now), now };
}
