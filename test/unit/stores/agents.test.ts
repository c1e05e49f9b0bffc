import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  defaultAgentId,
  knownAgentIds,
  normalizeAgentId,
  resolveAgent,
} from "../../../src/engine/stores/agents.ts";
import { readConfig } from "../../../src/engine/stores/configFile.ts";
import type { StatePaths } from "../../../src/engine/stores/statePaths.ts";
import { MemoryEnvironment } from "../../support/memoryPorts.ts";

const paths: StatePaths = {
  home: "/home/dev",
  stateDir: "/s",
  origin: "environment",
  configPath: "/s/openclaw.json",
};
const own = (id: string): string => `/s/agents/${id}/agent`;

describe("Agent ids", () => {
  const normalized: readonly (readonly [string, string])[] = [
    ["", "main"],
    ["  ", "main"],
    ["Main", "main"],
    ["Work Bot!", "work-bot"],
    ["é", "main"],
    ["_x", "_x"],
    ["a".repeat(70), "a".repeat(64)],
    ["--a--", "a"],
    [" work ", "work"],
    ["../../etc", "etc"],
  ];
  for (const [raw, id] of normalized)
    it(`are normal: ${JSON.stringify(raw.slice(0, 12))} is ${id.slice(0, 12)}`, () => {
      assert.equal(normalizeAgentId(raw), id);
    });

  it("are one name of a directory, whatever was typed, and stay when normalised again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const id = normalizeAgentId(raw);
        assert.match(id, /^[a-z0-9_-]{1,64}$/);
        assert.equal(normalizeAgentId(id), id);
      }),
    );
  });

  it("are those of the list, each once; main alone without a list", () => {
    const listed = readConfig({ agents: { list: [{ id: "Work" }, "x", { id: "work" }, { id: "b" }] } });
    assert.deepEqual(knownAgentIds(listed), ["work", "b"]);
    assert.deepEqual(knownAgentIds(readConfig({})), ["main"]);
  });

  it("have a default: the first that is marked, else the first, else main", () => {
    const of = (list: readonly unknown[]): string => defaultAgentId(readConfig({ agents: { list } }));
    assert.equal(of([{ id: "a" }, { id: "b", default: true }, { id: "c", default: true }]), "b");
    assert.equal(of([{ id: "a" }, { id: "b" }]), "a");
    assert.equal(of([]), "main");
  });
});

describe("The agent every command works on", () => {
  const list = [{ id: "main" }, { id: "work", default: true }, { id: "far", agentDir: " ~/far " }];
  const config = readConfig({ agents: { list } });
  const resolve = (variables: Record<string, string>, chosen?: string) => {
    const environment = new MemoryEnvironment();
    environment.values = variables;
    return resolveAgent(environment, paths, config, chosen);
  };

  it("is the chosen one before all else, known or not", () => {
    const variables = { OPENCLAW_AGENT_DIR: "/x" };
    assert.deepEqual(resolve(variables, "Far"), { id: "far", dir: "/home/dev/far", mainDir: "/x" });
    assert.deepEqual(resolve({}, "new one"), { id: "new-one", dir: own("new-one"), mainDir: own("main") });
  });

  it("is in the directory the environment names, OpenClaw's name first", () => {
    const both = { OPENCLAW_AGENT_DIR: "~/x", PI_CODING_AGENT_DIR: "/y" };
    assert.deepEqual(resolve(both), { id: "main", dir: "/home/dev/x", mainDir: "/home/dev/x" });
    const blank = { OPENCLAW_AGENT_DIR: "  ", PI_CODING_AGENT_DIR: "/y" };
    assert.deepEqual(resolve(blank), { id: "main", dir: "/y", mainDir: "/y" });
  });

  it("is else the configured default, with main beneath it", () => {
    assert.deepEqual(resolve({}), { id: "work", dir: own("work"), mainDir: own("main") });
    assert.deepEqual(resolve({}, "  "), { id: "work", dir: own("work"), mainDir: own("main") });
  });
});
