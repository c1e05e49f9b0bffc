import assert from "node:assert/strict";
import { allowHost, readAllowedHosts } from "../../../src/engine/probing/hostApprovals.ts";
import { createMemoryPorts } from "../../support/memoryPorts.ts";
import { worldOf } from "../reports-status/worlds.ts";

const approvals = "/home/dev/.config/model-auth/approvals.json";

describe("hosts a person agreed to", () => {
  const world = worldOf({});

  it("are none at first", async () => {
    const allowed = await readAllowedHosts(createMemoryPorts(), world);
    assert.equal(allowed("openai", "gateway.test"), false);
  });

  it("are remembered for that provider, that host and that state dir", async () => {
    const ports = createMemoryPorts();
    assert.equal((await allowHost(ports, world, "OpenAI", "gateway.test")).ok, true);
    assert.equal((await allowHost(ports, world, "openai", "other.test:8443")).ok, true);
    const allowed = await readAllowedHosts(ports, world);
    assert.equal(allowed("openai", "gateway.test"), true);
    assert.equal(allowed("openai", "other.test:8443"), true);
    assert.equal(allowed("openai", "other.test"), false);
    assert.equal(allowed("anthropic", "gateway.test"), false);
    assert.equal(allowed("constructor", "gateway.test"), false);
    const elsewhere = { ...world, paths: { ...world.paths, stateDir: "/elsewhere" } };
    assert.equal((await readAllowedHosts(ports, elsewhere))("openai", "gateway.test"), false);
  });

  it("stand beside other approvals, which stay as they are", async () => {
    const ports = createMemoryPorts();
    ports.files.write(
      approvals,
      JSON.stringify({ version: 1, approvals: { "/x": { vault: { hash: "0" } } } }),
    );
    await allowHost(ports, world, "openai", "gateway.test");
    const content = await ports.files.read(approvals);
    assert.ok(content.kind === "text");
    assert.deepEqual(JSON.parse(content.text), {
      version: 1,
      approvals: { "/x": { vault: { hash: "0" } } },
      hosts: { [world.paths.stateDir]: { openai: ["gateway.test"] } },
    });
  });

  it("are none in a file that cannot be used, and it is not written over", async () => {
    const ports = createMemoryPorts();
    for (const text of [
      "{",
      "[]",
      '{"version":99}',
      '{"version":1,"hosts":{"/home/ann/.openclaw":{"openai":"x"}}}',
    ]) {
      ports.files.write(approvals, text);
      // oxlint-disable-next-line no-await-in-loop
      const allowed = await readAllowedHosts(ports, world);
      assert.equal(allowed("openai", "x"), false);
    }
    ports.files.write(approvals, "{");
    const refused = await allowHost(ports, world, "openai", "x");
    assert.deepEqual(refused.ok ? undefined : refused.failure.code, "damaged");
  });
});
