import {
  Disposable,
  EventEmitter,
  l10n,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from "vscode";
import { attention } from "../../engine/reports/attention.ts";
import { conditionLevel } from "../../engine/reports/condition.ts";
import { views } from "../ids.ts";
import { problemSentence } from "../refusals.ts";
import { type AuthSession, findingKey, type ProbeFinding, type Snapshot } from "../session.ts";
import { childNodes, isAskedWith, providerNode, type TreeNode } from "./nodes.ts";
import { OrderByDragging } from "./orderByDragging.ts";
import { rowIcon } from "./rowIcon.ts";
import { rowText } from "./rowText.ts";
import { tooltip } from "./tooltip.ts";

/** Shows the session's snapshot as a tree. Of a change only the rows are drawn anew that look different after it. */
export class ProvidersTree extends Disposable implements TreeDataProvider<TreeNode> {
  readonly #session: AuthSession;
  readonly #changed = new EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: TreeView<TreeNode>;
  /** Every row by id, as it is now; and what was last drawn of it. */
  #nodes = new Map<string, TreeNode>();
  /** VS Code knows a row by the object it was given first, so that one is kept while the row is there. */
  #handles = new Map<string, TreeNode>();
  #drawn = new Map<string, string>();

  constructor(session: AuthSession) {
    super(() => this.#end());
    this.#session = session;
    this.view = window.createTreeView(views.providers, {
      treeDataProvider: this,
      dragAndDropController: new OrderByDragging(session),
      showCollapseAll: true,
    });
    session.onDidChange((snapshot) => this.#update(snapshot));
    if (session.snapshot !== undefined) this.#update(session.snapshot);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node === undefined)
      return this.#handlesOf((this.#session.snapshot?.view.providers ?? []).map(providerNode));
    const current = this.#nodes.get(node.id);
    return current?.kind === "provider" ? this.#handlesOf(childNodes(current)) : [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.kind === "provider" ? undefined : this.#handles.get(providerNode(node.provider).id);
  }

  getTreeItem(node: TreeNode): TreeItem {
    const current = this.#nodes.get(node.id) ?? node;
    const now = this.#session.snapshot?.now ?? 0;
    const finding = this.#findingOf(current);
    const text = rowText(current, now, finding);
    const item = new TreeItem(text.label);
    item.id = current.id;
    item.description = text.description;
    item.iconPath = rowIcon(current, finding);
    item.contextValue = contextValue(current);
    item.accessibilityInformation = { label: text.spoken };
    item.collapsibleState =
      current.kind === "provider" ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
    return item;
  }

  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
    const current = this.#nodes.get(node.id) ?? node;
    const snapshot = this.#session.snapshot;
    if (snapshot !== undefined)
      item.tooltip = tooltip(current, snapshot.world, snapshot.now, this.#findingOf(current));
    return item;
  }

  #handlesOf(nodes: readonly TreeNode[]): TreeNode[] {
    return nodes.map((node) => this.#handles.get(node.id) ?? node);
  }

  #findingOf(node: TreeNode): ProbeFinding | undefined {
    switch (node.kind) {
      case "provider":
        return undefined;
      case "profile":
        return this.#session.finding(node.row.profileId);
      case "ambient":
        if (!isAskedWith(node)) return undefined;
        return this.#session.finding(
          findingKey({
            provider: node.key.provider,
            source: node.key.kind === "env" ? "env" : "models.json",
          }),
        );
    }
  }

  #update(snapshot: Snapshot): void {
    const roots = snapshot.view.providers.map(providerNode);
    const nodes = new Map<string, TreeNode>();
    const drawn = new Map<string, string>();
    for (const root of roots) {
      const children = childNodes(root);
      for (const node of [root, ...children]) {
        nodes.set(node.id, node);
        drawn.set(node.id, this.#appearance(node, snapshot.now));
      }
      drawn.set(`${root.id}/children`, children.map((child) => child.id).join("\n"));
    }
    drawn.set("roots", roots.map((root) => root.id).join("\n"));
    const before = this.#drawn;
    this.#handles = new Map([...nodes].map(([id, node]) => [id, this.#handles.get(id) ?? node]));
    this.#nodes = nodes;
    this.#drawn = drawn;
    this.#describeView(snapshot);
    if (before.get("roots") !== drawn.get("roots")) {
      this.#changed.fire(undefined);
      return;
    }
    for (const root of roots) {
      const changed = (id: string): boolean => before.get(id) !== drawn.get(id);
      if (changed(`${root.id}/children`)) {
        this.#changed.fire(this.#handles.get(root.id));
        continue;
      }
      const rows = [root, ...childNodes(root)].filter((node) => changed(node.id));
      for (const node of rows) this.#changed.fire(this.#handles.get(node.id));
    }
  }

  #appearance(node: TreeNode, now: number): string {
    const finding = this.#findingOf(node);
    const { label, description } = rowText(node, now, finding);
    const icon = rowIcon(node, finding);
    return [label, description, icon.id, icon.color?.id ?? "", contextValue(node)].join("\n");
  }

  #describeView(snapshot: Snapshot): void {
    const { problems, agentId, providers } = snapshot.view;
    const { broken } = attention(snapshot.view);
    // A description would not be seen: VS Code leaves it out where a view is alone in its container.
    const agent = agentId === "main" ? [] : [l10n.t("Agent: {0}", agentId)];
    this.view.message = [...agent, ...problems.map(problemSentence)].join("\n");
    this.view.badge =
      broken.length === 0 || providers.length === 0
        ? undefined
        : { value: broken.length, tooltip: l10n.t("{0} credentials need attention", broken.length) };
  }

  #end(): void {
    this.view.dispose();
    this.#changed.dispose();
  }
}

/** Flags that the menus in package.json match, each between semicolons. */
function contextValue(node: TreeNode): string {
  return `;${flags(node).join(";")};`;
}

function flags(node: TreeNode): readonly string[] {
  switch (node.kind) {
    case "provider": {
      const isOrdered = node.row.orderSource === "state";
      const canProbe = node.row.profiles.length + node.row.ambient.length > 0;
      return [
        "provider",
        ...(isOrdered ? ["ordered"] : []),
        ...(node.row.orderTrouble === undefined ? [] : ["repairable"]),
        ...(canProbe ? ["probeable"] : []),
      ];
    }
    case "profile": {
      const { row } = node;
      const isPasted = row.type !== "oauth";
      return [
        "profile",
        "probeable",
        ...(isPasted ? ["replaceable"] : []),
        ...(row.type === "token" ? ["token"] : []),
        ...(row.place.kind === "plaintext" ? ["plaintext"] : []),
        ...(row.alsoPlaintext ? ["doubled"] : []),
        ...(row.cooldown.kind === "ready" ? [] : ["resting"]),
        ...(row.use.kind === "excluded" || node.provider.profiles.length > 1 ? ["orderable"] : []),
        ...(isFixable(node) ? ["fixable"] : []),
      ];
    }
    case "ambient":
      return ["ambient", ...(isAskedWith(node) ? ["probeable"] : [])];
  }
}

function isFixable({ row }: TreeNode & { kind: "profile" }): boolean {
  return conditionLevel[row.condition.kind] !== "fine" || row.alsoPlaintext || row.use.kind === "excluded";
}
