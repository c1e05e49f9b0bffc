import assert from "node:assert/strict";
import { parseCommandLine } from "../../../src/cli/argumentParser.ts";
import { commands, commonOptions } from "../../../src/cli/commands.ts";
import { helpText } from "../../../src/cli/help.ts";

function mistake(...args: readonly string[]): string {
  const request = parseCommandLine(args);
  assert.equal(request.kind, "mistake");
  return request.kind === "mistake" ? request.message : "";
}

function values(...args: readonly string[]): unknown {
  const request = parseCommandLine(args);
  assert.equal(request.kind, "run");
  return request.kind === "run" ? request.values : undefined;
}

describe("The arguments of the command line", () => {
  it("may stand before and behind the command", () => {
    assert.deepEqual(values("--json", "status", "--agent", "work"), { json: true, agent: "work" });
    assert.deepEqual(values("models", "--agent=work", "status"), { agent: "work" });
    assert.deepEqual(values("--agent", "status", "status"), { agent: "status" });
  });

  it("mean the same in OpenClaw's older spelling", () => {
    assert.deepEqual(values("models", "--status-json"), { json: true });
  });

  it("are refused with the nearest option that exists", () => {
    assert.equal(mistake("status", "--jsn"), "Unknown option --jsn. Did you mean --json?");
    assert.equal(mistake("status", "--cehck"), "Unknown option --cehck. Did you mean --check?");
    assert.match(mistake("status", "--colour"), /^Unknown option --colour\. Run "model-auth status --help"/);
    assert.match(mistake("status", "-x"), /^Unknown option -x\./);
  });

  it("are refused when a value is missing, needless, or a word is too many", () => {
    assert.equal(mistake("status", "--agent"), "--agent needs a value: --agent ID.");
    assert.equal(mistake("status", "--agent", "--json"), "--agent needs a value: --agent ID.");
    assert.match(mistake("status", "--json=yes"), /^--json takes no value/);
    assert.match(mistake("status", "everything"), /^Unexpected argument "everything"/);
    assert.match(mistake("stauts"), /^Unknown command "stauts"/);
    assert.match(mistake("--nope"), /^Unknown option --nope/);
  });

  it("ask for help of the program, of a command, or for the version", () => {
    assert.deepEqual(parseCommandLine([]), { kind: "help" });
    assert.deepEqual(parseCommandLine(["-h"]), { kind: "help" });
    assert.deepEqual(parseCommandLine(["status", "--help"]), { kind: "help", command: commands[0] });
    assert.deepEqual(parseCommandLine(["models", "-h"]), {
      kind: "help",
      command: commands[0],
      group: "models",
    });
    assert.deepEqual(parseCommandLine(["--version"]), { kind: "version" });
  });

  it("are all told of in help, save the older spellings", () => {
    for (const command of commands.filter(({ hidden }) => hidden !== true)) {
      assert.ok(helpText(undefined, undefined).includes(command.summary));
      const help = helpText(command, undefined);
      for (const [name, { sameAs }] of Object.entries({ ...command.options, ...commonOptions })) {
        assert.equal(help.includes(`--${name}`), sameAs === undefined, name);
      }
    }
  });

  it("may name the beginning of commands: then help lists them, and a call says how to go on", () => {
    assert.deepEqual(parseCommandLine(["auth", "--help"]), { kind: "help", group: "auth" });
    assert.deepEqual(parseCommandLine(["models", "auth", "order", "-h"]), {
      kind: "help",
      group: "models auth order",
    });
    const help = helpText(undefined, "models auth order");
    assert.match(help, /^Usage: model-auth models auth order <command>/);
    for (const name of ["get", "set", "clear"]) assert.match(help, new RegExp(`models auth order ${name} `));
    assert.doesNotMatch(help, /paste-token/);
    assert.match(helpText(commands[0], "models"), /Commands:\n(?:.*\n)*? {2}models auth paste-token/);
    assert.match(mistake("auth", "order"), /^"auth order" is the beginning .*: get, set, clear\.$/);
    assert.match(mistake("auth", "ordr"), /^Unknown command "auth ordr"\. Run "model-auth auth --help"/);
  });

  it("are never repeated where they are or may be a secret", () => {
    const key = ["sk", "9f8e7d6c5b4a39281706"].join("-");
    const lines = [
      [key],
      ["auth", "add", key],
      ["auth", "add", "--key", "short"],
      ["auth", "add", `--api-key=${key}`],
      ["auth", "paste-token", "--token", "short"],
      ["auth", "paste-token", "--provider", "acme", "short-secret"],
      ["auth", "order", "set", "--provider", "acme", key],
      ["status", "--agent", key],
      [`--${key}`],
    ];
    for (const line of lines) {
      const message = mistake(...line);
      assert.match(message, /standard input/, line.join(" "));
      assert.ok(!message.includes(key) && !message.includes("short"));
    }
  });
});
