import type { Event, SecretStorage, SecretStorageChangeEvent } from "vscode";
import { EventEmitter } from "../../support/fakeVscode.ts";

/** The troubles of real keyrings and of VS Code above them. */
export type StorageTrouble =
  /** `get` and `delete`, or `store`, reject. */
  | "get_rejects"
  | "store_rejects"
  | "delete_rejects"
  /** Nothing ever answers. */
  | "never_answers"
  /** `store` resolves, nothing is kept. */
  | "keeps_nothing"
  /** Decryption fails: VS Code deletes the value and answers as if there were none. */
  | "deletes_on_get"
  /** `keys` is not there in older editors; in others it rejects. */
  | "no_keys"
  | "keys_reject"
  /** Every event comes twice. */
  | "double_events";

/** SecretStorage over a map, which may be shared by windows and outlives a session. */
export class FakeSecretStorage implements SecretStorage {
  readonly values: Map<string, string>;
  troubles: ReadonlySet<StorageTrouble>;
  /** Calls in their order: `get one`. */
  readonly calls: string[] = [];
  readonly #changed = new EventEmitter<SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event as Event<SecretStorageChangeEvent>;

  constructor(values = new Map<string, string>(), ...troubles: readonly StorageTrouble[]) {
    this.values = values;
    this.troubles = new Set(troubles);
    if (this.troubles.has("no_keys")) Object.assign(this, { keys: undefined });
  }

  get listenerCount(): number {
    return this.#changed.listenerCount;
  }

  async get(key: string): Promise<string | undefined> {
    await this.#begin("get", key, "get_rejects");
    const value = this.values.get(key);
    if (this.troubles.has("deletes_on_get") && this.values.delete(key)) {
      this.#tell(key);
      return undefined;
    }
    return value;
  }

  async store(key: string, value: string): Promise<void> {
    await this.#begin("store", key, "store_rejects");
    if (!this.troubles.has("keeps_nothing")) this.values.set(key, value);
    this.#tell(key);
  }

  async delete(key: string): Promise<void> {
    await this.#begin("delete", key, "delete_rejects");
    this.values.delete(key);
    this.#tell(key);
  }

  async keys(): Promise<string[]> {
    await this.#begin("keys", "", "keys_reject");
    return [...this.values.keys()];
  }

  async #begin(call: string, key: string, trouble: StorageTrouble): Promise<void> {
    this.calls.push(`${call} ${key}`.trim());
    if (this.troubles.has("never_answers")) await new Promise(() => undefined);
    if (this.troubles.has(trouble)) throw new Error("the keyring says no, and quotes what it was given");
  }

  #tell(key: string): void {
    this.#changed.fire({ key });
    if (this.troubles.has("double_events")) this.#changed.fire({ key });
  }
}
