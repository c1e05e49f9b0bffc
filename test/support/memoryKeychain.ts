import type { Disposable, Keychain, KeychainAnswer } from "../../src/engine/ports.ts";
import type { CallCounter } from "./callCounter.ts";

/** A keychain in memory, with the troubles real ones have. */
export class MemoryKeychain implements Keychain {
  readonly values = new Map<string, string>();
  /** What every question is answered with; `undefined` where the keychain works. */
  trouble: (KeychainAnswer & { kind: "locked" | "unavailable" }) | undefined;
  /** Accepts values and keeps none, as VS Code does without a keyring. */
  isForgetful = false;
  answersDurability: "kept" | "volatile" | "unknown" = "kept";
  /** Questions for a secret since the beginning. */
  questions = 0;
  readonly #listeners = new Set<(key: string) => void>();
  readonly #calls: CallCounter;

  constructor(calls: CallCounter) {
    this.#calls = calls;
  }

  async get(key: string): Promise<KeychainAnswer> {
    this.questions++;
    if (this.#calls.next() !== undefined) return { kind: "locked", reason: "timeout" };
    if (this.trouble !== undefined) return this.trouble;
    const value = this.values.get(key);
    return value === undefined ? { kind: "absent" } : { kind: "value", value };
  }

  async store(key: string, value: string): Promise<boolean> {
    const fault = this.#calls.next();
    if (fault === "without_effect" || this.trouble !== undefined) return false;
    if (!this.isForgetful) this.values.set(key, value);
    this.#tell(key);
    return fault === undefined;
  }

  async delete(key: string): Promise<boolean> {
    const fault = this.#calls.next();
    if (fault === "without_effect" || this.trouble !== undefined) return false;
    this.values.delete(key);
    this.#tell(key);
    return fault === undefined;
  }

  async keys(): Promise<readonly string[]> {
    return this.#calls.next() === undefined && this.trouble === undefined ? [...this.values.keys()] : [];
  }

  onDidChange(listener: (key: string) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async durability(): Promise<"kept" | "volatile" | "unknown"> {
    return this.#calls.next() === undefined ? this.answersDurability : "unknown";
  }

  #tell(key: string): void {
    for (const listener of this.#listeners) listener(key);
  }
}
