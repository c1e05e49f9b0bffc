import { Disposable, EventEmitter, workspace } from "vscode";
import { settings as names } from "./ids.ts";

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

  stateDir(): string {
    const path = own(names.stateDir);
    return typeof path === "string" ? path : "";
  }

  statusBar(): "always" | "whenNeeded" | "never" {
    const wish = own(names.statusBar);
    return wish === "whenNeeded" || wish === "never" ? wish : "always";
  }

  expiryNotifications(): boolean {
    return own(names.expiryNotifications) !== false;
  }

  /** From 1 to 6. */
  probeConcurrency(): number {
    const wish = own(names.probeConcurrency);
    return typeof wish === "number" ? Math.min(6, Math.max(1, Math.trunc(wish))) : 2;
  }
}

function own(name: SettingName): unknown {
  return workspace.getConfiguration().inspect(name)?.globalValue;
}
