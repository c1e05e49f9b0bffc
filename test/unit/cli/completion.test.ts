import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../src/cli/commands.ts";
import { completionOf } from "../../../src/cli/completion/candidates.ts";
import { completionScript } from "../../../src/cli/completion/scripts.ts";
import { buildCli, profilesName, type StateDir, stateDir } from "./builtCli.ts";

/** The words offered behind a line whose last word is unfinished. */
function offered(line: string): readonly string[] {
  const words = line.split(" ");
  const completion = completionOf({ before: words.slice(0, -1), last: words.at(-1) ?? "" });
  return completion.kind === "words" ? completion.candidates.map(({ text }) => text) : [completion.of];
}

describe("Completion", () => {
  it("leads from the empty line to every command, and to none that is not a person's", () => {
    for (const { names, hidden } of commands) {
      for (const name of names) {
        const words = name.split(" ");
        for (const at of words.keys()) {
          const before = words
            .slice(0, at)
            .map((word) => `${word} `)
            .join("");
          assert.equal(offered(before).includes(words[at] ?? ""), hidden !== true, name);
        }
      }
    }
  });

  it("offers the options of the command that is written, the names they take and the words they choose from", () => {
    assert.deepEqual(offered("status --j"), ["--json"]);
    assert.ok(!offered("status --").includes("--status-json"));
    assert.ok(!offered("status --").includes("--keep"));
    assert.deepEqual(offered("auth order set --provider "), ["provider"]);
    assert.deepEqual(offered("auth order set --provider acme "), ["profile"]);
    assert.deepEqual(offered("auth order set --provider=acme x"), ["profile"]);
    assert.deepEqual(offered("--agent work auth order set a b "), ["profile"]);
    assert.deepEqual(offered("models auth --agent "), ["agent"]);
    assert.deepEqual(offered("auth add --type t"), ["token"]);
    assert.deepEqual(offered("auth add --expires-in "), []);
    assert.deepEqual(offered("auth list "), []);
    assert.deepEqual(offered("nonsense "), []);
    assert.deepEqual(offered("completion "), ["bash", "zsh", "fish"]);
  });

  it("has a script for each shell that asks the program and holds no list of its own", () => {
    for (const shell of ["bash", "zsh", "fish"] as const) {
      const script = completionScript(shell, "model-auth");
      assert.match(script, /__complete -- /);
      assert.match(script, /2>\/dev\/null/);
      assert.doesNotMatch(script, /paste-token|order|anthropic/);
      assert.match(script, new RegExp(`model-auth completion ${shell}`));
    }
    assert.match(completionScript("zsh", "model-auth"), /^#compdef model-auth\n/);
    assert.match(completionScript("fish", "model-auth"), /^complete -c model-auth -f -a '\(_model_auth\)'$/m);
  });
});

const hasBash = spawnSync("bash", ["--version"]).status === 0;

// Only where the system has what it tests.
if (hasBash) {
  describe("Completion in a real bash", function () {
    this.timeout(30_000);
    let state: StateDir;
    let bin: string;

    before(buildCli);
    beforeEach(async () => {
      const key = "x";
      state = stateDir({
        [profilesName]: {
          version: 1,
          profiles: {
            "openai:a": { type: "api_key", provider: "openai", key },
            "openai:b": { type: "api_key", provider: "openai", key },
            "zai:a": { type: "api_key", provider: "zai", key },
            "openai:$(touch pwned)": { type: "api_key", provider: "openai", key },
            "openai:`id`;x": { type: "api_key", provider: "openai", key },
            "openai:\u001b[31m": { type: "api_key", provider: "openai", key },
          },
        },
        "openclaw.json": { agents: { list: [{ id: "main" }, { id: "work" }] } },
      });
      bin = join(state.path, "bin");
      mkdirSync(bin);
      const program = join(bin, "model-auth");
      writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${await buildCli()}' "$@"\n`);
      chmodSync(program, 0o755);
    });
    afterEach(() => state.dispose());

    /** What bash would offer at the end of a line. */
    function completed(line: string, breaks = "\"'><=;|&(:"): readonly string[] {
      const script = `source <(model-auth completion bash)
COMP_WORDBREAKS=$1
COMP_LINE=$2 COMP_POINT=\${#2}
read -r -a COMP_WORDS <<< "$2"
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
[[ $(complete -p model-auth) == *_model_auth* ]] && _model_auth
printf '%s\\n' "\${COMPREPLY[@]}"`;
      const env = { PATH: `${bin}:${process.env["PATH"]}`, HOME: state.path, OPENCLAW_STATE_DIR: state.path };
      const out = execFileSync("bash", ["--norc", "--noprofile", "-c", script, "bash", breaks, line], {
        env,
        cwd: state.path,
      });
      return out
        .toString("utf8")
        .split("\n")
        .filter((word) => word !== "");
    }

    it("offers commands, options and what the files know", () => {
      assert.deepEqual(completed("model-auth auth pa"), ["paste-token"]);
      assert.deepEqual(completed("model-auth auth order g"), ["get"]);
      assert.deepEqual(completed("model-auth auth order set --prov"), ["--provider"]);
      assert.deepEqual(completed("model-auth auth order set --provider zai "), ["zai:a"]);
      assert.deepEqual(completed("model-auth status --agent "), ["main", "work"]);
      assert.deepEqual(completed("model-auth nonsense "), []);
      assert.deepEqual(completed("model-auth"), []);
    });

    it("repeats nothing that stands already, where bash takes colons and equal signs for ends of words", () => {
      assert.deepEqual(completed("model-auth auth remove openai:"), ["a", "b"]);
      assert.deepEqual(completed("model-auth auth remove openai:", " \t\n"), ["openai:a", "openai:b"]);
      assert.deepEqual(completed("model-auth auth list --provider=za"), ["zai"]);
      assert.deepEqual(completed("model-auth auth remove openai:", "="), ["openai:a", "openai:b"]);
    });

    it("never offers an id that a shell would take for more than a word, and writes nothing", () => {
      const before = state.fingerprint();
      assert.deepEqual(completed("model-auth auth remove "), ["openai:a", "openai:b", "zai:a"]);
      state.write(profilesName, "{ damaged");
      const damaged = state.fingerprint();
      assert.deepEqual(completed("model-auth auth remove "), []);
      assert.equal(state.fingerprint(), damaged);
      assert.notEqual(before, damaged);
    });
  });
}
