import type { Disposable, Ports } from "./ports.ts";
import { inspectKeychain } from "./secrets/inspectKeychain.ts";
import type { KeychainState } from "./secrets/keychain.ts";
import { type AuthWorld, createWorldReaders, loadWorld, type WorldOptions } from "./stores/world.ts";

/**
 * The half of the engine that only looks, for whoever shows credentials. What can be said of a world without a port (overview,
 * health, status, order) are plain functions of their own folders.
 */
export interface AuthReader {
  /** The state of one agent now. Writes nothing, resolves no secret. */
  load(options?: WorldOptions): Promise<AuthWorld>;
  /** What the login shell said of variables, for every `load` from now on. */
  useShellVariables(variables: ReadonlyMap<string, string>): void;
  /** Calls back, coalesced, when a file the world was read from may have changed. */
  watch(world: AuthWorld, onChange: () => void): Disposable;
  /** Asks the keychain for every secret the world's profiles name, one after another. By profile id. */
  inspectKeychain(world: AuthWorld, signal: AbortSignal): Promise<ReadonlyMap<string, KeychainState>>;
}

export function createAuthReader(ports: Ports): AuthReader {
  const readers = createWorldReaders(ports);
  let shellVariables: ReadonlyMap<string, string> = new Map();
  return {
    load: (options) => loadWorld(ports, readers, { shellVariables, ...options }),
    useShellVariables: (variables) => {
      shellVariables = variables;
    },
    watch: (world, onChange) => {
      const { files, mainFiles, paths, configParts, environmentFiles } = world;
      const stores = [files, mainFiles].flatMap((at) => [
        at.profiles,
        at.state,
        // An older version may still write its own.
        ...(at.legacyAuth === undefined ? [] : [at.legacyAuth]),
        ...(at.legacyOAuth === undefined ? [] : [at.legacyOAuth]),
      ]);
      const others = [...configParts, ...environmentFiles].map(({ path }) => path);
      return ports.files.watch([...new Set([...stores, paths.configPath, ...others])], onChange);
    },
    inspectKeychain: (world, signal) => inspectKeychain(ports, world, signal),
  };
}
