import assert from "node:assert/strict";
import type { UsageMark } from "../../../src/engine/selection/usageMarks.ts";
import { createAuthRoom, fakeKey, places, valueOf } from "../../support/authRoom.ts";
import { testTime } from "../../support/memoryPorts.ts";

const key = { type: "api_key", provider: "openai", key: fakeKey("a") };
const profiles = { "openai:a": key, "openai:b": key };
const rateLimited: UsageMark = { kind: "failed", reason: "rate_limit", model: "m1" };

describe("usage marks", () => {
  it("record a failure beside what is there", async () => {
    const { engine, ports, load } = createAuthRoom(profiles);
    ports.files.write(places.state, {
      version: 1,
      future: true,
      usageStats: { "openai:b": { lastUsed: 3 }, "openai:a": { custom: "kept", errorCount: 1 }, gone: 5 },
    });
    valueOf(await engine.markUsage(await load(), "openai:a", [rateLimited]));
    assert.deepEqual(ports.files.json(places.state), {
      version: 1,
      future: true,
      usageStats: {
        "openai:b": { lastUsed: 3 },
        "openai:a": {
          custom: "kept",
          errorCount: 2,
          cooldownUntil: testTime + 60_000,
          cooldownReason: "rate_limit",
          cooldownModel: "m1",
          failureCounts: { rate_limit: 1 },
          lastFailureAt: testTime,
        },
        gone: 5,
      },
    });
  });
});
