import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UsageMark } from "../../src/engine/selection/usageMarks.ts";
import { linesOf } from "./acknowledgements.ts";
import type { MarkerOrder } from "./marker.ts";
import { allReady, buildPrograms, inTemporaryDirectory, startProgram } from "./processes.ts";

const marksEach = 500;
const profileId = "openai:a";

describe("Marks of two engines in two processes", function () {
  this.timeout(60_000);

  it("come to what the same marks come to one after the other, failures racing successes", async () => {
    buildPrograms(["marker"]);
    await inTemporaryDirectory(async (home) => {
      const agent = join(home, ".openclaw", "agents", "main", "agent");
      mkdirSync(agent, { recursive: true });
      const profiles = { [profileId]: { type: "api_key", provider: "openai" } };
      writeFileSync(join(agent, "auth-profiles.json"), JSON.stringify({ version: 1, profiles }));
      const notes = join(home, "notes");
      const start = join(home, "start");
      const marks: readonly UsageMark[] = [{ kind: "failed", reason: "rate_limit" }, { kind: "used" }];
      const programs = marks.map((mark) => {
        const order: MarkerOrder = { home, profileId, mark, count: marksEach, notes, start };
        return startProgram("marker", [JSON.stringify(order)]);
      });
      await allReady(programs);
      writeFileSync(start, "");
      for (const { exitCode, output } of await Promise.all(programs.map(({ end }) => end)))
        assert.equal(exitCode, 0, output);
      const made = linesOf(notes).map((line) => line.split(" "));
      assert.equal(made.length, 2 * marksEach);
      const turns = made.filter(([kind], index) => index > 0 && kind !== made[index - 1]?.[0]).length;
      assert.ok(turns >= 50, `the run is void: only ${turns} turns`);
      const file: unknown = JSON.parse(readFileSync(join(agent, "auth-state.json"), "utf8"));
      assert.deepEqual(file, { version: 1, usageStats: { [profileId]: reckoned(made) } });
    });
  });
});

/** What is left in the end: failures since the last success, and the last time of each. No window runs out meanwhile. */
function reckoned(made: readonly (readonly string[])[]): Record<string, unknown> {
  const timesOf = (kind: string): readonly number[] =>
    made.filter(([other]) => other === kind).map(([, at]) => Number(at));
  const since = made.slice(made.findLastIndex(([kind]) => kind === "used") + 1);
  const firstFailure = Number(since[0]?.[1]);
  return {
    errorCount: since.length,
    lastFailureAt: timesOf("failed").at(-1),
    lastUsed: timesOf("used").at(-1),
    ...(since.length > 0 && {
      cooldownUntil: firstFailure + 30_000,
      cooldownReason: "rate_limit",
      failureCounts: { rate_limit: since.length },
    }),
  };
}
