import { l10n, QuickInputButtons, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from "vscode";
import type { SecretCandidate } from "../../engine/secrets/configure/candidates.ts";
import type { SecretChoice } from "../../engine/secrets/configure/planFor.ts";
import { adviceSentence, candidateIcon, candidateLabel, homeWord } from "../moveWords.ts";
import type { StepPosition } from "./wizard.ts";

/** A secret that stands as plain text, and where it is to go; without a place it can go to, it stays. */
export interface MoveRow {
  readonly candidate: SecretCandidate;
  readonly to: SecretChoice["to"] | undefined;
}

/** Which were ticked; `elsewhere` asks for another place for one of them. */
export type MovesAnswer =
  | { readonly kind: "answer"; readonly ticked: ReadonlySet<string> }
  | { readonly kind: "elsewhere"; readonly candidateId: string; readonly ticked: ReadonlySet<string> }
  | { readonly kind: "back" }
  | { readonly kind: "leave" };

interface MoveItem extends QuickPickItem {
  readonly candidateId: string;
  readonly canMove: boolean;
}

/** Shows every secret that stands as plain text, and asks which of them to move. */
export async function askMoves(
  title: string,
  rows: readonly MoveRow[],
  ticked: ReadonlySet<string>,
  position: StepPosition,
): Promise<MovesAnswer> {
  const pick = window.createQuickPick<MoveItem>();
  pick.title = title;
  pick.step = position.step;
  pick.totalSteps = position.totalSteps;
  pick.buttons = position.canGoBack ? [QuickInputButtons.Back] : [];
  pick.placeholder = l10n.t("Tick what to move; the arrows choose another place");
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  const movable = rows.filter(({ to }) => to !== undefined).map(itemOf);
  const staying = rows.filter(({ to }) => to === undefined).map(itemOf);
  pick.items = [...movable, ...(staying.length === 0 ? [] : [separator()]), ...staying];
  pick.selectedItems = movable.filter(({ candidateId }) => ticked.has(candidateId));
  const chosen = (): ReadonlySet<string> =>
    new Set(pick.selectedItems.flatMap(({ candidateId, canMove }) => (canMove ? [candidateId] : [])));
  return await new Promise((resolve) => {
    pick.onDidChangeSelection((selected) => {
      // What stays cannot be ticked; VS Code has no such rows.
      if (selected.some(({ canMove }) => !canMove)) {
        pick.selectedItems = selected.filter(({ canMove }) => canMove);
        pick.placeholder = l10n.t("This one stays; the line under it says why");
      }
    });
    pick.onDidTriggerItemButton(({ item: { candidateId } }) => {
      resolve({ kind: "elsewhere", candidateId, ticked: chosen() });
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve({ kind: "back" });
      pick.hide();
    });
    pick.onDidAccept(() => {
      const answer = chosen();
      if (answer.size === 0) {
        pick.placeholder = l10n.t("Tick at least one, or press Escape to leave");
        return;
      }
      resolve({ kind: "answer", ticked: answer });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve({ kind: "leave" });
      pick.dispose();
    });
    pick.show();
  });
}

function itemOf({ candidate, to }: MoveRow): MoveItem {
  const { id, place, masked, fingerprint, advice } = candidate;
  const secret = `${masked} (${fingerprint})`;
  return {
    candidateId: id,
    canMove: to !== undefined,
    label: `${candidateIcon(place)} ${candidateLabel(candidate)}`,
    description: to === undefined ? secret : `→ ${homeWord(to)} · ${secret}`,
    detail: adviceSentence(advice, to),
    ...(to === undefined
      ? {}
      : { buttons: [{ iconPath: new ThemeIcon("arrow-swap"), tooltip: l10n.t("Choose Another Place") }] }),
  };
}

function separator(): MoveItem {
  return {
    label: l10n.t("stay where they are"),
    kind: QuickPickItemKind.Separator,
    candidateId: "",
    canMove: false,
  };
}
