import { describeApis, describeKeys, markdownOfKeys } from "./describe.ts";
import { simulatedSetupToken } from "./key.ts";
import { startSimulator } from "./simulator.ts";

/** Starts the simulator, tells how to use it, and ends it at Ctrl-C. */
async function run(port: number): Promise<void> {
  const simulator = await startSimulator({ port, pieceMs: 40 });
  console.log(`The provider simulator listens. Ctrl-C ends it.\n\n${describeApis(simulator.origin)}\n`);
  console.log(`Keys (for "…" write any name; any other key is wrong):\n\n${describeKeys()}\n`);
  console.log(`A setup-token for Anthropic:\n${simulatedSetupToken("good", "alice")}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void simulator.stop());
  }
}

const argument = process.argv[2] ?? "0";
const port = Number(argument);

if (argument === "--markdown") {
  console.log(markdownOfKeys());
} else if (Number.isInteger(port) && port >= 0 && port <= 65_535) {
  run(port).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
} else {
  console.error("Usage: tsx test/simulator/main.ts [port | --markdown]");
  process.exitCode = 2;
}
