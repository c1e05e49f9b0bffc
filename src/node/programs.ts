import type { Programs } from "../engine/ports.ts";
import { judgeProgram } from "./programChecks.ts";
import { runProgram } from "./programRun.ts";
import { type Beholder, thisProcess } from "./secretFileRules.ts";

/** Programs of this machine. */
export const nodePrograms: Programs = createPrograms(thisProcess);

/** @param beholder who runs; another than the process itself only in tests */
export function createPrograms(beholder: Beholder): Programs {
  return {
    async run(program, signal) {
      if (signal?.aborted) return { kind: "cancelled" };
      const { path, fault } = await judgeProgram(program.command, program.checks, beholder);
      if (fault !== undefined) return { kind: "refused", fault, path };
      return await runProgram(path, program, signal);
    },
    async inspect({ command, checks }) {
      const { fault, referenceFault } = await judgeProgram(command, checks, beholder);
      return { ...(fault && { fault }), ...(referenceFault && { referenceFault }) };
    },
  };
}
