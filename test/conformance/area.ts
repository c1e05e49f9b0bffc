import type { Fields } from "./encoding.ts";

/** A case of a vector file, decoded. */
export interface VectorCase {
  readonly id: string;
  /** The observed function; empty in files that observe only one. */
  readonly fn: string;
  readonly input: Fields;
  readonly expected: unknown;
}

/** Applies one observed function's counterpart in the engine to a case's input. */
export type Mapping = (input: Fields) => unknown;

/**
 * A decision of ours that makes our answer differ from the observed program's. The predicate looks at the case
 * and our answer, so that held-back cases of the same kind fall under it too.
 */
export interface DeviationRule {
  readonly name: string;
  readonly reason: string;
  readonly covers: (vector: VectorCase, actual: unknown) => boolean;
}

/** What one vector file is answered by. */
export interface Area {
  /** The file's name without `.json`. */
  readonly file: string;
  /** By `input.fn`; the empty name where the file has one function. */
  readonly functions: Readonly<Record<string, Mapping>>;
  /** By the middle part of the case's id, where one function means several things; asked before `functions`. */
  readonly groups?: Readonly<Record<string, Mapping>>;
  readonly rules: readonly DeviationRule[];
}

/** The observed program threw; a mapping throws this where the engine returns a failure instead. */
export class ObservedError extends Error {
  readonly details: Fields;

  constructor(message: string, details: Fields = {}) {
    super(message);
    this.details = details;
  }

  /** How the vectors write a thrown error down. */
  toVector(): Fields {
    return { $throws: { name: "Error", message: this.message, ...this.details } };
  }
}
