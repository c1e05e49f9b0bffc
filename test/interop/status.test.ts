import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { statusRules } from "../conformance/areas/statusRules.ts";
import { type Fields, isFields } from "../conformance/encoding.ts";
import {
  inHome,
  type OpenClawSession,
  type ProgramEnd,
  runOpenClaw,
  runOurs,
  startSession,
} from "./reference.ts";
import { type StatusFixture, statusFixtures } from "./statusFixtures.ts";

/** Of an answer, what can be compared: how long something still lasts depends on when it is asked, and words are each's own. */
function comparable({ exitCode, stdout }: ProgramEnd): Fields {
  const report = stdout.trim() === "" ? "" : JSON.parse(stdout, withoutRemaining);
  return { exitCode, stdout: report, stderr: "words" };
}

function withoutRemaining(key: string, value: unknown): unknown {
  return key === "remainingMs" ? undefined : value;
}

function lay(home: string, { files }: StatusFixture): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(home, ".openclaw", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
  }
}

describe("The status of the same files", () => {
  let session: OpenClawSession;
  before(() => {
    session = startSession("/nowhere");
  });
  after(() => session.end());

  for (const fixture of statusFixtures) {
    it(`and its exit code are the same from both programs: ${fixture.title}`, () =>
      inHome(async (home) => {
        lay(home, fixture);
        const { agent, variables = {} } = fixture;
        const asked = agent === undefined ? [] : ["--agent", agent];
        const ours = comparable(await runOurs(home, ["status", "--json", "--check", ...asked], variables));
        const theirs = comparable(
          await session.ask({ do: "status", home, variables, ...(agent !== undefined && { agent }) }),
        );
        assert.ok(isFields(ours["stdout"]));
        const files = Object.fromEntries(
          Object.entries(fixture.files).map(([name, content]) => [
            name,
            typeof content === "string" ? content : JSON.stringify(content),
          ]),
        );
        const input = { opts: asked.length > 0 ? { agent } : {}, files, env: variables };
        const vector = { id: fixture.title, fn: "", input, expected: theirs };
        if (!statusRules.some((rule) => rule.covers(vector, ours))) {
          assert.deepEqual(ours, theirs);
        }
        assert.equal(theirs["exitCode"], fixture.exitCode);
      }));
  }

  it("is what OpenClaw's command line says, too", () =>
    inHome(async (home) => {
      const fixture = statusFixtures.find(({ isRunForReal }) => isRunForReal);
      assert.ok(fixture !== undefined);
      lay(home, fixture);
      const real = await runOpenClaw(home, ["models", "status", "--json", "--check"]);
      const asked = await session.ask({ do: "status", home });
      assert.deepEqual(comparable(real), comparable(asked));
    }));
});
