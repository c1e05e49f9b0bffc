import { join } from "node:path";
import { Disposable, EventEmitter, workspace } from "vscode";
import { settings as names } from "./ids.ts";
import type { Places } from "./session.ts";

type SettingName = (typeof names)[keyof typeof names];

/**
 * The person's settings. Those that name a directory or say what is sent are read from user and machine settings only: a
 * workspace's word counts for nothing, even if VS Code should let it through (product decision 14).
 */
export class Settings extends Disposable {
  readonly #changed = new EventEmitter<SettingName>();
  readonly onDidChange = this.#changed.event;

  constructor() {
    const subscription = workspace.onDidChangeConfiguration((change) => {
      for (const name of Object.values(names))
        if (change.affectsConfiguration(name)) this.#changed.fire(name);
    });
    super(() => {
      subscription.dispose();
      this.#changed.dispose();
    });
  }

  /**
   * The state dir, and the `.env` of the first folder where the person wants it read. In Restricted Mode no workspace's file
   * is: it is a stranger's until the person trusts it.
   */
  places(): Places {
    const path = own(names.stateDir);
    const folder = workspace.workspaceFolders?.[0]?.uri;
    const isWanted = own(names.workspaceEnvFile) === true && workspace.isTrusted && folder?.scheme === "file";
    return {
      stateDir: typeof path === "string" ? path : "",
      ...(isWanted ? { workspaceEnvFile: join(folder.fsPath, ".env") } : {}),
    };
  }

  statusBar(): "always" | "whenNeeded" | "never" {
    const wish = own(names.statusBar);
    return wish === "whenNeeded" || wish === "never" ? wish : "always";
  }

  expiryNotifications(): boolean {
    return own(names.expiryNotifications) !== false;
  }
}

/** How a person wants probes to be made. */
export interface ProbeWish {
  /** Requests under way at once, from 1 to 6. */
  readonly concurrency: number;
  /** Asks a model even where a free check would do. */
  readonly prefer?: "completion";
}

export function probeWish(): ProbeWish {
  const wish = own(names.probeConcurrency);
  const concurrency = typeof wish === "number" ? Math.min(6, Math.max(1, Math.trunc(wish))) : 2;
  return own(names.probeKind) === "completion" ? { concurrency, prefer: "completion" } : { concurrency };
}

function own(name: SettingName): unknown {
  return workspace.getConfiguration().inspect(name)?.globalValue;
}
