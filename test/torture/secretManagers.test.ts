import assert from "node:assert/strict";
import {
  type ChildProcess,
  type ExecFileSyncOptions,
  execFileSync,
  type StdioOptions,
  spawn,
  spawnSync,
} from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { approveDefinition } from "../../src/engine/secrets/approvals.ts";
import { resolveRefs } from "../../src/engine/secrets/resolveRefs.ts";
import { type SecretRef, secretRefKey } from "../../src/engine/secrets/secretRef.ts";
import { definitionOf } from "../../src/engine/secrets/shownDefinition.ts";
import { nodeEnvironment } from "../../src/node/environment.ts";
import { nodePrograms } from "../../src/node/programs.ts";
import { nodeSecretFiles } from "../../src/node/secretFiles.ts";
import { createAuthRoom, fakeKey, places, valueOf } from "../support/authRoom.ts";

/** A password manager that keeps secrets under names, and how it is asked for one. */
interface Manager {
  readonly command: string;
  /** Arguments before the name. */
  readonly show: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  keep(name: string, secret: string): void;
  end(): void;
}

const path = process.env["PATH"] ?? "/usr/bin:/bin";

function find(program: string): string | undefined {
  const candidates = path.split(delimiter).map((directory) => join(directory, program));
  return candidates.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** `pass` with a key and a store of the test's own. */
function realPass(directory: string, pass: string, gpg: string): Manager {
  const home = join(directory, "gnupg");
  mkdirSync(home, { mode: 0o700 });
  const store = join(directory, "store");
  const env = { HOME: directory, PATH: path, GNUPGHOME: home, PASSWORD_STORE_DIR: store };
  const options: ExecFileSyncOptions = { env, stdio: ["pipe", "ignore", "ignore"] };
  const user = "test@example.test";
  execFileSync(
    gpg,
    ["--batch", "--passphrase", "", "--quick-gen-key", user, "default", "default", "never"],
    options,
  );
  execFileSync(pass, ["init", user], options);
  return {
    command: pass,
    show: ["show"],
    env,
    keep: (name, secret) => {
      execFileSync(pass, ["insert", "--multiline", name], { ...options, input: `${secret}\n` });
    },
    end: () => void spawnSync(join(gpg, "..", "gpgconf"), ["--kill", "all"], options),
  };
}

/** `secret-tool` over a bus and a keyring of the test's own. Undefined where the two do not start. */
async function realSecretTool(directory: string): Promise<Manager | undefined> {
  const [tool, busProgram, keyringProgram] = ["secret-tool", "dbus-daemon", "gnome-keyring-daemon"].map(find);
  if (!tool || !busProgram || !keyringProgram) return undefined;
  const own = { HOME: directory, PATH: path, XDG_RUNTIME_DIR: directory };
  const bus = spawn(busProgram, ["--session", "--nofork", "--print-address"], { env: own, stdio: quiet });
  const address = (await firstOutput(bus)).trim();
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address };
  const arguments_ = ["--foreground", "--unlock", "--components=secrets"];
  const keyring = spawn(keyringProgram, arguments_, { env, stdio: quiet });
  keyring.on("error", () => {});
  keyring.stdin?.end("password");
  const keep = (name: string, secret: string): boolean => {
    const stored = spawnSync(tool, ["store", "--label", name, "service", name], {
      env,
      input: secret,
      timeout: 1_000,
    });
    return stored.status === 0;
  };
  const end = (): void => {
    for (const child of [keyring, bus]) child.kill("SIGKILL");
  };
  if (address !== "" && (await whenItKeeps(keep)))
    return {
      command: tool,
      show: ["lookup", "service"],
      env,
      keep: (name, secret) => assert.ok(keep(name, secret)),
      end,
    };
  end();
  return undefined;
}

/** Whether a keyring takes a secret. Asked too early, the bus would start another one, which stays locked. */
async function whenItKeeps(keep: (name: string, secret: string) => boolean): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return keep("probe", "x");
}

const quiet = ["pipe", "pipe", "ignore"] satisfies StdioOptions;

/** What a program says first; nothing when it ends or fails without a word. */
async function firstOutput(child: ChildProcess): Promise<string> {
  return await new Promise((resolve) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    for (const end of ["error", "exit"]) child.once(end, () => resolve(""));
  });
}

