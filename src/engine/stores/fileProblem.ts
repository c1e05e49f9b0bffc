import type { UnreadableCode } from "../ports.ts";

/** A file that could not be read as what it should be. It is shown, and never written over. */
export interface FileProblem {
  readonly path: string;
  readonly code: "not_json" | "wrong_shape" | "newer_version" | "newer_openclaw" | UnreadableCode;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}
