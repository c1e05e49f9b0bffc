import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { AuthSession, Snapshot } from "../../src/vscode/session.ts";
import { agentFile, openSession, startWith } from "./room.ts";

const run = promisify(execFile);

const plain = { type: "api_key", provider: "openai", key: "as-another-program-writes-it" };

describe("What another program writes", () => {
  let session: AuthSession;

  before(async () => {
    session = await openSession();
  });

  beforeEach(async () => {
    await startWith(session, { "openai:first": plain });
  });

  afterEach(async () => {
    if (session.agentId !== undefined) await session.selectAgent(undefined);
  });

  /** Runs a program in a process of its own; the answer tells when it had done its work. */
  async function otherProgram(program: string, ...args: readonly string[]): Promise<number> {
    const script = `const fs = require("node:fs"), path = require("node:path");
      const [file, text] = process.argv.slice(1);
      ${program};
      console.log(Date.now())`;
    // On the desktop the extension host's own program is Electron.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
    const { stdout } = await run(process.execPath, ["-e", script, ...args], { env });
    return Number(stdout);
  }

  /** Waits for the snapshot, without asking the session to look. */
  async function seen(isWanted: (snapshot: Snapshot) => boolean, change: Promise<number>): Promise<number> {
    const arrival = new Promise<number>((resolve) => {
      const subscription = session.onDidChange((snapshot) => {
        if (!isWanted(snapshot)) return;
        subscription.dispose();
        resolve(Date.now());
      });
    });
    return (await arrival) - (await change);
  }

  function file(...ids: readonly string[]): string {
    return JSON.stringify({ version: 1, profiles: Object.fromEntries(ids.map((id) => [id, plain])) });
  }

  const byRename = "fs.writeFileSync(file + '.other', text); fs.renameSync(file + '.other', file)";

  it("is there within a second, when it renames a new file into place", async () => {
    const { files } = await session.currentWorld();
    const change = otherProgram(byRename, files.profiles, file("openai:first", "openai:second"));
    assert.ok((await seen(({ world }) => world.store.profiles.has("openai:second"), change)) < 1000);
  });

  it("is there within a second, when it writes in place", async () => {
    const { files } = await session.currentWorld();
    const change = otherProgram("fs.writeFileSync(file, text)", files.profiles, file("openai:in-place"));
    assert.ok((await seen(({ world }) => world.store.profiles.has("openai:in-place"), change)) < 1000);
  });

  it("is there again and again: a second rename is seen as the first was", async () => {
    const { files } = await session.currentWorld();
    for (const id of ["openai:a", "openai:b", "openai:c"]) {
      const change = otherProgram(byRename, files.profiles, file(id));
      assert.ok((await seen(({ world }) => world.store.profiles.has(id), change)) < 1000);
    }
  });

  it("is seen in the state file: an order it set", async () => {
    const { files } = await session.currentWorld();
    const state = JSON.stringify({ version: 1, order: { openai: ["openai:first"] } });
    const change = otherProgram(byRename, files.state, state);
    const isOrdered = ({ view }: Snapshot): boolean => view.providers[0]?.orderSource === "state";
    assert.ok((await seen(isOrdered, change)) < 1000);
  });

  it("shows the last good content beside what is wrong, when it breaks the file, until it is whole again", async () => {
    const { files } = await session.currentWorld();
    const broken = otherProgram(byRename, files.profiles, `${file("openai:first").slice(0, -1)},`);
    await seen(({ world }) => world.problems.length > 0, broken);
    assert.deepEqual([...(session.snapshot?.world.store.profiles.keys() ?? [])], ["openai:first"]);
    assert.equal(session.snapshot?.view.problems[0]?.code, "not_json");
    const whole = otherProgram(byRename, files.profiles, file("openai:whole"));
    await seen(({ world }) => world.problems.length === 0 && world.store.profiles.has("openai:whole"), whole);
  });

  it("is seen when it removes the file", async () => {
    const { files } = await session.currentWorld();
    const change = otherProgram("fs.rmSync(file)", files.profiles);
    assert.ok((await seen(({ world }) => world.store.profiles.size === 0, change)) < 1000);
  });

  it("is seen for an agent whose directory comes only now, with main's profiles beneath", async () => {
    await session.selectAgent("late");
    assert.deepEqual([...(session.snapshot?.world.inherited ?? [])], ["openai:first"]);
    const late = agentFile(await session.currentWorld(), "late", "auth-profiles.json");
    const making = `fs.mkdirSync(path.dirname(file), { recursive: true }); ${byRename}`;
    const change = otherProgram(making, late, file("openai:late"));
    assert.ok((await seen(({ world }) => world.store.profiles.has("openai:late"), change)) < 1000);
    assert.ok(session.snapshot?.world.store.profiles.has("openai:first"));
  });
});
