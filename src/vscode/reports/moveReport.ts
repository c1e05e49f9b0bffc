import { l10n } from "vscode";
import { displayPath } from "../../engine/reports/displayPath.ts";
import type { SecretCandidate } from "../../engine/secrets/configure/candidates.ts";
import type { ForeseenMove } from "../../engine/secrets/configure/foreseeMove.ts";
import type { ConfiguredPlan, Preparation, SecretChoice } from "../../engine/secrets/configure/planFor.ts";
import { type Json, type JsonObject } from "../../engine/stores/documents/json.ts";
import { applyEdits } from "../../engine/stores/documents/modelEdit.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { commands } from "../ids.ts";
import { adviceSentence, candidateLabel, homeWord, warningSentence } from "../moveWords.ts";
import { plainText } from "../plainText.ts";
import type { Report, ReportAction, ReportGroup, ReportItem } from "./report.ts";

/** A secret and where it goes; without a place it stays. */
export interface Move {
  readonly candidate: SecretCandidate;
  readonly to?: SecretChoice["to"];
}

/** What is about to be done, or was. */
export interface MoveStory {
  readonly world: AuthWorld;
  readonly moves: readonly Move[];
  /** As foreseen; of a move that was made, what came of it. */
  readonly foreseen: ForeseenMove;
  readonly isDone: boolean;
}

/** What moving secrets will do, or did: what goes where, which files change, what stays and why. Nothing in it is secret. */
export function moveReport(story: MoveStory): Report {
  const { moves, isDone } = story;
  const count = moves.filter(({ to }) => to !== undefined).length;
  return {
    title: l10n.t("Moving Secrets"),
    lead: [
      isDone
        ? l10n.t("Done. Secrets moved: {0}. Their plain text is gone from where it stood.", count)
        : l10n.t("This is what will happen. Nothing is changed yet."),
      ...gatewaySentences(story),
    ],
    actions: isDone ? [auditAction()] : [],
    groups: [secretsGroup(story), filesGroup(story), removedGroup(story), restGroup(story)].filter(
      ({ items }) => items.length > 0,
    ),
  };
}

/** Nothing was done, and why. */
export function unmovedReport(sentences: readonly string[], groups: readonly ReportGroup[] = []): Report {
  return {
    title: l10n.t("Moving Secrets"),
    lead: [l10n.t("Nothing was changed."), ...sentences],
    actions: [
      { title: l10n.t("Move Secrets to Safety..."), command: commands.configureSecrets },
      auditAction(),
    ],
    groups,
  };
}

/** What to write into openclaw.json by hand, where it cannot be edited without losing comments. */
export function byHandGroup(world: AuthWorld, { plan, preparations }: ConfiguredPlan): ReportGroup {
  const edits = [
    ...[...plan.providerUpserts].map(([alias, value]) => ({ path: ["secrets", "providers", alias], value })),
    ...plan.targets.flatMap(({ kind, path, ref }) =>
      kind === "config" ? [{ path, value: { ...ref } }] : [],
    ),
  ];
  const empty: JsonObject = {};
  const written = applyEdits(empty, edits);
  const code: Json = written.ok ? written.value : empty;
  return {
    heading: l10n.t("By hand, in {0}", displayPath(world, world.paths.configPath)),
    items: [
      ...preparations.map(
        (one): ReportItem => ({
          mark: "note",
          title: preparationTitle(one),
          paragraphs: [l10n.t("Do this first, so that the reference leads to it.")],
          actions:
            one.home === "env"
              ? [{ title: l10n.t("Put Key in .env..."), command: commands.putKeyInEnv }]
              : [],
        }),
      ),
      {
        mark: "note",
        title: l10n.t("Write these in the place of what stands there"),
        paragraphs: [],
        code: JSON.stringify(code, undefined, 2),
        actions: [openAction(world.paths.configPath)],
      },
    ],
  };
}

function preparationTitle(one: Preparation): string {
  return one.home === "env"
    ? l10n.t("Put the key into the .env file as {0}", one.name)
    : l10n.t("Put the key into secrets.json, under {0}", `/${one.pointer.join("/")}`);
}

/** What a gateway sees of it (product decision 18). */
function gatewaySentences({ moves }: MoveStory): readonly string[] {
  const gone = moves.filter(({ to }) => to?.home === "keychain");
  const names = gone.map(({ candidate }) => candidateLabel(candidate)).join(", ");
  return [
    ...(gone.length > 0
      ? [l10n.t("OpenClaw 2026.4 cannot read the keychain: a gateway will not see {0}.", names)]
      : []),
    ...(moves.some(({ to }) => to !== undefined && to.home !== "keychain")
      ? [l10n.t("A running gateway reads the new places when it starts again.")]
      : []),
  ];
}

