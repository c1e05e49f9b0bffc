import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { type CommandId, commands } from "../../src/vscode/ids.ts";
import type { AuthSession } from "../../src/vscode/session.ts";
import { addKey, canary, openSession, spelledOut, startWith, workingKey } from "./room.ts";

/** What other extensions, links and keybindings may call our commands with. */
function hostileArguments(): readonly unknown[] {
  const cyclic: Record<string, unknown> = { kind: "profile" };
  cyclic["id"] = cyclic;
  const long = "x".repeat(1_000_000);
  return [
    null,
    undefined,
    0,
    Number.NaN,
    -1n,
    true,
    "",
    "../../../etc/passwd",
    long,
    [],
    [{ kind: "profile", id: "profile/openai:own" }],
    {},
    cyclic,
    () => "called",
    Symbol("symbol"),
    { path: "/etc/passwd" },
    { path: ["/etc/passwd"], line: -1, column: Number.POSITIVE_INFINITY },
    { path: "file:///etc/passwd" },
    vscode.Uri.file("/etc/passwd"),
    { kind: "profile", id: "profile/../../x" },
    { kind: "profile", id: `profile/${long}` },
    { kind: "profile", id: "" },
    { kind: "profile", id: 7 },
    { kind: "profile", id: "profile/__proto__" },
    { kind: "provider", id: "provider/" },
    { kind: "provider", id: "provider/constructor" },
    { kind: "provider", id: "provider/https://evil.test/v1" },
    { kind: "ambient", id: "ambient/../env/HOME" },
    { kind: "command", id: "command:workbench.action.closeWindow" },
    JSON.parse('{"__proto__":{"kind":"profile","id":"profile/openai:own"}}'),
    Object.assign(Object.create(null), { kind: "profile", id: "profile/toString" }),
    Object.assign(new Map(), { kind: "profile", id: "profile/size" }),
    new Proxy({ kind: "profile", id: "profile/proxy" }, {}),
  ];
}

/** What a modal question is answered with in an extension host under test. */
const refusedQuestion = /refused to show dialog in tests/;

describe("Commands called with anything by anybody", () => {
  let session: AuthSession;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    // Other extensions and the editor itself live in this process too.
    const isForeign =
      reason instanceof Error && !/[\\/]dist[\\/]e(ditor|xtension)\.js/.test(reason.stack ?? "");
    if (!isForeign) unhandled.push(reason);
  };

  before(async () => {
    session = await openSession();
    await startWith(session, { "openai:own": { type: "api_key", provider: "openai", key: "plain" } });
    await addKey(session, "openai:secret", workingKey("commands"));
    process.on("unhandledRejection", note);
  });

  after(() => {
    process.off("unhandledRejection", note);
  });

  /** Calls a command and turns away whatever it asks, until it is done. */
  async function call(command: CommandId, args: readonly unknown[]): Promise<readonly unknown[]> {
    const answers: unknown[] = [];
    let open = args.length;
    for (const argument of args) {
      vscode.commands
        .executeCommand(command, argument)
        .then(
          (answer) => answers.push(answer),
          (error: unknown) => answers.push(error),
        )
        .then(() => {
          open -= 1;
        });
    }
    while (open > 0) {
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      await vscode.commands.executeCommand("notifications.clearAll");
    }
    return answers;
  }

  async function storeNow(): Promise<string> {
    return await readFile((await session.currentWorld()).files.profiles, "utf8");
  }

  for (const command of Object.values(commands)) {
    it(`end without harm: ${command}`, async () => {
      const before = await storeNow();
      // This one takes no argument, and asks every provider.
      const args = command === commands.probeAll ? [null, { provider: "evil" }] : hostileArguments();
      const answers = await call(command, args);
      assert.equal(answers.length, args.length);
      const errors = answers.filter((answer) => answer instanceof Error);
      assert.deepEqual(
        errors.map((error) => error.message).filter((message) => !refusedQuestion.test(message)),
        [],
      );
      assert.ok(!spelledOut(answers).includes(canary));
      assert.equal(await storeNow(), before);
    });
  }

  it("throw back what a hostile object throws, and nothing goes unhandled", async () => {
    const trap = new Proxy(
      {},
      {
        has: () => {
          throw new Error("sprung");
        },
      },
    );
    await assert.rejects(async () => await vscode.commands.executeCommand(commands.probe, trap));
    assert.deepEqual(unhandled, []);
  });

  it("open no file but our own", () => {
    const names = vscode.workspace.textDocuments.map((document) => document.uri.path);
    assert.deepEqual(
      names.filter((name) => name.includes("passwd")),
      [],
    );
  });

  it("answer nothing but the exit code of a check", async () => {
    const [code] = await call(commands.check, [undefined]);
    assert.ok(code === 0 || code === 1 || code === 2);
    const quiet = [commands.refresh, commands.openStore, commands.showLog];
    for (const command of quiet) assert.deepEqual(await call(command, [undefined]), [undefined]);
  });
});
