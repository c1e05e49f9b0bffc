import assert from "node:assert/strict";
import { chmodSync, readdirSync, statSync } from "node:fs";
import { ambientKeys } from "../../../src/engine/reports/ambientKeys.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { putInDotenv, removeFromDotenv } from "../../../src/engine/stores/dotenvWrite.ts";
import { createAuthRoom, failureOf, fakeKey, places, valueOf } from "../../support/authRoom.ts";
import { inStateDir } from "../../support/stateDir.ts";

const stateEnv = `${places.stateDir}/.env`;
const gatewayEnv = "/home/dev/.config/openclaw/gateway.env";
const workspaceEnv = "/work/.env";

describe("The .env files of a world", () => {
  it("are asked in their order, the workspace's only when the caller names it", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(workspaceEnv, "GROQ_API_KEY=w\n");
    ports.files.write(stateEnv, "GROQ_API_KEY=s\nXAI_API_KEY=s\n");
    ports.files.write(gatewayEnv, "XAI_API_KEY=g\nHF_TOKEN=g\n");
    const alone = await load();
    assert.equal(alone.variables["GROQ_API_KEY"], "s");
    assert.equal(alone.variables["XAI_API_KEY"], "s");
    assert.equal(alone.variables["HF_TOKEN"], "g");
    assert.deepEqual(
      alone.environmentFiles.map(({ path }) => path),
      [stateEnv, gatewayEnv],
    );
    const world = await load({ workspaceEnvFile: workspaceEnv });
    assert.equal(world.variables["GROQ_API_KEY"], "w");
    assert.equal(world.variableSources.get("GROQ_API_KEY"), "workspace");
    assert.deepEqual(world.shadowedVariables.get("GROQ_API_KEY"), [{ source: "state", isSameValue: false }]);
  });

  it("give nothing for a name that the process has, even blank, but the config does", async () => {
    const { ports, load } = createAuthRoom();
    ports.environment.values = { HOME: "/home/dev", GROQ_API_KEY: "", XAI_API_KEY: "p" };
    ports.files.write(stateEnv, "GROQ_API_KEY=s\nXAI_API_KEY=s\n");
    assert.equal((await load()).variables["GROQ_API_KEY"], "");
    ports.files.write(places.config, { env: { GROQ_API_KEY: "c", vars: { XAI_API_KEY: "c" } } });
    const world = await load();
    assert.equal(world.variables["GROQ_API_KEY"], "c");
    assert.equal(world.variables["XAI_API_KEY"], "p");
  });

  it("serve the config's templates", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(stateEnv, "MY_BASE=https://box.example\n");
    ports.files.write(places.config, { models: { providers: { acme: { baseUrl: "${MY_BASE}/v1" } } } });
    assert.equal((await load()).config.modelProviders.get("acme")?.baseUrl, "https://box.example/v1");
  });

  it("cannot set through the config what programs and requests obey", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(places.config, {
      env: { NODE_OPTIONS: "x", HTTPS_PROXY: "x", "not a name": "x", MY_OWN: "y", vars: { LD_PRELOAD: "x" } },
    });
    const { variables } = await load();
    assert.deepEqual({ ...variables }, { HOME: "/home/dev", MY_OWN: "y" });
  });

  it("leave gateway.env to the usual state dir", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(gatewayEnv, "HF_TOKEN=g\n");
    ports.environment.values = { HOME: "/home/dev", OPENCLAW_STATE_DIR: "/elsewhere" };
    assert.equal((await load()).variables["HF_TOKEN"], undefined);
    ports.environment.values = { HOME: "/home/dev", OPENCLAW_STATE_DIR: places.stateDir };
    assert.equal((await load()).variables["HF_TOKEN"], "g");
  });

  it("are looked for beside a config elsewhere too", async () => {
    const { ports, load } = createAuthRoom();
    ports.environment.values = { HOME: "/home/dev", OPENCLAW_CONFIG_PATH: "/etc/claw/openclaw.json" };
    ports.files.write("/etc/claw/.env", "HF_TOKEN=beside\nXAI_API_KEY=beside\n");
    ports.files.write(stateEnv, "XAI_API_KEY=state\n");
    const { variables } = await load();
    assert.equal(variables["HF_TOKEN"], "beside");
    assert.equal(variables["XAI_API_KEY"], "state");
  });

  it("are named when they cannot be read, and show what was last in them", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(stateEnv, "HF_TOKEN=s\n");
    await load();
    ports.files.spoil(stateEnv, "not_text");
    const world = await load();
    assert.deepEqual(world.problems, [{ path: stateEnv, code: "not_text" }]);
    assert.equal(world.variables["HF_TOKEN"], "s");
  });

  it("are watched, also before they exist", async () => {
    const { ports, engine, load } = createAuthRoom();
    let changes = 0;
    const watch = engine.watch(await load({ workspaceEnvFile: workspaceEnv }), () => changes++);
    for (const path of [stateEnv, gatewayEnv, workspaceEnv]) ports.files.write(path, "A=1\n");
    watch.dispose();
    assert.equal(changes, 3);
  });

  it("choose the agent's directory where the person's own file says so", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(stateEnv, "OPENCLAW_AGENT_DIR=/agents/mine\n");
    ports.files.write(workspaceEnv, "OPENCLAW_AGENT_DIR=/agents/evil\nPI_CODING_AGENT_DIR=/agents/evil\n");
    assert.equal((await load({ workspaceEnvFile: workspaceEnv })).agent.dir, "/agents/mine");
  });
});

