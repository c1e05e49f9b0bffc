import type { ProgramInspection, ProgramOutcome, ProgramRun, Programs } from "../../src/engine/ports.ts";

/** What a program does when it is run: it ends, or says something on its standard output and ends well. */
export type MemoryProgram = (
  run: ProgramRun,
  signal: AbortSignal | undefined,
) => ProgramOutcome | string | Promise<ProgramOutcome | string>;

/** Programs that are functions of a test; every run is remembered. */
export class MemoryPrograms implements Programs {
  readonly programs = new Map<string, MemoryProgram>();
  readonly inspections = new Map<string, ProgramInspection>();
  readonly runs: ProgramRun[] = [];

  readonly run = async (run: ProgramRun, signal?: AbortSignal): Promise<ProgramOutcome> => {
    this.runs.push(run);
    const program = this.programs.get(run.command);
    if (program === undefined) return { kind: "refused", fault: "not_readable", path: run.command };
    const said = await program(run, signal);
    return typeof said === "string" ? { kind: "ended", exitCode: 0, stdout: said } : said;
  };

  readonly inspect = async ({ command }: Pick<ProgramRun, "command">): Promise<ProgramInspection> =>
    await Promise.resolve(this.inspections.get(command) ?? {});
}
