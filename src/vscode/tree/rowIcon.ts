import { ThemeColor, ThemeIcon } from "vscode";
import { conditionLevel } from "../../engine/reports/condition.ts";
import type { ProfileRow } from "../../engine/reports/overview.ts";
import type { ProbeFinding } from "../session.ts";
import type { TreeNode } from "./nodes.ts";

const colors = {
  fine: new ThemeColor("testing.iconPassed"),
  soon: new ThemeColor("list.warningForeground"),
  broken: new ThemeColor("list.errorForeground"),
  quiet: new ThemeColor("disabledForeground"),
};

/** The icon says the state by shape, the colour says it again. */
export function rowIcon(node: TreeNode, finding: ProbeFinding | undefined): ThemeIcon {
  switch (node.kind) {
    case "provider":
      if (node.row.level === "fine") return new ThemeIcon("cloud");
      return new ThemeIcon(node.row.level === "soon" ? "warning" : "error", colors[node.row.level]);
    case "profile":
      return profileIcon(node.row, finding);
    case "ambient":
      return new ThemeIcon("symbol-variable");
  }
}

function profileIcon(row: ProfileRow, finding: ProbeFinding | undefined): ThemeIcon {
  const level = conditionLevel[row.condition.kind];
  if (level === "broken") return new ThemeIcon("error", colors.broken);
  const status = finding?.row.status;
  if (status === "auth" || status === "billing") return new ThemeIcon("error", colors.broken);
  if (level === "soon") return new ThemeIcon("warning", colors.soon);
  if (row.cooldown.kind === "disabled") return new ThemeIcon("circle-slash", colors.soon);
  if (row.cooldown.kind === "cooling") return new ThemeIcon("clock", colors.soon);
  if (row.use.kind === "excluded" || row.use.kind === "ineligible")
    return new ThemeIcon("circle-slash", colors.quiet);
  if (status === "ok") return new ThemeIcon("pass", colors.fine);
  return row.use.kind === "in_use"
    ? new ThemeIcon("pass-filled", colors.fine)
    : new ThemeIcon("circle-outline");
}
