import type { Programs } from "../engine/ports.ts";

/** Programs of this machine. */
export const nodePrograms: Programs = {
  run: ({ command }) => Promise.resolve({ kind: "refused", fault: "unverified", path: command }),
};