function secretsGroup({ world, moves, isDone }: MoveStory): ReportGroup {
  return {
    heading: isDone ? l10n.t("Moved") : l10n.t("Secrets that move"),
    items: moves.flatMap(({ candidate, to }): readonly ReportItem[] => {
      if (to === undefined) return [];
      const { file, masked, fingerprint } = candidate;
      return [
        {
          mark: isDone ? "fine" : "note",
          title: `${candidateLabel(candidate)} → ${homeWord(to)}`,
          paragraphs: [
            `${displayPath(world, file)} · ${masked} (${fingerprint})`,
            ...(to.home === "ref" && to.ref.source === "exec" && !isDone
              ? [l10n.t("The program is run once, to see that it gives this very secret.")]
              : []),
          ],
          actions: [],
        },
      ];
    }),
  };
}

function filesGroup(story: MoveStory): ReportGroup {
  const { world, foreseen, isDone } = story;
  return {
    heading: isDone ? l10n.t("Files that changed") : l10n.t("Files that change"),
    items: foreseen.changedFiles.map((path) => ({
      mark: "note",
      title: displayPath(world, path),
      paragraphs: [fileSentences(story, path).join(" ")],
      actions: isDone ? [openAction(path)] : [],
    })),
  };
}

function fileSentences({ world, moves, foreseen }: MoveStory, path: string): readonly string[] {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  if (path === world.paths.configPath)
    return [l10n.t("Names where the secret is, in the place of the plain text. Comments stay.")];
  if (name === "auth-profiles.json")
    return [l10n.t("Names where the secret is, in the place of the plain text.")];
  if (name === "secrets.json") return [l10n.t("Holds the secret from now on, readable by you only.")];
  if (name === "models.json") return [l10n.t("Says what OpenClaw would generate, without the plain text.")];
  if (name !== ".env") return [l10n.t("The plain text is taken out.")];
  const added = moves.flatMap(({ to }) => (to?.home === "env" && to.name !== undefined ? [to.name] : []));
  const removed = foreseen.removedVariables.map(plainText);
  return [
    ...(added.length > 0 ? [l10n.t("Holds {0}, readable by you only.", added.join(", "))] : []),
    ...(removed.length > 0
      ? [l10n.t("Loses {0}, because that secret is elsewhere now.", removed.join(", "))]
      : []),
  ];
}

function removedGroup({ world, foreseen, isDone }: MoveStory): ReportGroup {
  return {
    heading: isDone ? l10n.t("Copies that were deleted") : l10n.t("Copies that are deleted"),
    items: foreseen.removedFiles.map((path) => ({
      mark: "note",
      title: displayPath(world, path),
      paragraphs: [
        isDone
          ? l10n.t("A secret that moved stood in this copy too.")
          : l10n.t("A secret that moves stands in this copy too."),
      ],
      actions: [],
    })),
  };
}

/** What is left where it is, and why; what a person should look at. */
function restGroup({ world, moves, foreseen }: MoveStory): ReportGroup {
  const { changedFiles, removedVariables } = foreseen;
  const left = moves.filter(({ candidate: { file, place }, to }) => {
    if (to !== undefined) return false;
    if (place.kind === "env_file") return !removedVariables.includes(place.name);
    return place.kind !== "models" || !changedFiles.includes(file);
  });
  const own = new Set(moves.flatMap(({ to }) => (to?.home === "env" ? [to.name] : [])));
  const warnings = foreseen.warnings.filter((one) => one.code !== "env_kept" || !own.has(one.name));
  return {
    heading: l10n.t("Left where it is"),
    items: [
      ...left.map(
        ({ candidate }): ReportItem => ({
          mark: "note",
          title: candidateLabel(candidate),
          paragraphs: [
            displayPath(world, candidate.file),
            candidate.homes.length > 0
              ? l10n.t("Not ticked, so it stays as plain text.")
              : adviceSentence(candidate.advice, undefined),
          ],
          actions: [],
        }),
      ),
      ...warnings.map(
        (warning): ReportItem => ({
          mark: "warning",
          title: displayPath(world, warning.path),
          paragraphs: [warningSentence(warning)],
          actions: [openAction(warning.path)],
        }),
      ),
    ],
  };
}

function openAction(path: string): ReportAction {
  return { title: l10n.t("Open File"), command: commands.openStore, argument: { path } };
}

function auditAction(): ReportAction {
  return { title: l10n.t("Audit Secrets"), command: commands.auditSecrets };
}
