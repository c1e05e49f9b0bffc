import {
  type CancellationToken,
  type DataTransfer,
  DataTransferItem,
  l10n,
  type TreeDragAndDropController,
  window,
} from "vscode";
import type { ProviderRow } from "../../engine/reports/overview.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import type { TreeNode } from "./nodes.ts";

const mimeType = "application/vnd.code.tree.modelauth.providers";

/** Dragging profiles sets the order of their provider. Dropped on a row they go before it, on the provider they go last. */
export class OrderByDragging implements TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [mimeType];
  readonly dropMimeTypes = [mimeType];
  readonly #session: AuthSession;

  constructor(session: AuthSession) {
    this.#session = session;
  }

  handleDrag(nodes: readonly TreeNode[], data: DataTransfer): void {
    const profiles = nodes.flatMap((node) => (node.kind === "profile" ? [node.row.profileId] : []));
    if (profiles.length > 0) data.set(mimeType, new DataTransferItem(profiles));
  }

  async handleDrop(
    target: TreeNode | undefined,
    data: DataTransfer,
    cancelled: CancellationToken,
  ): Promise<void> {
    const dragged: unknown = data.get(mimeType)?.value;
    if (target === undefined || !Array.isArray(dragged) || cancelled.isCancellationRequested) return;
    const provider = target.kind === "provider" ? target.row : target.provider;
    const own = new Set(provider.profiles.map((row) => row.profileId));
    const ids = dragged.filter((id): id is string => typeof id === "string" && own.has(id));
    if (ids.length < dragged.length) {
      void window.showInformationMessage(l10n.t("A profile can be moved within its own provider only."));
      return;
    }
    const before = target.kind === "profile" ? target.row.profileId : undefined;
    await applyOrder(this.#session, provider, placedBefore(currentOrder(provider), ids, before));
  }
}

/**
 * The order a change starts from: as it is written, or else as it is used, with what cannot be used now behind. Nobody drops
 * out of an order because a profile was moved while theirs had expired.
 */
export function currentOrder(provider: ProviderRow): readonly string[] {
  if (provider.written !== undefined) return [...new Set(provider.written)];
  const taking = provider.profiles.filter((row) => row.use.kind !== "excluded");
  return [...taking.map((row) => row.profileId), ...provider.ghosts];
}

/** The ids that have a place in the tree, as it numbers them. */
export function shownOrder(provider: ProviderRow): readonly string[] {
  const placed = provider.profiles.filter((row) => row.use.kind === "in_use" || row.use.kind === "waiting");
  return placed.map((row) => row.profileId);
}

/** Puts ids before another one; last where that one is missing or among them. */
export function placedBefore(
  order: readonly string[],
  ids: readonly string[],
  before: string | undefined,
): readonly string[] {
  const others = order.filter((id) => !ids.includes(id));
  const at = before === undefined ? -1 : others.indexOf(before);
  return at < 0 ? [...others, ...ids] : [...others.slice(0, at), ...ids, ...others.slice(at)];
}

export async function applyOrder(
  session: AuthSession,
  provider: ProviderRow,
  profileIds: readonly string[] | undefined,
): Promise<boolean> {
  const saved = await session.engine.setOrder(await session.currentWorld(), provider.provider, profileIds);
  if (!saved.ok) await showRefusal(saved.failure);
  await session.refresh();
  return saved.ok;
}
