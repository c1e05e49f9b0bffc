import { l10n, type QuickPickItem, QuickPickItemKind, commands as vscodeCommands, window } from "vscode";
import { attention } from "../../engine/reports/attention.ts";
import { conditionLevel } from "../../engine/reports/condition.ts";
import type { ProfileRow } from "../../engine/reports/overview.ts";
import { type CommandId, commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { problemSentence } from "../refusals.ts";
import { unresolvedRemedies } from "../reports/remedies.ts";
import type { AuthSession, Snapshot } from "../session.ts";
import { conditionWord } from "../words.ts";
import { currentSnapshot, profileTarget } from "./target.ts";

/** Something that can be done about a credential: a command of ours and the row it is for. */
interface FixItem extends QuickPickItem {
  readonly command?: string;
  readonly argument?: unknown;
}

/** What the status bar opens: what needs attention, each with what helps; and the usual verbs when nothing does. */
export async function showFixes(session: AuthSession): Promise<void> {
  const snapshot = await currentSnapshot(session);
  const { broken, soon } = attention(snapshot.view);
  const problems = snapshot.view.problems.map(
    (problem): FixItem => ({
      label: l10n.t("$(go-to-file) Open {0}", plainLabel(problem.path.split(/[/\\]/).at(-1) ?? problem.path)),
      // The sentence begins with a path that may fill the line.
      ...(problem.line === undefined
        ? {}
        : { description: l10n.t("damaged at line {0}, column {1}", problem.line, problem.column ?? 1) }),
      detail: problemSentence(problem),
      command: commands.openStore,
      argument: { path: problem.path },
    }),
  );
  const rows = [...broken, ...soon].flatMap((row) => fixesOf(row, snapshot));
  const needed = [...problems, ...rows];
  const items: readonly FixItem[] = [
    ...(needed.length === 0 ? [] : [separator(l10n.t("needs attention")), ...needed]),
    separator(needed.length === 0 ? l10n.t("all credentials are well") : l10n.t("more")),
    { label: l10n.t("$(add) Add API Key..."), command: commands.addApiKey },
    { label: l10n.t("$(clippy) Paste Token..."), command: commands.pasteToken },
    { label: l10n.t("$(pulse) Probe All"), command: commands.probeAll },
    { label: l10n.t("$(heart) Run Doctor"), command: commands.doctor },
    { label: l10n.t("$(list-tree) Show Providers"), command: commands.check, argument: "reveal" },
  ];
  await choose(items, l10n.t("Model Auth"));
}

/** Fix... of one row: what helps with it. */
export async function fixProfile(session: AuthSession, argument: unknown): Promise<void> {
  const target = await profileTarget(
    session,
    argument,
    l10n.t("What to fix?"),
    ({ row }) => conditionLevel[row.condition.kind] !== "fine",
  );
  if (target === undefined) return;
  await choose(fixesOf(target.row, await currentSnapshot(session)), plainLabel(target.row.profileId));
}

async function choose(items: readonly FixItem[], title: string): Promise<void> {
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("What would you like to do?"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.command !== undefined) await vscodeCommands.executeCommand(picked.command, picked.argument);
}

/** The right way again for each kind of trouble, best first. */
function fixesOf(row: ProfileRow, { now, world }: Snapshot): readonly FixItem[] {
  const argument = { kind: "profile", id: `profile/${row.profileId}` };
  const name = plainLabel(row.profileId);
  const state = conditionWord(row.condition, now);
  const offer = (label: string, command: CommandId): FixItem => ({
    label,
    description: state,
    command,
    argument,
  });
  const fixes: FixItem[] = [];
  if (row.use.kind === "excluded")
    fixes.push(offer(l10n.t("$(list-ordered) Set the order so that it names {0}", name), commands.setOrder));
  const { kind } = row.condition;
  const remove = offer(l10n.t("$(trash) Remove {0}", name), commands.removeProfile);
  if (row.type === "oauth") return conditionLevel[kind] === "broken" ? [...fixes, remove] : fixes;
  if (kind === "locked")
    fixes.push(offer(l10n.t("$(refresh) Ask the keychain again for {0}", name), commands.refresh));
  if (kind === "invalid_expires" || kind === "expiring")
    fixes.push(offer(l10n.t("$(calendar) Set the expiry of {0}", name), commands.setExpiry));
  if (conditionLevel[kind] !== "fine")
    fixes.unshift(offer(l10n.t("$(edit) Replace the secret of {0}", name), commands.replaceSecret));
  if (row.condition.kind === "unresolved") {
    const { profileId, condition } = row;
    const files = { configPath: world.paths.configPath, profilesPath: world.files.profiles };
    const remedies = unresolvedRemedies(condition.failure, { profileId, ...files });
    fixes.unshift(
      ...remedies
        .filter(({ command }) => command !== commands.replaceSecret)
        .map((remedy) => ({
          label: `$(wrench) ${remedy.title}`,
          description: `${name} · ${state}`,
          ...remedy,
        })),
    );
  }
  if (row.alsoPlaintext)
    fixes.push(
      offer(
        l10n.t("$(clear-all) Remove the plain text beside the reference of {0}", name),
        commands.removePlaintext,
      ),
    );
  if (conditionLevel[kind] === "broken") fixes.push(remove);
  return fixes;
}

function separator(label: string): FixItem {
  return { label, kind: QuickPickItemKind.Separator };
}