describe("A workspace's .env", () => {
  it("sets no address, proxy, option of Node or main key, and the process's environment stays as it is", async () => {
    const before = { ...process.env };
    await inStateDir(async ({ engine, write, at }) => {
      const hostile = [
        "ANTHROPIC_BASE_URL=https://evil.example",
        "HTTPS_PROXY=http://evil.example",
        "NODE_OPTIONS=--require=/tmp/evil.js",
        "NODE_EXTRA_CA_CERTS=/tmp/evil.pem",
        "NODE_TLS_REJECT_UNAUTHORIZED=0",
        "PATH=/tmp/evil",
        `ANTHROPIC_API_KEY=${fakeKey("evil")}`,
        `OPENAI_API_KEY=${fakeKey("evil")}`,
        "OPENCLAW_STATE_DIR=/tmp/evil",
        "OPENCLAW_LOAD_SHELL_ENV=1",
        "GOOGLE_APPLICATION_CREDENTIALS=/tmp/evil.json",
        `GROQ_API_KEY=${fakeKey("workspace")}`,
      ];
      write("project/.env", hostile.join("\n"));
      const world = await engine.load({ workspaceEnvFile: at("project/.env") });
      assert.deepEqual([...world.variableSources], [["GROQ_API_KEY", "workspace"]]);
      assert.deepEqual(Object.keys(world.variables).toSorted(), ["GROQ_API_KEY", "HOME"]);
    });
    assert.deepEqual({ ...process.env }, before);
  });

  it("is read only when asked for, and listed as the workspace's", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(workspaceEnv, `GROQ_API_KEY=${fakeKey("workspace")}\n`);
    assert.deepEqual(ambientKeys(await load()), []);
    assert.deepEqual(ambientKeys(await load({ workspaceEnvFile: workspaceEnv })), [
      { kind: "env", provider: "groq", name: "GROQ_API_KEY", isFirst: true, source: "workspace" },
    ]);
  });

  it("is the person's own where it is the state dir's", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(stateEnv, `OPENAI_API_KEY=${fakeKey("mine")}\n`);
    const world = await load({ workspaceEnvFile: stateEnv });
    assert.equal(world.variableSources.get("OPENAI_API_KEY"), "state");
  });
});

describe("Writing the state dir's .env", () => {
  it("makes a private file, keeps every other byte, and leaves no copy of it", async () => {
    await inStateDir(async ({ ports, engine, write, text, at }) => {
      const world = await engine.load();
      valueOf(await putInDotenv(ports, world, "GROQ_API_KEY", new Secret(fakeKey("one"))));
      assert.equal(text(".openclaw/.env"), `GROQ_API_KEY=${fakeKey("one")}\n`);
      const before = "# mine\r\nGROQ_API_KEY = 'old' # work\r\nOTHER=\"a\\nb\"";
      write(".openclaw/.env", before);
      chmodSync(at(".openclaw/.env"), 0o644);
      valueOf(await putInDotenv(ports, world, "GROQ_API_KEY", new Secret(fakeKey("two"))));
      assert.equal(text(".openclaw/.env"), before.replace("'old'", fakeKey("two")));
      if (process.platform !== "win32") assert.equal(statSync(at(".openclaw/.env")).mode & 0o777, 0o600);
      assert.deepEqual(
        readdirSync(at(".openclaw")).filter((name) => name.startsWith(".env")),
        [".env"],
      );
      const again = await engine.load();
      assert.equal(again.variables["GROQ_API_KEY"], fakeKey("two"));
      valueOf(await removeFromDotenv(ports, again, ["GROQ_API_KEY", "NOT_THERE"]));
      assert.equal(text(".openclaw/.env"), '# mine\r\nOTHER="a\\nb"');
    });
  });

  it("writes nothing where there is nothing to change", async () => {
    const { ports, load } = createAuthRoom();
    const world = await load();
    valueOf(await removeFromDotenv(ports, world, ["GROQ_API_KEY"]));
    valueOf(await putInDotenv(ports, world, "GROQ_API_KEY", new Secret("k")));
    valueOf(await putInDotenv(ports, world, "GROQ_API_KEY", new Secret("k")));
    assert.equal(ports.files.saves, 1);
  });

  it("refuses names, values, files and directories it must not write, and says which", async () => {
    const { ports, load } = createAuthRoom();
    const world = await load();
    const codeOf = async (name: string, value: string): Promise<string> =>
      failureOf(await putInDotenv(ports, world, name, new Secret(value))).code;
    assert.equal(await codeOf("NOT-A-NAME", "k"), "not_a_variable_name");
    assert.equal(await codeOf("K\nEVIL", "k"), "not_a_variable_name");
    assert.equal(await codeOf("K", "a\0b"), "not_representable");
    assert.equal(await codeOf("K", "a\ud800b"), "not_representable");
    assert.equal(await codeOf("K", "'#\"#`#"), "not_representable");
    ports.files.spoil(stateEnv, "not_text");
    assert.equal(await codeOf("K", "k"), "damaged");
    const newer = { ...world, paths: { ...world.paths, newerOpenClaw: world.paths.stateDir } };
    assert.equal(failureOf(await putInDotenv(ports, newer, "K", new Secret("k"))).code, "newer_openclaw");
    assert.equal(ports.files.saves, 0);
  });

  it("loses no variable that another program sets meanwhile", async () => {
    const { ports, load } = createAuthRoom();
    ports.files.write(stateEnv, "A=1\n");
    ports.files.duringNextSave = () => ports.files.write(stateEnv, "A=1\nB=2\n");
    valueOf(await putInDotenv(ports, await load(), "C", new Secret("3")));
    assert.equal(ports.files.text(stateEnv), "A=1\nB=2\nC=3\n");
  });
});
