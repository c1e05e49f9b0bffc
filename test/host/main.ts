import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { secretEnvNames } from "../../src/engine/providers/catalogue.ts";
import { runHostSuite } from "../editor/hostSuite.ts";
import { temporaryDirectory } from "../editor/temporaryDirectory.ts";
import { startSimulator } from "../simulator/simulator.ts";
import { crowd } from "./crowd.ts";

/**
 * Runs the host tests in a real VS Code: on a throw-away home directory, with simulated providers, in a folder that tries to
 * lead the extension astray.
 * usage: tsx test/host/main.ts [text of a test's title]
 */
async function main(grep: string | undefined): Promise<number> {
  const room = temporaryDirectory();
  const simulator = await startSimulator();
  // What the simulator was asked, for the suite in the other process.
  const door = createServer((request, response) => {
    if (request.method === "DELETE") simulator.clear();
    response.end(JSON.stringify(simulator.requests));
  });
  await new Promise<void>((resolve) => {
    door.listen(0, "127.0.0.1", resolve);
  });
  try {
    const home = join(room.path, "home");
    const folder = join(room.path, "folder");
    const astray = join(room.path, "astray");
    const temporary = join(room.path, "tmp");
    await mkdir(temporary);
    await writeState(join(home, ".openclaw"), simulator.baseUrl("responses"), simulator.baseUrl("openai"));
    await writeHostileFolder(folder, astray);
    return await runHostSuite({
      extensionPath: join(import.meta.dirname, "../.."),
      folder,
      env: {
        ...Object.fromEntries(secretEnvNames().map((name) => [name, undefined])),
        OPENCLAW_STATE_DIR: undefined,
        OPENCLAW_AGENT_DIR: undefined,
        PI_CODING_AGENT_DIR: undefined,
        OPENCLAW_CONFIG_PATH: undefined,
        OPENCLAW_HOME: home,
        XDG_CONFIG_HOME: join(room.path, "own"),
        MODEL_AUTH_TEST_HOME: home,
        MODEL_AUTH_TEST_ROOM: room.path,
        // The editor's own data comes there too, to be searched for secrets.
        TMPDIR: temporary,
        MODEL_AUTH_TEST_DOOR: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
        MODEL_AUTH_TEST_ASTRAY: astray,
      },
      ...(grep === undefined ? {} : { grep }),
    });
  } finally {
    door.close();
    await simulator.stop();
    room.remove();
  }
}

/** A state dir as a person with a hundred profiles has it. Comments stand in the configuration, to be kept. */
async function writeState(stateDir: string, openai: string, groq: string): Promise<void> {
  const agentDir = join(stateDir, "agents", "main", "agent");
  await mkdir(agentDir, { recursive: true, mode: 0o700 });
  await writeFile(
    join(agentDir, "auth-profiles.json"),
    `${JSON.stringify({ version: 1, profiles: crowd }, undefined, 2)}\n`,
    { mode: 0o600 },
  );
  await writeFile(
    join(stateDir, "openclaw.json"),
    `{
  // Both live on this machine only.
  models: { providers: { openai: { baseUrl: "${openai}", models: [] }, groq: { baseUrl: "${groq}", models: [] } } },
}
`,
    { mode: 0o600 },
  );
}

/** A folder whose settings and `.env` say where to look for credentials and whom to believe. */
async function writeHostileFolder(folder: string, astray: string): Promise<void> {
  await mkdir(join(folder, ".vscode"), { recursive: true });
  await mkdir(join(astray, "agents", "main", "agent"), { recursive: true });
  await writeFile(
    join(astray, "agents", "main", "agent", "auth-profiles.json"),
    '{"version":1,"profiles":{"openai:astray":{"type":"api_key","provider":"openai","key":"not-ours"}}}',
  );
  const settings = {
    "modelAuth.stateDir": astray,
    "modelAuth.statusBar": "never",
    "modelAuth.expiryNotifications": false,
    "modelAuth.probe.concurrency": 6,
  };
  await writeFile(join(folder, ".vscode", "settings.json"), JSON.stringify(settings));
  await writeFile(join(folder, ".env"), `GROQ_API_KEY=not-ours\nOPENCLAW_STATE_DIR=${astray}\n`);
}

void main(process.argv[2]).then((code) => {
  process.exitCode = code;
});
