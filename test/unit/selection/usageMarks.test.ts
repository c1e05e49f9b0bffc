import assert from "node:assert/strict";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import type { HttpOutcome, HttpRequest } from "../../../src/engine/ports.ts";
import type { UsageMark } from "../../../src/engine/selection/usageMarks.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  stateOf,
  valueOf,
} from "../../support/authRoom.ts";
import { testTime } from "../../support/memoryPorts.ts";

const key = { type: "api_key", provider: "openai", key: fakeKey("a") };
const profiles = { "openai:a": key, "openai:b": key, "openrouter:a": { ...key, provider: "openrouter" } };
const limited: UsageMark = { kind: "failed", reason: "rate_limit", model: "m1" };
const used: UsageMark = { kind: "used" };

async function mark(room: AuthRoom, ...marks: readonly UsageMark[]): Promise<void> {
  valueOf(await room.engine.markUsage(await room.load(), "openai:a", marks));
}

function statsOf(room: AuthRoom, id = "openai:a"): Record<string, unknown> {
  const state = room.ports.files.json(places.state);
  assert.ok(typeof state === "object" && state !== null && "usageStats" in state);
  const stats = Object.entries(state.usageStats ?? {}).find(([name]) => name === id)?.[1];
  return stats ?? {};
}

describe("usage marks", () => {
  it("record a failure beside what is there, known and unknown", async () => {
    const room = createAuthRoom(profiles);
    const others = { "openai:b": { lastUsed: 3 }, gone: 5 };
    room.ports.files.write(places.state, {
      version: 1,
      future: true,
      usageStats: { ...others, "openai:a": { custom: "kept", errorCount: 1 } },
    });
    await mark(room, limited);
    const failed = {
      custom: "kept",
      errorCount: 2,
      cooldownUntil: testTime + 60_000,
      cooldownReason: "rate_limit",
      cooldownModel: "m1",
      failureCounts: { rate_limit: 1 },
      lastFailureAt: testTime,
    };
    const state = { version: 1, future: true, usageStats: { ...others, "openai:a": failed } };
    assert.deepEqual(room.ports.files.json(places.state), state);
  });

  it("record a success, which ends every rest, and whom the provider was served by", async () => {
    const room = createAuthRoom(profiles);
    await mark(room, limited, { kind: "failed", reason: "billing" });
    await mark(room, { kind: "good" }, used);
    assert.deepEqual(room.ports.files.json(places.state), {
      version: 1,
      usageStats: { "openai:a": { errorCount: 0, lastFailureAt: testTime, lastUsed: testTime } },
      lastGood: { openai: "openai:a" },
    });
  });

  it("are not made of timeouts, nor of failures of providers that never rest", async () => {
    const room = createAuthRoom(profiles);
    await mark(room, { kind: "failed", reason: "timeout" });
    valueOf(await room.engine.markUsage(await room.load(), "openrouter:a", [limited]));
    assert.equal(room.ports.files.saves, 0);
    valueOf(await room.engine.markUsage(await room.load(), "openrouter:a", [limited, used]));
    assert.deepEqual(statsOf(room, "openrouter:a"), { errorCount: 0, lastUsed: testTime });
  });

  it("of an inherited profile stand in the agent's own file, on top of what main's says", async () => {
    const room = createAuthRoom(profiles);
    room.ports.files.write(places.state, { version: 1, usageStats: { "openai:a": { errorCount: 2 } } });
    const world = await room.load({ agentId: "work" });
    valueOf(await room.engine.markUsage(world, "openai:a", [{ kind: "failed", reason: "format" }]));
    const own = room.ports.files.json(stateOf("work"));
    assert.match(
      JSON.stringify(own),
      /"errorCount":3,.*"cooldownUntil":1775500300000|"cooldownUntil":1775500300000.*"errorCount":3/,
    );
    assert.deepEqual(statsOf(room), { errorCount: 2 });
  });

  it("are refused for a profile that is not there, and where the file cannot be written", async () => {
    const room = createAuthRoom(profiles);
    const world = await room.load();
    const refused = async (id: string) => failureOf(await room.engine.markUsage(world, id, [used]));
    assert.deepEqual(await refused("constructor"), { code: "profile_missing", profileId: "constructor" });
    room.ports.files.write(places.state, "{");
    assert.equal((await refused("openai:a")).code, "damaged");
    room.ports.files.write(places.profiles, { version: 1, profiles: {} });
    assert.equal((await refused("openai:a")).code, "profile_missing");
  });

  it("count once when a program throws them away, however often it does", async () => {
    const room = createAuthRoom(profiles);
    const before = { version: 1, usageStats: { "openai:a": { errorCount: 1 } } };
    room.ports.files.write(places.state, before);
    await mark(room, limited);
    await mark(room, { kind: "failed", reason: "billing" });
    const after = room.ports.files.json(places.state);
    for (let times = 0; times < 3; times++) {
      room.ports.files.clobber(places.state, before);
      assert.deepEqual(room.ports.files.json(places.state), after);
    }
  });

  it("count once when others mark on top of them", async () => {
    const room = createAuthRoom(profiles);
    await mark(room, limited);
    room.ports.clock.advance(1);
    for (const later of [
      { errorCount: 2, failureCounts: { rate_limit: 2 }, lastFailureAt: testTime + 1 },
      { errorCount: 0, lastFailureAt: testTime, lastUsed: testTime + 1 },
    ]) {
      room.ports.files.clobber(places.state, { version: 1, usageStats: { "openai:a": later } });
      assert.deepEqual(statsOf(room), later);
    }
  });

  it("are made on what an old copy knows besides, and give way to what it has recorded since", async () => {
    const room = createAuthRoom(profiles);
    await mark(room, limited);
    room.ports.files.clobber(places.state, { version: 1, usageStats: { "openai:a": { lastUsed: 7 } } });
    assert.equal(statsOf(room)["errorCount"], 1);
    assert.equal(statsOf(room)["lastUsed"], 7);
    const theirs = { errorCount: 1, lastFailureAt: testTime + 5, cooldownUntil: testTime + 9 };
    room.ports.files.clobber(places.state, { version: 1, usageStats: { "openai:a": theirs } });
    assert.deepEqual(statsOf(room), theirs);
  });

  it("of success do not end a rest that began after them", async () => {
    const room = createAuthRoom(profiles);
    await mark(room, used);
    const later = {
      lastUsed: testTime,
      errorCount: 1,
      lastFailureAt: testTime + 5,
      cooldownUntil: testTime + 30_005,
    };
    room.ports.files.clobber(places.state, { version: 1, usageStats: { "openai:a": later } });
    assert.deepEqual(statsOf(room), later);
    assert.equal(room.ports.files.text(places.state).includes("lastGood"), false);
  });

  it("start again on a file that changes while they are saved", async () => {
    const room = createAuthRoom(profiles);
    room.ports.files.duringNextSave = () =>
      room.ports.files.write(places.state, { version: 1, usageStats: { "openai:a": { errorCount: 4 } } });
    await mark(room, { kind: "failed", reason: "format" });
    assert.equal(statsOf(room)["errorCount"], 5);
  });

  it("leave the last good profile to who chose another one since", async () => {
    const room = createAuthRoom(profiles);
    await mark(room, { kind: "good" });
    room.ports.files.clobber(places.state, { version: 1, lastGood: { openai: "openai:b" } });
    assert.deepEqual(room.ports.files.json(places.state), { version: 1, lastGood: { openai: "openai:b" } });
    room.ports.files.clobber(places.state, { version: 1 });
    assert.deepEqual(room.ports.files.json(places.state), { version: 1, lastGood: { openai: "openai:a" } });
  });
});

