import { l10n, ProgressLocation, window, workspace } from "vscode";
import { type FoundSecret, findSecrets } from "../../engine/secrets/configure/candidates.ts";
import { configureSecrets } from "../../engine/secrets/configure/configure.ts";
import {
  type ForeseenMove,
  foreseeMove,
  type MoveRefusal,
  namedChoices,
} from "../../engine/secrets/configure/foreseeMove.ts";
import { planFor, type SecretChoice } from "../../engine/secrets/configure/planFor.ts";
import type { Applied } from "../../engine/secrets/plan/apply.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { askChoice } from "../input/askChoice.ts";
import { askHome } from "../input/askHome.ts";
import { askMoves } from "../input/askMoves.ts";
import { runWizard, type StepOutcome, type StepPosition, type WizardStep } from "../input/wizard.ts";
import { moveRefusalSentence, showMoveRefusal } from "../moveRefusals.ts";
import { plainLabel, plainText } from "../plainText.ts";
import { byHandGroup, type Move, moveReport, unmovedReport } from "../reports/moveReport.ts";
import type { ReportDocuments } from "../reports/reportDocuments.ts";
import type { AuthSession } from "../session.ts";
import { askApprovals } from "./approve.ts";
import { renewAudit } from "./auditSecrets.ts";

/** What a person has decided so far; by candidate id. */
interface Draft {
  readonly homes: ReadonlyMap<string, SecretChoice["to"]>;
  readonly ticked: ReadonlySet<string>;
  readonly foreseen?: ForeseenMove;
}

/** Everything the questions are about. */
interface Errand {
  readonly session: AuthSession;
  readonly reports: ReportDocuments;
  readonly world: AuthWorld;
  readonly found: readonly FoundSecret[];
  readonly hasKeychain: boolean;
}

/**
 * Move Secrets to Safety...: every secret that stands as plain text, where each should go and why; then exactly which files change;
 * then, when the person says so, all of it or nothing.
 */
export async function configureSecretsCommand(session: AuthSession, reports: ReportDocuments): Promise<void> {
  const world = await session.currentWorld();
  const hasKeychain = (await session.ports.keychain.durability()) !== "volatile";
  const found = await findSecrets(session.ports, world, { hasKeychain });
  if (!found.ok) {
    await showMoveRefusal(found.failure);
    return;
  }
  const movable = found.value.filter(({ candidate }) => candidate.homes.length > 0);
  if (movable.length === 0) {
    await tellNothing(world, found.value.length);
    return;
  }
  const errand = { session, reports, world, found: found.value, hasKeychain };
  const steps: readonly WizardStep<Draft>[] = [
    { ask: async (draft, position) => await askWhich(errand, draft, position) },
    { ask: async (draft, position) => await askAgreement(errand, draft, position) },
  ];
  const draft = await runWizard(steps, {
    homes: new Map(movable.flatMap(({ candidate }) => proposal(candidate.id, candidate.homes[0]))),
    ticked: new Set(movable.map(({ candidate }) => candidate.id)),
  });
  if (draft?.foreseen === undefined) return;
  await carryOut(errand, choicesOf(errand, draft), draft.foreseen);
}

async function tellNothing(world: AuthWorld, count: number): Promise<void> {
  await window.showInformationMessage(
    count === 0
      ? l10n.t("No secret of the agent {0} stands as plain text.", plainLabel(world.agent.id))
      : l10n.t(
          "What stands as plain text is where programs look for it (the .env file), or is generated. Nothing is to be moved.",
        ),
  );
}

function proposal(
  id: string,
  home: "keychain" | "env" | "file" | "ref" | undefined,
): readonly (readonly [string, SecretChoice["to"]])[] {
  return home === undefined || home === "ref" ? [] : [[id, { home }]];
}

