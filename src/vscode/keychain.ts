import type { Memento, SecretStorage } from "vscode";
import type { Disposable, Keychain, KeychainAnswer } from "../engine/ports.ts";
import { memoryKeys } from "./ids.ts";

/** SecretStorage key of the canary: a value of no worth that tells whether the keychain keeps what it is given. */
const canaryKey = "modelAuth/v1/canary";

export interface KeychainOptions {
  /** How long one call may take before the keychain counts as locked, ms. Some keyrings ask the person first. */
  readonly timeoutMs?: number;
}

/**
 * The editor keychain over SecretStorage. VS Code resolves `store` even when nothing is kept, and answers a value it cannot
 * decrypt with nothing at all; so a canary stands both here and in the editor's memory, and its absence here tells that
 * the keychain forgets. Every call is time-boxed.
 */
export function createKeychain(
  secrets: SecretStorage,
  memory: Memento,
  options: KeychainOptions = {},
): Keychain {
  const timeoutMs = options.timeoutMs ?? 30_000;

  async function ask<T, F>(
    call: () => Thenable<T>,
    onFailure: (reason: "refused" | "timeout") => F,
  ): Promise<T | F> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<F>((resolve) => {
      timer = setTimeout(() => resolve(onFailure("timeout")), timeoutMs);
    });
    try {
      return await Promise.race([call(), late]);
    } catch {
      // What a keyring says may quote what it was asked to keep.
      return onFailure("refused");
    } finally {
      clearTimeout(timer);
    }
  }

  async function get(key: string): Promise<KeychainAnswer> {
    return await ask<KeychainAnswer, KeychainAnswer>(
      async () => {
        const value = await secrets.get(key);
        return value === undefined ? { kind: "absent" } : { kind: "value", value };
      },
      (reason) => ({ kind: "locked", reason }),
    );
  }

  async function write(call: () => Thenable<void>): Promise<boolean> {
    return await ask(
      async () => {
        await call();
        return true;
      },
      () => false,
    );
  }

  /** Found out once, it holds for the session: the canary is planted anew with the next secret. */
  let hasForgotten = false;
  let isPlanted = false;

  /** Undefined where there never was a canary, or the keychain does not answer. */
  async function keepsCanary(): Promise<boolean | undefined> {
    if (memory.get(memoryKeys.canary) === undefined) return undefined;
    const canary = await get(canaryKey);
    if (canary.kind === "absent") hasForgotten = true;
    return canary.kind === "value" ? true : canary.kind === "absent" ? false : undefined;
  }

  async function plantCanary(): Promise<void> {
    if (isPlanted) return;
    isPlanted = memory.get(memoryKeys.canary) !== undefined && (await keepsCanary()) !== false;
    if (isPlanted) return;
    const planted = new Date().toISOString();
    isPlanted = await write(() => secrets.store(canaryKey, planted));
    if (isPlanted) await memory.update(memoryKeys.canary, planted);
  }

  return {
    get,
    store: async (key, value) => {
      await plantCanary();
      return await write(() => secrets.store(key, value));
    },
    delete: (key) => write(() => secrets.delete(key)),
    keys: () =>
      ask<readonly string[], readonly string[]>(
        () => secrets.keys(),
        () => [],
      ),
    onDidChange: (listener): Disposable => secrets.onDidChange(({ key }) => listener(key)),
    durability: async () => {
      if (hasForgotten) return "volatile";
      const keeps = await keepsCanary();
      return keeps === undefined ? "unknown" : keeps ? "kept" : "volatile";
    },
  };
}
