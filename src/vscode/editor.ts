import {
  Disposable,
  type ExtensionContext,
  env,
  commands as vscodeCommands,
  window,
  workspace,
} from "vscode";
import type { Actions } from "./actions.ts";
import { ExpiryNotices } from "./expiryNotices.ts";
import { type CommandId, contextKeys, settings as settingNames } from "./ids.ts";
import { loadActions } from "./loadActions.ts";
import { createEditorPorts } from "./ports.ts";
import { AuthSession, type Snapshot } from "./session.ts";
import { Settings } from "./settings.ts";
import { StatusBar } from "./statusBar.ts";
import { ProvidersTree } from "./tree/providersTree.ts";

/** How long after the first look at the files the rest is looked at, when nobody opened the view before, ms. */
const lookDelayMs = 3000;

/** What the entry needs of this bundle. */
export interface Editor {
  run(command: CommandId, argument: unknown): Promise<unknown>;
  /** For tests of the extension host. */
  readonly session: AuthSession;
}

/** Everything of the extension that is not needed for being activated. Called once, right after. */
export async function startEditor(context: ExtensionContext, activatedAt: number): Promise<Editor> {
  const channel = window.createOutputChannel("Model Auth", { log: true });
  context.subscriptions.push(channel);
  const ports = createEditorPorts(context, channel);
  const settings = new Settings();
  const session = new AuthSession(
    ports,
    context.workspaceState,
    () => settings.places(),
    (...given) => loadActions().createEngine(...given),
  );
  const tree = new ProvidersTree(session);
  const ends = [
    session.onDidChange(tellContext),
    settings.onDidChange((name) => {
      if (name === settingNames.stateDir || name === settingNames.workspaceEnvFile) void session.refresh();
    }),
    workspace.onDidGrantWorkspaceTrust(() => void session.refresh()),
    workspace.onDidChangeWorkspaceFolders(() => void session.refresh()),
    tree.view.onDidChangeVisibility(({ visible }) => {
      if (visible) lookFurther(session);
    }),
    new StatusBar(session, settings),
    new ExpiryNotices(session, context.globalState, settings),
  ];
  context.subscriptions.push(...ends, tree, session, settings, ports);
  await session.refresh();
  const agent = session.snapshot?.world.agent.id ?? "?";
  const tookMs = ports.clock.now() - activatedAt;
  ports.log.info(
    `Agent ${agent} on ${env.remoteName ?? "this machine"}: shown ${tookMs} ms after activation.`,
  );
  if (tree.view.visible) lookFurther(session);
  const later = ports.clock.after(lookDelayMs, () => lookFurther(session));
  context.subscriptions.push(new Disposable(() => later.dispose()));
  let actions: Actions | undefined;
  return {
    session,
    run: async (command, argument) => {
      if (actions === undefined) {
        actions = new (loadActions().Actions)({ session, settings, context, channel });
        context.subscriptions.push(actions);
      }
      return await actions.run(command, argument);
    },
  };
}

/** Beyond the files: the keychain, and the login shell where the person wants that. Never while the editor starts. */
function lookFurther(session: AuthSession): void {
  void session.inspectKeychain();
  void session.importShell();
}

function tellContext({ view }: Snapshot): void {
  const tell = (key: string, value: boolean): void =>
    void vscodeCommands.executeCommand("setContext", key, value);
  tell(contextKeys.loaded, true);
  tell(contextKeys.hasCredentials, view.providers.length > 0);
  tell(contextKeys.storeUnwritable, view.problems.length > 0);
}
