import {
  Disposable,
  type ExtensionContext,
  env,
  type LogOutputChannel,
  commands as vscodeCommands,
  window,
  workspace,
} from "vscode";
import { createAuthEngine } from "../engine/engine.ts";
import { addCredential } from "./commands/addCredential.ts";
import { addReference } from "./commands/addReference.ts";
import { selectAgent } from "./commands/agent.ts";
import { reviewDefinitions } from "./commands/approve.ts";
import {
  moveToKeychain,
  removePlaintext,
  removeProfile,
  replaceSecret,
  setExpiry,
} from "./commands/changeCredential.ts";
import { check } from "./commands/check.ts";
import { fixProfile, showFixes } from "./commands/fixes.ts";
import { forgetEverything } from "./commands/forget.ts";
import { clearOrder, moveInOrder, setOrder } from "./commands/order.ts";
import { probeAll, probeOne } from "./commands/probe.ts";
import { putKeyInEnv } from "./commands/putKeyInEnv.ts";
import { openStore } from "./commands/storeFile.ts";
import { ExpiryNotices } from "./expiryNotices.ts";
import { type CommandId, commands, contextKeys, settings as settingNames } from "./ids.ts";
import { createEditorPorts } from "./ports.ts";
import { probeReport } from "./reports/probeReport.ts";
import { ReportDocuments } from "./reports/reportDocuments.ts";
import { AuthSession, type Snapshot } from "./session.ts";
import { Settings } from "./settings.ts";
import { StatusBar } from "./statusBar.ts";
import { ProvidersTree } from "./tree/providersTree.ts";

/** How long after the first look the keychain is asked, when nobody opened the view before, ms. */
const keychainDelayMs = 3000;

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
  const session = new AuthSession(createAuthEngine(ports), ports, context.workspaceState, () =>
    settings.places(),
  );
  const tree = new ProvidersTree(session);
  const reports = new ReportDocuments();
  const ends = [
    reports,
    session.onDidChange(tellContext),
    session.onDidChange(() => {
      if (reports.has("Probe Results")) reports.update("Probe Results", probeReport(session.findings()));
    }),
    settings.onDidChange((name) => {
      if (name === settingNames.stateDir || name === settingNames.workspaceEnvFile) void session.refresh();
    }),
    workspace.onDidGrantWorkspaceTrust(() => void session.refresh()),
    workspace.onDidChangeWorkspaceFolders(() => void session.refresh()),
    tree.view.onDidChangeVisibility(({ visible }) => {
      if (visible) void session.inspectKeychain();
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
  if (tree.view.visible) void session.inspectKeychain();
  const later = ports.clock.after(keychainDelayMs, () => void session.inspectKeychain());
  context.subscriptions.push(new Disposable(() => later.dispose()));
  return {
    session,
    run: (command, argument) => run(command, argument, { session, settings, context, channel, reports }),
  };
}

interface Room {
  readonly session: AuthSession;
  readonly settings: Settings;
  readonly context: ExtensionContext;
  readonly channel: LogOutputChannel;
  readonly reports: ReportDocuments;
}

async function run(command: CommandId, argument: unknown, room: Room): Promise<unknown> {
  const { session, settings, context, channel, reports } = room;
  switch (command) {
    case commands.addApiKey:
      return await addCredential(session, "api_key", argument);
    case commands.pasteToken:
      return await addCredential(session, "token", argument);
    case commands.addReference:
      return await addReference(session, argument);
    case commands.putKeyInEnv:
      return await putKeyInEnv(session);
    case commands.replaceSecret:
      return await replaceSecret(session, argument);
    case commands.setExpiry:
      return await setExpiry(session, argument);
    case commands.removeProfile:
      return await removeProfile(session, argument);
    case commands.moveToKeychain:
      return await moveToKeychain(session, argument);
    case commands.removePlaintext:
      return await removePlaintext(session, argument);
    case commands.probe:
      return await probeOne(session, argument, settings.probeConcurrency());
    case commands.probeAll:
      return await probeAll(session, settings.probeConcurrency());
    case commands.showProbeResults:
      return await reports.show("Probe Results", probeReport(session.findings()));
    case commands.reviewDefinitions:
      return await reviewDefinitions(session);
    case commands.check:
      return await check(session, argument);
    case commands.setOrder:
      return await setOrder(session, argument);
    case commands.clearOrder:
      return await clearOrder(session, argument);
    case commands.moveUp:
      return await moveInOrder(session, argument, -1);
    case commands.moveDown:
      return await moveInOrder(session, argument, 1);
    case commands.selectAgent:
      return await selectAgent(session);
    case commands.refresh:
      await session.refresh();
      return await session.inspectKeychain();
    case commands.openStore:
      return await openStore(session, argument);
    case commands.showLog:
      return channel.show();
    case commands.showFixes:
      return await showFixes(session);
    case commands.fix:
      return await fixProfile(session, argument);
    case commands.forgetEverything:
      return await forgetEverything(session, context.globalState);
  }
}

function tellContext({ view }: Snapshot): void {
  const tell = (key: string, value: boolean): void =>
    void vscodeCommands.executeCommand("setContext", key, value);
  tell(contextKeys.loaded, true);
  tell(contextKeys.hasCredentials, view.providers.length > 0);
  tell(contextKeys.storeUnwritable, view.problems.length > 0);
}
