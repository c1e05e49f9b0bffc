import type { Clock, Environment, FileReads, Ports } from "../engine/ports.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeEnvironment } from "../node/environment.ts";
import { fileReadsAtOnce } from "../node/files/fileReadsAtOnce.ts";
import type { FileNotice } from "../node/files/filesContext.ts";
import type { TerminalInput } from "./input/terminalInput.ts";
import { loadWork } from "./loadWork.ts";

/** What a command that only tells how things are needs of the machine. */
export interface ReadingPorts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly files: FileReads;
}

/** The whole machine, for a command that changes, asks or runs something. */
export interface MachinePorts extends Ports {
  /** Resolves when every edit that is to be kept was seen to stand, to what the person should hear of the files. */
  settled(): Promise<readonly FileNotice[]>;
  dispose(): void;
}

export interface CommandPorts extends ReadingPorts {
  /** Made when first called; the caller disposes of it. */
  machine(): MachinePorts;
  /** Standard input, opened when first called. */
  input(): TerminalInput;
}

export const processPorts: CommandPorts = {
  clock: nodeClock,
  environment: nodeEnvironment,
  files: fileReadsAtOnce,
  machine: () => loadWork().createMachinePorts(),
  input: () => loadWork().createProcessInput(),
};
