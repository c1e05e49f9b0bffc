import { type ExtensionContext, ExtensionMode, commands as vscodeCommands, window } from "vscode";
import type * as EditorBundle from "./editor.ts";
import { commands } from "./ids.ts";

/**
 * The entry: small, so that starting the editor costs little. It registers the commands; everything else is a second bundle,
 * loaded right after activation. Here no secret is read, nothing is connected to, nobody is asked.
 */
export function activate(context: ExtensionContext): unknown {
  const channel = window.createOutputChannel("Model Auth", { log: true });
  context.subscriptions.push(channel);
  const activatedAt = Date.now();
  let started: Promise<EditorBundle.Editor> | undefined;
  const editor = (): Promise<EditorBundle.Editor> => {
    started ??= load().startEditor(context, channel, activatedAt);
    return started;
  };
  for (const command of Object.values(commands)) {
    context.subscriptions.push(
      vscodeCommands.registerCommand(command, async (argument: unknown) =>
        (await editor()).run(command, argument),
      ),
    );
  }
  const timer = setTimeout(() => {
    editor().catch((error: unknown) => channel.error(`Model Auth did not start: ${String(error)}`));
  }, 0);
  context.subscriptions.push({ dispose: () => clearTimeout(timer) });
  return context.extensionMode === ExtensionMode.Test ? { editor } : undefined;
}

function load(): typeof EditorBundle {
  const bundle: typeof EditorBundle = require("./editor.js");
  return bundle;
}
