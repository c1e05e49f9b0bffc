import assert from "node:assert/strict";
import { checkExitCode } from "../../../src/engine/reports/check.ts";
import { statusReport } from "../../../src/engine/reports/status.ts";
import type { FileProblem } from "../../../src/engine/stores/fileProblem.ts";
import { hourMs, now, type WorldParts, withModel, worldOf } from "./worlds.ts";

const openai = { type: "api_key", provider: "openai", key: "sk-1" };

function exitCode(parts: WorldParts, problems: readonly FileProblem[] = []): number {
  return checkExitCode(statusReport(worldOf(parts), now), problems);
}

function withToken(expires: unknown): WorldParts {
  const token = { type: "token", provider: "anthropic", token: "t", expires };
  return { profiles: { "openai:a": openai, "anthropic:a": token } };
}

describe("The exit code of a check", () => {
  it("is 0 when all is well", () => {
    assert.equal(exitCode({ profiles: { "openai:a": openai } }), 0);
    assert.equal(exitCode(withToken(now + 24 * hourMs + 1)), 0);
  });

  it("is 2 when a token ends within a day, to the millisecond", () => {
    assert.equal(exitCode(withToken(now + 24 * hourMs)), 2);
    assert.equal(exitCode(withToken(now + 1)), 2);
  });

  it("is 1 when a token has ended, has no credible end or holds nothing, even a spare one", () => {
    assert.equal(exitCode(withToken(now)), 1);
    assert.equal(exitCode(withToken(0)), 1);
    assert.equal(exitCode(withToken("soon")), 1);
    const empty = { type: "token", provider: "zai" };
    assert.equal(exitCode({ profiles: { "openai:a": openai, "zai:a": empty } }), 1);
  });

  it("is 1 when a provider in use has no credential, and not when a merely allowed one has none", () => {
    assert.equal(exitCode({}), 1);
    const config = {
      agents: { defaults: { model: "openai/gpt-5.4", models: { "openai/gpt-5.4": {}, "groq/llama": {} } } },
    };
    assert.equal(exitCode({ profiles: { "openai:a": openai }, config }), 0);
  });

  it("does not mind an API key that holds nothing, a cooldown, or a sign-in that renews itself", () => {
    const oauth = { type: "oauth", provider: "zai", access: "a", refresh: "r", expires: now - hourMs };
    const profiles = { "openai:a": { type: "api_key", provider: "openai" }, "zai:a": oauth };
    const state = { usageStats: { "openai:a": { disabledUntil: now + hourMs, disabledReason: "billing" } } };
    assert.equal(exitCode({ profiles, state, config: withModel("openai/gpt-5.4") }), 0);
  });

  it("is 1 for a file that hides what it holds, and not for one of a newer version", () => {
    const parts = { profiles: { "openai:a": openai } };
    assert.equal(exitCode(parts, [{ path: "/x", code: "not_json" }]), 1);
    assert.equal(exitCode(parts, [{ path: "/x", code: "denied" }]), 1);
    assert.equal(exitCode(parts, [{ path: "/x", code: "newer_version" }]), 0);
  });
});