/** Where there is no such program: a script that answers as it does, from files. */
function standIn(directory: string, show: readonly string[]): Manager {
  const store = join(directory, "kept");
  mkdirSync(store);
  const command = join(directory, "manager");
  const script = `#!/bin/sh
shift ${show.length}
if [ ! -f "$STORE/$1" ]; then echo "Error: $1 is not in the password store." >&2; exit 1; fi
exec cat "$STORE/$1"
`;
  writeFileSync(command, script);
  chmodSync(command, 0o700);
  return {
    command,
    show,
    env: { PATH: path, STORE: store },
    keep(name, secret) {
      mkdirSync(join(store, name, ".."), { recursive: true });
      writeFileSync(join(store, name), `${secret}\n`);
    },
    end: () => {},
  };
}

type Start = (directory: string) => Manager | Promise<Manager>;

const managers: readonly (readonly [name: string, start: Start])[] = [
  [
    "pass",
    (directory) => {
      const [pass, gpg] = [find("pass"), find("gpg")];
      return pass && gpg ? realPass(directory, pass, gpg) : standIn(directory, ["show"]);
    },
  ],
  [
    "secret-tool",
    async (directory) => (await realSecretTool(directory)) ?? standIn(directory, ["lookup", "service"]),
  ],
];

/** What a person writes to have such a program asked for many secrets at once. */
function wrapper(directory: string, { command, show }: Manager): string {
  const program = join(directory, "wrapper.cjs");
  const body = `
const { spawnSync } = require("node:child_process");
const { provider, ids, protocolVersion } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const values = {}, errors = {};
for (const id of ids) {
  const { status, stdout } = spawnSync(${JSON.stringify(command)}, [...${JSON.stringify(show)}, id], { encoding: "utf8" });
  if (status === 0) values[id] = stdout.split("\\n")[0];
  else errors[id] = { message: "not kept here" };
}
console.log(JSON.stringify({ protocolVersion, values, errors }));
`;
  writeFileSync(program, body);
  const launcher = join(directory, "wrapper");
  writeFileSync(launcher, `#!/bin/sh\nexec "${process.execPath}" "${program}"\n`);
  chmodSync(launcher, 0o700);
  return launcher;
}

for (const [name, start] of managers)
  describe(`Secrets that ${name} keeps`, function () {
    this.timeout(60_000);
    const directory = mkdtempSync(join(tmpdir(), "ma-"));
    const secrets = { "openai/work": fakeKey("work"), "zai/home": fakeKey("home") };
    let manager: Manager;

    before(async () => {
      manager = await start(directory);
      for (const [id, secret] of Object.entries(secrets)) manager.keep(id, secret);
    });

    after(() => {
      manager.end();
      rmSync(directory, { recursive: true, force: true });
    });

    /** What the definition, once approved, gives for the ids. */
    async function follow(definition: object, ids: readonly string[]): Promise<readonly unknown[]> {
      const { load, ports } = createAuthRoom();
      ports.files.write(places.config, { secrets: { providers: { manager: definition } } });
      const real = { ...ports, programs: nodePrograms, secretFiles: nodeSecretFiles };
      const world = await load();
      const environment = { ...nodeEnvironment, ownDirectory: () => "/own" };
      const all = { ...real, environment };
      const shown = definitionOf(all, world, "manager") ?? assert.fail("no definition");
      valueOf(await approveDefinition(all, world, "manager", shown.hash));
      const refs = ids.map((id): SecretRef => ({ source: "exec", provider: "manager", id }));
      const outcomes = await resolveRefs(all, world, refs);
      return refs.map((ref) => {
        const outcome = outcomes.get(secretRefKey(ref)) ?? assert.fail("no answer");
        return outcome.ok ? outcome.value : outcome.failure;
      });
    }

    it("come one by one, straight from it", async () => {
      const { command, env, show } = manager;
      const ask = (id: string): Promise<readonly unknown[]> => {
        const args = [...show, id];
        const definition = { source: "exec", command, args, env, jsonOnly: false, allowSymlinkCommand: true };
        return follow(definition, ["the-one"]);
      };
      for (const [id, secret] of Object.entries(secrets)) assert.deepEqual(await ask(id), [secret]);
      const [failure] = await ask("not/there");
      const ref = { source: "exec", provider: "manager", id: "the-one" };
      assert.deepEqual(failure, { code: "program_failed", exitCode: 1, scope: "provider", ref });
    });

    it("come together through a wrapper, each with its own error", async () => {
      const definition = { source: "exec", command: wrapper(directory, manager), env: manager.env };
      const ids = [...Object.keys(secrets), "not/there"];
      const found = await follow(definition, ids);
      assert.deepEqual(found.slice(0, 2), Object.values(secrets));
      const ref = { source: "exec", provider: "manager", id: "not/there" };
      const refusal = { code: "refused_by_program", message: "not kept here", scope: "ref", ref };
      assert.deepEqual(found[2], refusal);
    });
  });
