import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ratios of one command's time to that of a bare `node -e 0` run beside it. */
export interface PairedRatios {
  readonly profiles: number;
  readonly pairs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Medians in ms, for a reader's orientation only. */
  readonly bareMs: number;
  readonly statusMs: number;
  /** What the ratio may be at most. */
  readonly budget: number;
}

const budgets = [
  { profiles: 10, budget: 1.5 },
  { profiles: 1000, budget: 2 },
] as const;

/**
 * Times `status --json` of a built command line against the start of Node alone. The runs are interleaved, so that a busy
 * machine slows both, and the ratio is taken pair by pair. Files are in the system's cache.
 * @param cliPath the bundled program
 */
export function measureCliStatus(cliPath: string, pairs = 31): readonly PairedRatios[] {
  return budgets.map(({ profiles, budget }) => {
    const root = mkdtempSync(join(tmpdir(), "model-auth-bench-"));
    try {
      writeState(root, profiles);
      const env = { HOME: root, OPENCLAW_STATE_DIR: root, PATH: process.env["PATH"] };
      const bare = (): number => timed(["-e", "0"], env);
      const status = (): number => timed([cliPath, "status", "--json"], env);
      bare();
      status();
      const runs = Array.from({ length: pairs }, (_, at) => {
        // Alternating which goes first cancels what one run leaves for the next.
        const first = at % 2 === 0 ? bare() : status();
        const second = at % 2 === 0 ? status() : bare();
        return at % 2 === 0 ? { bareMs: first, statusMs: second } : { bareMs: second, statusMs: first };
      });
      const ratios = runs.map(({ bareMs, statusMs }) => statusMs / bareMs);
      return {
        profiles,
        pairs,
        median: median(ratios),
        min: Math.min(...ratios),
        max: Math.max(...ratios),
        bareMs: median(runs.map((run) => run.bareMs)),
        statusMs: median(runs.map((run) => run.statusMs)),
        budget,
      };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
}

function timed(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const passed = performance.now() - start;
  if (status !== 0) {
    throw new Error(`${args.join(" ")} ended with ${status}: ${stderr.toString("utf8")}`);
  }
  return passed;
}

/** Profiles of several providers and types, some resting, in the sizes of real ones. */
function writeState(root: string, count: number): void {
  const agent = join(root, "agents", "main", "agent");
  mkdirSync(agent, { recursive: true });
  const providers = ["anthropic", "openai", "google", "zai", "openrouter"];
  const profiles = Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const provider = providers[at % providers.length] ?? "openai";
      const credential =
        at % 3 === 0
          ? { type: "token", provider, token: `token-${String(at).padStart(90, "0")}`, expires: 1e13 + at }
          : { type: "api_key", provider, key: `key-${String(at).padStart(48, "0")}` };
      return [`${provider}:account-${at}`, credential];
    }),
  );
  const usageStats = Object.fromEntries(
    Object.keys(profiles)
      .filter((_, at) => at % 10 === 0)
      .map((id) => [id, { lastUsed: 1, cooldownUntil: 1e13, errorCount: 1 }]),
  );
  const model = { primary: "anthropic/claude-sonnet-4-6" };
  writeFileSync(join(agent, "auth-profiles.json"), JSON.stringify({ version: 1, profiles }, null, 2));
  writeFileSync(join(agent, "auth-state.json"), JSON.stringify({ version: 1, usageStats }, null, 2));
  writeFileSync(join(root, "openclaw.json"), JSON.stringify({ agents: { defaults: { model } } }, null, 2));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
