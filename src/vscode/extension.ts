import { type ExtensionContext, ExtensionMode, commands as vscodeCommands } from "vscode";
import type * as EditorBundle from "./editor.ts";
import { commands } from "./ids.ts";

/**
 * The entry: small, so that starting the editor costs little. It registers the commands; everything else is a second bundle,
 * loaded right after activation. Here no secret is read, nothing is connected to, nobody is asked.
 */
export function activate(context: ExtensionContext): unknown {
  const activatedAt = Date.now();
  let started: Promise<EditorBundle.Editor> | undefined;
  const editor = (): Promise<EditorBundle.Editor> => {
    started ??= load().startEditor(context, activatedAt);
    return started;
  };
  for (const command of Object.values(commands)) {
    const run = async (argument: unknown): Promise<unknown> => (await editor()).run(command, argument);
    context.subscriptions.push(vscodeCommands.registerCommand(command, run));
  }
  const timer = setTimeout(() => void editor(), 0);
  context.subscriptions.push({ dispose: () => clearTimeout(timer) });
  return context.extensionMode === ExtensionMode.Test ? { editor } : undefined;
}

function load(): typeof EditorBundle {
  const bundle: typeof EditorBundle = require("./editor.js");
  return bundle;
}
