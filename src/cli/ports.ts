import type { Clock, Environment, FileReads } from "../engine/ports.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeEnvironment } from "../node/environment.ts";
import { fileReadsAtOnce } from "../node/files/fileReadsAtOnce.ts";

/** What a command that only tells how things are needs of the machine. */
export interface ReadingPorts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly files: FileReads;
}

export const readingPorts: ReadingPorts = {
  clock: nodeClock,
  environment: nodeEnvironment,
  files: fileReadsAtOnce,
};
