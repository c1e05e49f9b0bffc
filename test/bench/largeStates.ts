import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnose } from "../../src/cli/doctor/diagnosis.ts";
import { createMachinePorts } from "../../src/cli/machinePorts.ts";
import type { MachinePorts } from "../../src/cli/ports.ts";
import { planProbes } from "../../src/engine/probing/plan.ts";
import { auditSecrets } from "../../src/engine/secrets/audit/audit.ts";
import { createWorldReaders, loadWorld } from "../../src/engine/stores/world.ts";
import { writeManyProfiles } from "./manyProfiles.ts";
import { type BenchRow, median, row } from "./statistics.ts";

const repeats = 7;
const providers = 60;
const many = 10_000;

/** What is done seldom and with everything at once: the audit, the doctor, and planning what a probe would ask. */
export async function benchLargeStates(): Promise<readonly BenchRow[]> {
  return [
    await inStateDir((root) => writePlainKeys(root, 1000), benchAudit),
    await inStateDir((root) => writeManyProfiles(root, many, providers), benchDoctor),
    await inStateDir((root) => writePlainKeys(root, many), benchPlan),
  ];
}

async function benchAudit(machine: MachinePorts): Promise<BenchRow> {
  const times: number[] = [];
  let found = 0;
  for (let run = 0; run < repeats; run++) {
    const begun = performance.now();
    const world = await loadWorld(machine, createWorldReaders(machine));
    const audited = await auditSecrets(machine, world, { allowExec: false });
    times.push(performance.now() - begun);
    found = audited.ok ? audited.value.findings.length : 0;
  }
  if (found < 1000) throw new Error(`The audit found ${found} of 1,000 plain keys.`);
  return row("audit of a state dir with 1,000 profiles", median(times), 250, " ms", ` (${found} findings)`);
}

async function benchDoctor(machine: MachinePorts): Promise<BenchRow> {
  const times: number[] = [];
  let found = 0;
  for (let run = 0; run < repeats; run++) {
    const begun = performance.now();
    found = (await diagnose(machine, undefined)).findings.length;
    times.push(performance.now() - begun);
  }
  if (found === 0) throw new Error("The doctor found nothing where tokens have ended.");
  return row("doctor of 10,000 profiles", median(times), 2000, " ms", ` (${found} findings)`);
}

async function benchPlan(machine: MachinePorts): Promise<BenchRow> {
  const times: number[] = [];
  const world = await loadWorld(machine, createWorldReaders(machine));
  for (let run = 0; run < repeats; run++) {
    const begun = performance.now();
    const { rows, targets } = planProbes({ world, options: {}, now: Date.now() });
    times.push(performance.now() - begun);
    if (rows.length + targets.length !== many) throw new Error("The plan forgot profiles.");
  }
  return row("plan of probes of 10,000 profiles", median(times), 500, " ms");
}

/** Keys in plain text, of providers that can be asked. */
async function writePlainKeys(root: string, count: number): Promise<void> {
  const agent = join(root, "agents", "main", "agent");
  await mkdir(agent, { recursive: true });
  const known = ["anthropic", "openai", "google", "openrouter"];
  const entries = Array.from({ length: count }, (_, at) => {
    const provider = known[at % known.length] ?? "openai";
    return [`${provider}:account-${at}`, { type: "api_key", provider, key: `key-${at}`.padEnd(48, "0") }];
  });
  const profiles: unknown = Object.fromEntries(entries);
  await writeFile(join(agent, "auth-profiles.json"), JSON.stringify({ version: 1, profiles }, null, 2));
}

async function inStateDir<T>(
  write: (root: string) => Promise<void>,
  measure: (machine: MachinePorts) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "model-auth-bench-"));
  const machine = createMachinePorts();
  try {
    await write(root);
    const variables = { HOME: root, OPENCLAW_STATE_DIR: root };
    return await measure({
      ...machine,
      environment: { ...machine.environment, variables: () => variables, osHome: () => root },
    });
  } finally {
    machine.dispose();
    await rm(root, { recursive: true, force: true });
  }
}
