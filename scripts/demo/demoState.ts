import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { secretEnvNames } from "../../src/engine/providers/catalogue.ts";
import { simulatedKey, simulatedSetupToken } from "../../test/simulator/key.ts";
import type { Simulator } from "../../test/simulator/simulator.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Fills an empty directory with credentials of every kind, all of them simulated: their providers' addresses lead to the
 * simulator on this machine.
 */
export async function writeDemoState(stateDir: string, simulator: Simulator, now: number): Promise<void> {
  const agentDir = join(stateDir, "agents", "main", "agent");
  await mkdir(agentDir, { recursive: true, mode: 0o700 });
  const write = async (path: string, text: string): Promise<void> =>
    await writeFile(path, text, { mode: 0o600 });
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  await write(join(agentDir, "auth-profiles.json"), json({ version: 1, profiles: demoProfiles(now) }));
  await write(join(agentDir, "auth-state.json"), json({ version: 1, usageStats: demoUsage(now) }));
  await write(join(stateDir, "openclaw.json"), demoConfig(simulator));
}

/** The environment the demo's extension host gets: its own state, one key, and none of the person's real ones. */
export function demoEnvironment(stateDir: string): Readonly<Record<string, string | undefined>> {
  const none = Object.fromEntries(secretEnvNames().map((name) => [name, undefined]));
  return {
    ...none,
    OPENCLAW_AGENT_DIR: undefined,
    PI_CODING_AGENT_DIR: undefined,
    OPENCLAW_CONFIG_PATH: undefined,
    OPENCLAW_STATE_DIR: stateDir,
    // Approvals given in the demo are none outside it.
    XDG_CONFIG_HOME: join(stateDir, ".config"),
    OPENROUTER_API_KEY: simulatedKey("good", "from-the-environment"),
  };
}

function demoProfiles(now: number): Readonly<Record<string, object>> {
  return {
    "anthropic:work": {
      type: "token",
      provider: "anthropic",
      token: simulatedSetupToken("good", "work"),
      expires: now + 5 * hourMs,
      displayName: "Work account",
    },
    "anthropic:private": {
      type: "token",
      provider: "anthropic",
      token: simulatedSetupToken("expired", "private"),
      expires: now - 3 * dayMs,
    },
    "openai:team": { type: "api_key", provider: "openai", key: simulatedKey("good", "team") },
    "openai:private": {
      type: "api_key",
      provider: "openai",
      key: simulatedKey("rate-limited-seconds", "private"),
    },
    "openai-codex:me@example.test": {
      type: "oauth",
      provider: "openai-codex",
      access: "an-access-token-of-the-demo",
      refresh: "a-refresh-token-of-the-demo",
      expires: now - hourMs,
      email: "me@example.test",
      managedBy: "codex-cli",
    },
    "google:default": {
      type: "api_key",
      provider: "google",
      keyRef: { source: "env", provider: "default", id: "MODEL_AUTH_DEMO_KEY_THAT_IS_NOT_SET" },
    },
    "mistral:default": {
      type: "api_key",
      provider: "mistral",
      key: simulatedKey("out-of-credit", "default"),
    },
  };
}

function demoUsage(now: number): Readonly<Record<string, object>> {
  return {
    "openai:team": { lastUsed: now - 12 * minuteMs },
    "openai:private": {
      lastUsed: now - 30 * minuteMs,
      cooldownUntil: now + 25 * minuteMs,
      cooldownReason: "rate_limit",
      errorCount: 3,
      failureCounts: { rate_limit: 3 },
      lastFailureAt: now - 2 * minuteMs,
    },
  };
}

/** Written by hand as a person would, comments included: they survive what the extension changes. */
function demoConfig(simulator: Simulator): string {
  const provider = (baseUrl: string): string => `{ baseUrl: "${baseUrl}", models: [] }`;
  return `{
  // The demo's providers live on this machine only.
  agents: { defaults: { model: "anthropic/claude-sonnet-4-6" } },
  models: {
    providers: {
      anthropic: ${provider(simulator.baseUrl("anthropic"))},
      google: ${provider(simulator.baseUrl("google"))},
      mistral: ${provider(simulator.baseUrl("openai"))},
      openai: ${provider(simulator.baseUrl("responses"))},
      openrouter: ${provider(simulator.baseUrl("openrouter"))},
    },
  },
}
`;
}
