/** Whether a failing call has its effect all the same, as a save that could not be verified or a keyring that answers late. */
export type FaultKind = "without_effect" | "with_effect";

/** Counts the calls of ports, and makes the one that is asked for fail. */
export class CallCounter {
  #count = 0;
  #fault: { readonly at: number; readonly kind: FaultKind } | undefined;

  get count(): number {
    return this.#count;
  }

  /** Whether the fault that was asked for has happened. */
  get hasFailed(): boolean {
    return this.#fault !== undefined && this.#count >= this.#fault.at;
  }

  /** Begins to count anew. @param at the number of the call that fails, from 1; `undefined` for none */
  restart(at?: number, kind: FaultKind = "without_effect"): void {
    this.#count = 0;
    this.#fault = at === undefined ? undefined : { at, kind };
  }

  /** To be called once by each call of a port: how it is to fail, if at all. */
  next(): FaultKind | undefined {
    this.#count++;
    return this.#fault?.at === this.#count ? this.#fault.kind : undefined;
  }
}