/** The choices of what is ticked, or of all, with the names of their variables. */
function choicesOf(
  { session, world, found }: Errand,
  { homes, ticked }: Draft,
  wants: (id: string) => boolean = (id) => ticked.has(id),
): readonly SecretChoice[] {
  const choices = found.flatMap(({ candidate: { id, fingerprint } }): readonly SecretChoice[] => {
    const to = homes.get(id);
    return to === undefined ? [] : [{ candidateId: id, fingerprint, to }];
  });
  const named = namedChoices(session.ports.environment, world, found, choices);
  // What cannot be had as it is wished is refused where it is foreseen, with the reason.
  return (named.ok ? named.value : choices).filter(({ candidateId }) => wants(candidateId));
}

async function askWhich(errand: Errand, before: Draft, position: StepPosition): Promise<StepOutcome<Draft>> {
  const { found } = errand;
  let draft = before;
  for (;;) {
    const named = new Map(choicesOf(errand, draft, () => true).map((one) => [one.candidateId, one.to]));
    const rows = found.map(({ candidate }) => ({ candidate, to: named.get(candidate.id) }));
    // One question at a time.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await askMoves(l10n.t("Move Secrets to Safety"), rows, draft.ticked, position);
    switch (answer.kind) {
      case "answer":
        return { kind: "next", state: { ...draft, ticked: answer.ticked } };
      case "elsewhere":
        // oxlint-disable-next-line no-await-in-loop
        draft = await withOtherHome(errand, { ...draft, ticked: answer.ticked }, answer.candidateId);
        break;
      case "back":
      case "leave":
        return answer;
    }
  }
}

async function withOtherHome(errand: Errand, draft: Draft, id: string): Promise<Draft> {
  const { world, found, session } = errand;
  const one = found.find(({ candidate }) => candidate.id === id);
  if (one === undefined) return draft;
  const { candidate } = one;
  const { environment } = session.ports;
  const others = choicesOf(errand, draft, (other) => other !== id);
  const choices = (to: SecretChoice["to"]): readonly SecretChoice[] => [
    ...others,
    { candidateId: id, fingerprint: candidate.fingerprint, to },
  ];
  const suggested = namedChoices(environment, world, found, choices({ home: "env" }));
  const last = suggested.ok ? suggested.value.at(-1)?.to : undefined;
  const suggestion = last?.home === "env" ? (last.name ?? "") : "";
  const isTaken = (name: string): boolean => {
    const planned = planFor(environment, world, found, choices({ home: "env", name }));
    return !planned.ok && planned.failure.code === "name_taken";
  };
  const to = await askHome(world, candidate, draft.homes.get(id)?.home, suggestion, isTaken);
  if (to === undefined) return draft;
  if (to === "stay") return { ...draft, ticked: new Set([...draft.ticked].filter((other) => other !== id)) };
  return { ...draft, homes: new Map([...draft.homes, [id, to]]), ticked: new Set([...draft.ticked, id]) };
}

/** Shows exactly what will happen, in a tab that can be read while the question waits, and asks. */
async function askAgreement(
  errand: Errand,
  draft: Draft,
  position: StepPosition,
): Promise<StepOutcome<Draft>> {
  const { session, reports, world, found } = errand;
  const choices = choicesOf(errand, draft);
  const foreseen = await foreseeMove(session.ports, world, found, choices);
  if (!foreseen.ok) {
    await tellRefused(errand, foreseen.failure);
    return { kind: "leave" };
  }
  const moves = movesOf(errand, choices);
  await reports.show("Moving Secrets", moveReport({ world, moves, foreseen: foreseen.value, isDone: false }));
  const { changedFiles, removedFiles } = foreseen.value;
  const answer = await askChoice<boolean>(
    {
      title: l10n.t("Move Secrets to Safety"),
      placeholder: l10n.t("The tab behind says exactly what will happen"),
      choices: [
        {
          label: l10n.t("$(check) Move what was ticked"),
          description: l10n.t(
            "secrets: {0} · files that change: {1} · copies deleted: {2}",
            choices.length,
            changedFiles.length,
            removedFiles.length,
          ),
          value: true,
        },
        { label: l10n.t("$(close) Leave everything as it is"), value: false },
      ],
    },
    position,
  );
  if (answer.kind === "answer" && answer.value)
    return { kind: "next", state: { ...draft, foreseen: foreseen.value } };
  // The tab stays, and must not promise what nobody wants.
  reports.update("Moving Secrets", unmovedReport([]));
  return answer.kind === "back" ? answer : { kind: "leave" };
}