describe("Clearing a cooldown", () => {
  it("ends the rests of the named, those of profiles that are gone too, and makes nothing of none", async () => {
    const room = createAuthRoom(profiles);
    const rests = {
      cooldownUntil: testTime + 5,
      lastUsed: 3,
      lastFailureAt: 4,
      disabledUntil: 9,
      failureCounts: {},
    };
    const usageStats = { "openai:a": rests, gone: rests, "other:a": rests };
    room.ports.files.write(places.state, { version: 1, usageStats });
    const world = await room.load();
    valueOf(await room.engine.clearCooldown(world, ["openai:a", "gone", "openai:b"]));
    const cleared = { lastUsed: 3, lastFailureAt: 4, errorCount: 0 };
    const after = { "openai:a": cleared, gone: cleared, "other:a": rests };
    assert.deepEqual(room.ports.files.json(places.state), { version: 1, usageStats: after });
    const failedSince = { ...cleared, lastFailureAt: testTime + 1, cooldownUntil: testTime + 30_001 };
    room.ports.files.clobber(places.state, { version: 1, usageStats: { ...after, gone: failedSince } });
    assert.deepEqual(statsOf(room, "gone"), failedSince);
  });
});

describe("The usage page of ChatGPT", () => {
  const signIn = { type: "oauth", provider: "openai-codex", access: fakeKey("access"), accountId: "acc" };

  async function rest(answer: HttpOutcome, reason: "rate_limit" | "billing") {
    const room = createAuthRoom({ "codex:a": signIn });
    room.ports.files.write(places.config, {
      models: { providers: { "openai-codex": { baseUrl: "https://elsewhere.invalid", models: [] } } },
    });
    const requests: HttpRequest[] = [];
    const http = {
      send: (request: HttpRequest) => {
        requests.push(request);
        return Promise.resolve(answer);
      },
    };
    const engine = createAuthEngine({ ...room.ports, http });
    valueOf(await engine.markUsage(await room.load(), "codex:a", [{ kind: "failed", reason }]));
    return { stats: statsOf(room, "codex:a"), requests };
  }

  it("says how long to rest after a rate limit, and is asked at the catalogue's address alone", async () => {
    const body = JSON.stringify({ rate_limit: { primary_window: { reset_after_seconds: 600 } } });
    const answer = { kind: "answer", status: 200, headers: {}, body, truncated: false } as const;
    const { stats, requests } = await rest(answer, "rate_limit");
    assert.equal(stats["cooldownUntil"], testTime + 300_000);
    assert.deepEqual(
      requests.map(({ method, url, timeoutMs }) => [method, url, timeoutMs]),
      [["GET", "https://chatgpt.com/backend-api/wham/usage", 3_000]],
    );
    assert.equal(requests[0]?.headers["chatgpt-account-id"], "acc");
  });

  it("is not asked after other failures, and may stay silent", async () => {
    assert.equal((await rest({ kind: "timeout" }, "billing")).requests.length, 0);
    assert.equal((await rest({ kind: "timeout" }, "rate_limit")).stats["cooldownUntil"], testTime + 30_000);
  });
});
