import {
  l10n,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPickItem,
  ThemeIcon,
  window,
} from "vscode";
import type { ProviderRow } from "../../engine/reports/overview.ts";
import { plainLabel } from "../plainText.ts";
import type { AuthSession } from "../session.ts";
import { applyOrder, currentOrder, placedBefore, shownOrder } from "../tree/orderByDragging.ts";
import { profileTarget, providerTarget } from "./target.ts";

interface OrderItem extends QuickPickItem {
  readonly profileId: string;
}

const up: QuickInputButton = { iconPath: new ThemeIcon("arrow-up"), tooltip: l10n.t("Move Up") };
const down: QuickInputButton = { iconPath: new ThemeIcon("arrow-down"), tooltip: l10n.t("Move Down") };

/** Set Order...: which profiles take part, by ticking, and in which order, by the arrows. */
export async function setOrder(session: AuthSession, argument: unknown): Promise<void> {
  const provider = await providerTarget(
    session,
    argument,
    l10n.t("Whose order to set?"),
    (row) => row.profiles.length > 0,
  );
  if (provider === undefined) return;
  const chosen = await askOrder(provider);
  if (chosen !== undefined) await applyOrder(session, provider, chosen);
}

async function askOrder(provider: ProviderRow): Promise<readonly string[] | undefined> {
  const pick = window.createQuickPick<OrderItem>();
  const inOrder = currentOrder(provider);
  const outside = provider.profiles.map((row) => row.profileId).filter((id) => !inOrder.includes(id));
  const item = (profileId: string): OrderItem => ({
    profileId,
    label: plainLabel(profileId),
    ...(provider.ghosts.includes(profileId) ? { description: l10n.t("no such profile") } : {}),
    buttons: [up, down],
  });
  pick.title = l10n.t("Order of {0}", plainLabel(provider.label));
  pick.placeholder = l10n.t("Tick what is used; the arrows say what comes first");
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.keepScrollPosition = true;
  pick.items = [...inOrder, ...outside].map(item);
  pick.selectedItems = pick.items.filter(
    (one) => inOrder.includes(one.profileId) && !provider.ghosts.includes(one.profileId),
  );
  return await new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item: moved, button }) => {
      const selected = new Set(pick.selectedItems.map((one) => one.profileId));
      const ids = shifted(
        pick.items.map((one) => one.profileId),
        moved.profileId,
        button === up ? -1 : 1,
      );
      pick.items = ids.map(item);
      pick.selectedItems = pick.items.filter((one) => selected.has(one.profileId));
    });
    pick.onDidAccept(() => {
      const selected = new Set(pick.selectedItems.map((one) => one.profileId));
      if (selected.size === 0) {
        pick.placeholder = l10n.t("Tick at least one; Clear Order goes back to taking turns");
        return;
      }
      resolve(pick.items.map((one) => one.profileId).filter((id) => selected.has(id)));
      pick.hide();
    });
    pick.onDidTriggerButton((button) => {
      if (button === QuickInputButtons.Back) pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Clear Order: profiles take turns again, or follow openclaw.json. */
export async function clearOrder(session: AuthSession, argument: unknown): Promise<void> {
  const provider = await providerTarget(
    session,
    argument,
    l10n.t("Whose order to clear?"),
    (row) => row.orderSource === "state",
  );
  if (provider === undefined || !(await applyOrder(session, provider, undefined))) return;
  const left = session.snapshot?.view.providers.find(
    (row) => row.provider === provider.provider,
  )?.orderSource;
  if (left !== "state") return;
  void window.showInformationMessage(
    l10n.t(
      "The order of {0} is still set by the agent main. Select that agent to clear it there.",
      plainLabel(provider.label),
    ),
  );
}

/** Move Up and Move Down: the keyboard's way of dragging. A profile outside the order joins it. */
export async function moveInOrder(session: AuthSession, argument: unknown, by: -1 | 1): Promise<void> {
  const target = await profileTarget(session, argument, l10n.t("Which profile to move?"));
  if (target === undefined) return;
  const { profileId } = target.row;
  const order = currentOrder(target.provider);
  const shown = shownOrder(target.provider);
  const line = shown.includes(profileId) ? shown : order;
  const next = order.includes(profileId) ? shifted(order, profileId, by, line) : [...order, profileId];
  if (next.join("\n") !== order.join("\n")) await applyOrder(session, target.provider, next);
}

/**
 * The order with one id a place further up or down; at an end it stays.
 * @param line whose next one it passes: what a person sees, where that leaves out some of the order
 */
function shifted(
  order: readonly string[],
  id: string,
  by: -1 | 1,
  line: readonly string[] = order,
): readonly string[] {
  const neighbour = line[line.indexOf(id) + by];
  if (neighbour === undefined) return order;
  return by < 0 ? placedBefore(order, [id], neighbour) : placedBefore(order, [neighbour], id);
}
