import { l10n, QuickPickItemKind } from "vscode";
import type { ProfileRow, ProviderRow } from "../../engine/reports/overview.ts";
import { askChoice, type Choice } from "../input/askChoice.ts";
import { plainLabel } from "../plainText.ts";
import type { AuthSession, Snapshot } from "../session.ts";
import type { TreeNode } from "../tree/nodes.ts";
import { rowText } from "../tree/rowText.ts";

/**
 * Whether what a command was called with is a row of our tree. Commands are global: anybody may call them with anything, so
 * only ids are believed, and looked up in what is really there.
 */
export function nodeArgument(argument: unknown): Pick<TreeNode, "kind" | "id"> | undefined {
  if (typeof argument !== "object" || argument === null || !("kind" in argument) || !("id" in argument))
    return undefined;
  const { kind, id } = argument;
  if (typeof id !== "string" || (kind !== "provider" && kind !== "profile" && kind !== "ambient"))
    return undefined;
  return { kind, id };
}

export async function currentSnapshot(session: AuthSession): Promise<Snapshot> {
  await session.currentWorld();
  if (session.snapshot === undefined) throw new Error("The session ended before it was loaded.");
  return session.snapshot;
}

export interface ProfileTarget {
  readonly row: ProfileRow;
  readonly provider: ProviderRow;
}

/** The profile a row stands for, or one that the person picks; `undefined` when there is none or nothing was picked. */
export async function profileTarget(
  session: AuthSession,
  argument: unknown,
  question: string,
  fits: (target: ProfileTarget) => boolean = () => true,
): Promise<ProfileTarget | undefined> {
  const snapshot = await currentSnapshot(session);
  const all = snapshot.view.providers.flatMap((provider) =>
    provider.profiles.map((row) => ({ row, provider })),
  );
  const node = nodeArgument(argument);
  if (node?.kind === "profile") return all.find(({ row }) => `profile/${row.profileId}` === node.id);
  const fitting = all.filter(fits);
  const answer = await askChoice<ProfileTarget | undefined>({
    title: l10n.t("Model Auth"),
    placeholder: fitting.length === 0 ? l10n.t("There is no profile this could be done with") : question,
    choices: fitting.map((target) => profileChoice(target, snapshot, session)),
  });
  return answer.kind === "answer" ? answer.value : undefined;
}

function profileChoice(
  target: ProfileTarget,
  { now }: Snapshot,
  session: AuthSession,
): Choice<ProfileTarget | undefined> {
  const node: TreeNode = { kind: "profile", id: `profile/${target.row.profileId}`, ...target };
  const text = rowText(node, now, session.finding(target.row.profileId));
  return { label: plainLabel(target.row.profileId), description: text.description, value: target };
}

/** The provider a row belongs to, or one that the person picks. */
export async function providerTarget(
  session: AuthSession,
  argument: unknown,
  question: string,
  fits: (provider: ProviderRow) => boolean = () => true,
): Promise<ProviderRow | undefined> {
  const { view } = await currentSnapshot(session);
  const node = nodeArgument(argument);
  const named = view.providers.find(
    (provider) =>
      `provider/${provider.provider}` === node?.id ||
      provider.profiles.some((row) => `profile/${row.profileId}` === node?.id),
  );
  if (named !== undefined) return named;
  const fitting = view.providers.filter(fits);
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined) return only;
  const answer = await askChoice<ProviderRow | undefined>({
    title: l10n.t("Model Auth"),
    placeholder: fitting.length === 0 ? l10n.t("There is no provider this could be done with") : question,
    choices: [
      { label: l10n.t("providers"), kind: QuickPickItemKind.Separator, value: undefined },
      ...fitting.map((row) => ({ label: plainLabel(row.label), description: row.provider, value: row })),
    ],
  });
  return answer.kind === "answer" ? answer.value : undefined;
}
