import { Disposable, type ExtensionContext, type LogOutputChannel } from "vscode";
import { type AuthEngine, createAuthEngine } from "../engine/engine.ts";
import type { Ports } from "../engine/ports.ts";
import type { AuthReader } from "../engine/reader.ts";
import { addCredential } from "./commands/addCredential.ts";
import { addReference } from "./commands/addReference.ts";
import { selectAgent } from "./commands/agent.ts";
import { reviewDefinitions } from "./commands/approve.ts";
import { auditSecretsCommand } from "./commands/auditSecrets.ts";
import {
  moveToKeychain,
  removePlaintext,
  removeProfile,
  replaceSecret,
  setExpiry,
} from "./commands/changeCredential.ts";
import { check } from "./commands/check.ts";
import { configureSecretsCommand } from "./commands/configureSecrets.ts";
import { copyReport } from "./commands/copyReport.ts";
import { endRest } from "./commands/endRest.ts";
import { fixProfile, showFixes } from "./commands/fixes.ts";
import { forgetEverything } from "./commands/forget.ts";
import { clearOrder, moveInOrder, setOrder } from "./commands/order.ts";
import { allowHost, probeAll, probeOne } from "./commands/probe.ts";
import { putKeyInEnv } from "./commands/putKeyInEnv.ts";
import { repairOrder } from "./commands/repairOrder.ts";
import { openStore } from "./commands/storeFile.ts";
import { Doctor } from "./doctor/doctor.ts";
import { type CommandId, commands } from "./ids.ts";
import { References } from "./references.ts";
import { probeReport } from "./reports/probeReport.ts";
import type { Report } from "./reports/report.ts";
import { ReportDocuments } from "./reports/reportDocuments.ts";
import type { AuthSession } from "./session.ts";
import type { Settings } from "./settings.ts";

/** What commands work with. */
export interface Room {
  readonly session: AuthSession;
  readonly settings: Settings;
  readonly context: ExtensionContext;
  readonly channel: LogOutputChannel;
}

/**
 * The editor's second bundle: everything that is done, apart from what is shown. It is loaded with the first command, and
 * with the first question that needs more of the engine than looking.
 */
export class Actions extends Disposable {
  readonly #room: Room;
  readonly #reports = new ReportDocuments();
  readonly #doctor: Doctor;
  readonly #references: References;

  constructor(room: Room) {
    const { session } = room;
    super(() => {
      update.dispose();
      this.#doctor.dispose();
      this.#references.dispose();
      this.#reports.dispose();
    });
    this.#room = room;
    this.#doctor = new Doctor(session, this.#reports);
    this.#references = new References(session, this.#reports);
    const update = session.onDidChange(() => {
      if (this.#reports.has("Probe Results")) this.#reports.update("Probe Results", probeResults(session));
    });
  }

  async run(command: CommandId, argument: unknown): Promise<unknown> {
    return await run(command, argument, this.#room, this.#reports, this.#doctor, this.#references);
  }
}

/** The whole engine, over a reader that is there already. */
export function createEngine(ports: Ports, reader: AuthReader): AuthEngine {
  return createAuthEngine(ports, reader);
}

async function run(
  command: CommandId,
  argument: unknown,
  room: Room,
  reports: ReportDocuments,
  doctor: Doctor,
  references: References,
): Promise<unknown> {
  const { session, context, channel } = room;
  switch (command) {
    case commands.addApiKey:
      return await addCredential(session, "api_key", argument);
    case commands.pasteToken:
      return await addCredential(session, "token", argument);
    case commands.addReference:
      return await addReference(session, argument);
    case commands.putKeyInEnv:
      return await putKeyInEnv(session, argument);
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
      return await probeOne(session, argument);
    case commands.probeAll:
      return await probeAll(session);
    case commands.probeWithCompletion:
      return await probeOne(session, argument, { prefer: "completion" });
    case commands.probeAndRecord:
      return await probeOne(session, argument, { record: true });
    case commands.allowHost:
      return await allowHost(session, argument);
    case commands.showProbeResults:
      return await reports.show("Probe Results", probeResults(session));
    case commands.checkReferences:
      return await references.check();
    case commands.showReferences:
      return await references.show();
    case commands.reviewDefinitions:
      await reviewDefinitions(session);
      return await references.again();
    case commands.check:
      return await check(session, argument);
    case commands.doctor:
      return await doctor.run();
    case commands.applyFix:
      return await doctor.apply(argument);
    case commands.repairSafe:
      return await doctor.repairSafe();
    case commands.copyReport:
      return await copyReport(reports, argument);
    case commands.setOrder:
      return await setOrder(session, argument);
    case commands.clearOrder:
      return await clearOrder(session, argument);
    case commands.repairOrder:
      return await repairOrder(session, doctor, argument);
    case commands.endRest:
      return await endRest(session, argument);
    case commands.endRestOf:
      return await endRest(session, undefined);
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
      return await openStore(session, argument, (path) => doctor.isNamed(path));
    case commands.showLog:
      return channel.show();
    case commands.showFixes:
      return await showFixes(session);
    case commands.fix:
      return await fixProfile(session, argument);
    case commands.auditSecrets:
      return await auditSecretsCommand(session, argument, reports);
    case commands.configureSecrets:
      return await configureSecretsCommand(session, reports);
    case commands.forgetEverything:
      return await forgetEverything(session, context.globalState);
  }
}

function probeResults(session: AuthSession): Report {
  const world = session.snapshot?.world;
  return probeReport(session.findings(), {
    configPath: world?.paths.configPath ?? "",
    profilesPath: world?.files.profiles ?? "",
  });
}
