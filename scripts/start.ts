import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openForPerson } from "../test/editor/openForPerson.ts";
import { simulatedKey, simulatedSetupToken } from "../test/simulator/key.ts";
import { startSimulator } from "../test/simulator/simulator.ts";
import { demoEnvironment, writeDemoState } from "./demo/demoState.ts";

/**
 * Opens VS Code with the extension: on a throw-away demo state with simulated providers, or with `--own` on the person's own.
 * Stays until Ctrl+C and leaves nothing behind.
 */
async function main(): Promise<void> {
  const isOwn = process.argv.includes("--own");
  const room = await mkdtemp(join(tmpdir(), "model-auth-"));
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => interrupted.abort());
  try {
    const folder = join(room, "folder");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "README.md"), readme(isOwn));
    const open = async (env: Readonly<Record<string, string | undefined>>): Promise<void> =>
      await openForPerson({
        extensionPath: join(import.meta.dirname, ".."),
        folder,
        stateDir: join(room, "editor"),
        env,
        signal: interrupted.signal,
        say: (line) => console.log(line),
      });
    if (isOwn) {
      console.log("Using your own credentials. Changes you make are real.");
      await open({});
      return;
    }
    const simulator = await startSimulator();
    try {
      const stateDir = join(room, "state");
      await writeDemoState(stateDir, simulator, Date.now());
      console.log(`Simulated providers are at ${simulator.origin}. Paste these:`);
      console.log(`  an Anthropic token that works:  ${simulatedSetupToken("good", "demo")}`);
      console.log(`  an OpenAI key that works:       ${simulatedKey("good", "demo")}`);
      console.log(`  an OpenAI key that was revoked: ${simulatedKey("revoked", "demo")}`);
      await open(demoEnvironment(stateDir));
    } finally {
      await simulator.stop();
    }
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

function readme(isOwn: boolean): string {
  const what = isOwn
    ? "This window shows your own credentials."
    : "This window shows a demo: nothing here is real, and everything is gone when you stop it.";
  return `# Model Auth\n\n${what}\nClick the key in the activity bar.\n`;
}

void main();