function movesOf({ found }: Errand, choices: readonly SecretChoice[]): readonly Move[] {
  const homes = new Map(choices.map((one) => [one.candidateId, one.to]));
  return found.map(({ candidate }) => {
    const to = homes.get(candidate.id);
    return to === undefined ? { candidate } : { candidate, to };
  });
}

/** Says why nothing will be moved; where openclaw.json cannot be edited safely, what to write into it by hand. */
async function tellRefused({ reports, world }: Errand, { refusal, planned }: MoveRefusal): Promise<void> {
  const isConfig = refusal.code === "cannot_edit_safely" && refusal.path === world.paths.configPath;
  if (!isConfig || planned === undefined) {
    await showMoveRefusal(refusal);
    return;
  }
  const sentence = l10n.t("Untick what stands in openclaw.json to move the others.");
  await reports.show(
    "Moving Secrets",
    unmovedReport([moveRefusalSentence(refusal), sentence], [byHandGroup(world, planned)]),
  );
}

/** Moves all of it or nothing, and tells what came of it. */
async function carryOut(
  errand: Errand,
  choices: readonly SecretChoice[],
  foreseen: ForeseenMove,
): Promise<void> {
  const { session, reports, world, hasKeychain } = errand;
  const refs = choices.flatMap(({ to }) => (to.home === "ref" ? [to.ref] : []));
  const allowExec = workspace.isTrusted && refs.some(({ source }) => source === "exec");
  await askApprovals(session, world, new Set(refs.map(({ provider }) => provider)));
  const moved = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t("Moving secrets") },
    () => configureSecrets(session.ports, () => session.currentWorld(), choices, { hasKeychain, allowExec }),
  );
  await session.refresh();
  if (!moved.ok) {
    const { refusal, unrestored } = moved.failure;
    const sentences = [moveRefusalSentence(refusal), ...unrestoredSentences(unrestored)];
    reports.update("Moving Secrets", unmovedReport(sentences));
    session.ports.log.warn(`Moved no secret: ${refusal.code}.`);
    if (unrestored.length > 0) await window.showErrorMessage(sentences.join(" "));
    else await showMoveRefusal(refusal);
    return;
  }
  session.ports.log.info(
    `Moved ${choices.length} secret(s); ${moved.value.changedFiles.length} file(s) changed.`,
  );
  const told = await asItCame(errand, foreseen, moved.value);
  await reports.show(
    "Moving Secrets",
    moveReport({ world, moves: movesOf(errand, choices), foreseen: told, isDone: true }),
  );
  await session.inspectKeychain();
  await renewAudit(session, reports);
}

function unrestoredSentences(paths: readonly string[]): readonly string[] {
  return paths.length === 0
    ? []
    : [
        l10n.t(
          "These files could not be put back as they were: {0}. Look at them before anything else.",
          plainText(paths.join(", ")),
        ),
      ];
}

/** What was foreseen, with what really came of the files; they may have changed in between. */
async function asItCame(
  { session }: Errand,
  foreseen: ForeseenMove,
  { changedFiles, warnings }: Applied,
): Promise<ForeseenMove> {
  const changed: string[] = [];
  const removed: string[] = [];
  for (const path of new Set([...foreseen.changedFiles, ...changedFiles])) {
    if (await session.ports.files.exists(path)) changed.push(path);
    else removed.push(path);
  }
  return { ...foreseen, changedFiles: changed.toSorted(), removedFiles: removed.toSorted(), warnings };
}
