import { join } from "node:path";
import { runCommandLine } from "../../../src/cli/commandLine.ts";
import type { TerminalInput } from "../../../src/cli/input/terminalInput.ts";
import { processPorts } from "../../../src/cli/ports.ts";
import type { FileNotice } from "../../../src/node/files/filesContext.ts";
import { assertNoSecretIn, secretsBelow } from "../../support/canary.ts";
import type { StateDir } from "./builtCli.ts";

/** What a command and a person said to each other. */
export interface Conversation {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The questions, and how they were to be echoed. */
  readonly asked: readonly (readonly [string, "shown" | "hidden"])[];
}

/**
 * Runs a command with a person who gives these answers, and then cancels. No secret that is typed or stored may be said.
 * @param notices what saving has to tell, instead of what it would
 */
export async function talk(
  state: StateDir,
  args: readonly string[],
  answers: readonly string[],
  notices?: readonly FileNotice[],
): Promise<Conversation> {
  const asked: (readonly [string, "shown" | "hidden"])[] = [];
  const left = [...answers];
  const input: TerminalInput = {
    isInteractive: true,
    readAll: () => Promise.reject(new Error("a person is asked")),
    ask: (question, echo) => {
      asked.push([question, echo]);
      return Promise.resolve(left.shift());
    },
  };
  const variables = { HOME: state.path, OPENCLAW_STATE_DIR: state.path };
  const environment = {
    ...processPorts.environment,
    variables: () => variables,
    ownDirectory: () => join(state.path, ".config", "model-auth"),
  };
  const ports = {
    ...processPorts,
    environment,
    input: () => input,
    machine: () => {
      const machine = processPorts.machine();
      return { ...machine, environment, settled: async () => notices ?? (await machine.settled()) };
    },
  };
  let out = "";
  let err = "";
  const terminal = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    isColoured: () => false,
  };
  const code = await runCommandLine(args, terminal, ports);
  const typed = asked.flatMap(([, echo], at) => (echo === "hidden" ? [answers[at] ?? ""] : []));
  const said = [out, err, ...asked.map(([question]) => question)].join("\n");
  assertNoSecretIn(said, [...secretsBelow(state.path), ...typed], `what is said to ${args.join(" ")}`);
  return { code, out, err, asked };
}
