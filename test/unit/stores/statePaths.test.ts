import assert from "node:assert/strict";
import { resolveStatePaths, type StatePathOptions } from "../../../src/engine/stores/statePaths.ts";
import { createMemoryPorts, type MemoryPorts } from "../../support/memoryPorts.ts";

const home = "/home/dev";

interface Row {
  readonly title: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly options?: StatePathOptions;
  readonly expected: Readonly<Record<string, string | undefined>>;
}

const homes: readonly Row[] = [
  { title: "HOME is the home", variables: { HOME: " /h " }, expected: { home: "/h" } },
  {
    title: "OPENCLAW_HOME beats HOME",
    variables: { OPENCLAW_HOME: "/o", HOME: "/h" },
    expected: { home: "/o", stateDir: "/o/.openclaw" },
  },
  { title: "USERPROFILE comes after HOME", variables: { USERPROFILE: "/u" }, expected: { home: "/u" } },
  { title: "the system's own home comes last", variables: {}, expected: { home: "/home/os" } },
  {
    title: "the words undefined and null are unset",
    variables: { OPENCLAW_HOME: "undefined", HOME: "null", USERPROFILE: " " },
    expected: { home: "/home/os" },
  },
  {
    title: "a tilde in OPENCLAW_HOME is the usual home",
    variables: { OPENCLAW_HOME: "~/box", HOME: "/h" },
    expected: { home: "/h/box" },
  },
  { title: "a lone tilde too", variables: { OPENCLAW_HOME: "~", HOME: "/h" }, expected: { home: "/h" } },
  {
    title: "a tilde before a backslash too",
    variables: { OPENCLAW_HOME: "~\\box", HOME: "/h" },
    expected: { home: "/h/box" },
  },
  {
    title: "a tilde before a name is a name",
    variables: { OPENCLAW_HOME: "~box", HOME: "/h" },
    expected: { home: "/cwd/~box" },
  },
];

const stateDirs: readonly Row[] = [
  {
    title: "nothing there means ~/.openclaw",
    expected: {
      stateDir: `${home}/.openclaw`,
      origin: "default",
      configPath: `${home}/.openclaw/openclaw.json`,
    },
  },
  {
    title: "only the old directory there means the old one, its config with it",
    files: [`${home}/.clawdbot/clawdbot.json`],
    expected: {
      stateDir: `${home}/.clawdbot`,
      origin: "legacy",
      configPath: `${home}/.clawdbot/clawdbot.json`,
    },
  },
  {
    title: "both there means the new one",
    files: [`${home}/.clawdbot/x`, `${home}/.openclaw/x`],
    expected: { stateDir: `${home}/.openclaw`, origin: "default" },
  },
  {
    title: "the environment beats setting and default",
    variables: { HOME: home, OPENCLAW_STATE_DIR: " ~/there " },
    options: { stateDir: "/setting" },
    expected: { stateDir: `${home}/there`, origin: "environment" },
  },
  {
    title: "the setting beats the default",
    options: { stateDir: " ~/mine " },
    files: [`${home}/.openclaw/x`],
    expected: { stateDir: `${home}/mine`, origin: "setting", configPath: `${home}/mine/openclaw.json` },
  },
  {
    title: "a blank variable and a blank setting are none",
    variables: { HOME: home, OPENCLAW_STATE_DIR: "  " },
    options: { stateDir: " " },
    expected: { origin: "default" },
  },
];

const configs: readonly Row[] = [
  {
    title: "OPENCLAW_CONFIG_PATH wins",
    variables: { HOME: home, OPENCLAW_CONFIG_PATH: "~/c.json" },
    files: [`${home}/.openclaw/openclaw.json`],
    expected: { configPath: `${home}/c.json` },
  },
  {
    title: "the old name counts where the new one is missing",
    files: [`${home}/.openclaw/clawdbot.json`],
    expected: { configPath: `${home}/.openclaw/clawdbot.json` },
  },
  {
    title: "the new name counts before the old one",
    files: [`${home}/.openclaw/clawdbot.json`, `${home}/.openclaw/openclaw.json`],
    expected: { configPath: `${home}/.openclaw/openclaw.json` },
  },
  {
    title: "without one in the default directory the old directory is searched",
    files: [`${home}/.openclaw/agents/x`, `${home}/.clawdbot/clawdbot.json`],
    expected: { stateDir: `${home}/.openclaw`, configPath: `${home}/.clawdbot/clawdbot.json` },
  },
  {
    title: "an explicit directory is searched alone",
    variables: { HOME: home, OPENCLAW_STATE_DIR: "/s" },
    files: [`${home}/.openclaw/openclaw.json`],
    expected: { configPath: "/s/openclaw.json" },
  },
];

const sqlite = "state/openclaw.sqlite";
const agentSqlite = "agents/work/agent/openclaw-agent.sqlite";
const newer: readonly Row[] = [
  ...[sqlite, agentSqlite].map((file) => ({
    title: `a default directory with ${file} is left for our own`,
    files: [`${home}/.openclaw/${file}`, `${home}/.openclaw/openclaw.json`],
    expected: {
      stateDir: `${home}/.model-auth`,
      origin: "own",
      newerOpenClaw: `${home}/.openclaw`,
      configPath: `${home}/.model-auth/openclaw.json`,
    },
  })),
  {
    title: "an old directory of a newer program is left too",
    files: [`${home}/.clawdbot/${sqlite}`],
    expected: { stateDir: `${home}/.model-auth`, newerOpenClaw: `${home}/.clawdbot` },
  },
  {
    title: "a directory the environment names stays, and is said to be newer",
    variables: { HOME: home, OPENCLAW_STATE_DIR: "/s" },
    files: [`/s/${sqlite}`],
    expected: { stateDir: "/s", origin: "environment", newerOpenClaw: "/s" },
  },
  {
    title: "a directory the setting names stays, and is said to be newer",
    options: { stateDir: "/s" },
    files: [`/s/${agentSqlite}`],
    expected: { stateDir: "/s", origin: "setting", newerOpenClaw: "/s" },
  },
  {
    title: "a directory that is not newer has no such mark",
    files: [`${home}/.openclaw/agents/work/agent/auth-profiles.json`],
    expected: { stateDir: `${home}/.openclaw`, newerOpenClaw: undefined },
  },
];

describe("State paths", () => {
  for (const [group, rows] of Object.entries({ homes, stateDirs, configs, newer })) {
    describe(`of ${group}`, () => {
      for (const row of rows) {
        it(row.title, async () => {
          const ports = machine(row);
          const found = await resolveStatePaths(ports.environment, ports.files, row.options);
          const asked = Object.keys(row.expected).map((key) => [key, Reflect.get(found, key)]);
          assert.deepEqual(Object.fromEntries(asked), row.expected);
        });
      }
    });
  }
});

function machine({ variables = { HOME: home }, files = [] }: Row): MemoryPorts {
  const ports = createMemoryPorts();
  ports.environment.values = { ...variables };
  for (const file of files) ports.files.write(file, {});
  return ports;
}
