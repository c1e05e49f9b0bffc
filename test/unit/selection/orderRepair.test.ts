import assert from "node:assert/strict";
import {
  needsRepair,
  type OrderFinding,
  orderFindings,
  repairedOrder,
} from "../../../src/engine/selection/orderRepair.ts";
import { createAuthRoom, fakeKey, places } from "../../support/authRoom.ts";

const key = { type: "api_key", key: fakeKey("a") };
const profiles = {
  "zai:a": { ...key, provider: "zai" },
  "zai:b": { ...key, provider: "z.ai" },
  "openai:a": { ...key, provider: "openai" },
  "volcengine:plan": { ...key, provider: "volcengine-plan" },
  "openai:broken": 5,
};

async function findings(order: unknown, configured: unknown = {}): Promise<readonly OrderFinding[]> {
  const room = createAuthRoom(profiles);
  room.ports.files.write(places.state, { version: 1, order });
  room.ports.files.write(places.config, { auth: { order: configured } });
  return orderFindings(await room.load());
}

describe("What is to be said of an order", () => {
  it("is each id that has no effect and why, and what it leaves out", async () => {
    const [zai, ...others] = await findings({
      "Z.AI": ["gone", "zai:b", "openai:a", "zai:b"],
      zai: ["zai:a"],
    });
    assert.ok(zai !== undefined);
    assert.deepEqual(others, []);
    assert.deepEqual(zai, {
      provider: "zai",
      source: "state",
      profileIds: ["gone", "zai:b", "openai:a", "zai:b"],
      ghosts: ["gone"],
      unlisted: ["zai:a"],
      ofOthers: ["openai:a"],
      duplicates: ["zai:b"],
      aliasKeys: ["zai"],
      disables: false,
    });
    assert.ok(needsRepair(zai));
    assert.deepEqual(repairedOrder(zai), ["zai:b"]);
  });

  it("is nothing bad where every id counts: one that shares credentials, one whose entry is unusable", async () => {
    const sound = await findings({ volcengine: ["volcengine:plan"], openai: ["openai:broken", "openai:a"] });
    assert.deepEqual(sound.filter(needsRepair), []);
    assert.deepEqual(sound.map(repairedOrder), [["volcengine:plan"], ["openai:broken", "openai:a"]]);
  });

  it("is that an empty list switches the provider off, and that one of ghosts is to be cleared", async () => {
    const [openai, zai] = await findings({ openai: ["gone"] }, { zai: [], openai: ["openai:a"] });
    assert.ok(openai !== undefined && zai !== undefined);
    assert.deepEqual([openai.source, openai.ghosts, repairedOrder(openai)], ["state", ["gone"], undefined]);
    assert.deepEqual(
      [zai.source, zai.disables, needsRepair(zai), repairedOrder(zai)],
      ["config_order", true, true, undefined],
    );
  });

  it("repaired, has nothing left to repair", async () => {
    const room = createAuthRoom(profiles);
    room.ports.files.write(places.state, {
      version: 1,
      order: { "Z.AI": ["gone", "zai:b", "zai:b"], zai: ["zai:a"] },
    });
    const [finding] = orderFindings(await room.load());
    assert.ok(finding !== undefined);
    const saved = await room.engine.setOrder(await room.load(), finding.provider, repairedOrder(finding));
    assert.ok(saved.ok);
    assert.deepEqual(orderFindings(await room.load()).filter(needsRepair), []);
    assert.deepEqual(room.ports.files.json(places.state), { version: 1, order: { zai: ["zai:b"] } });
  });
});
