import { l10n } from "vscode";
import type { OrderFinding } from "../engine/selection/orderRepair.ts";
import { list } from "./doctorWords/findingWords.ts";

type Troubles = Pick<OrderFinding, "ghosts" | "ofOthers" | "duplicates" | "aliasKeys">;

/** What is wrong with an order: parts of a sentence, of one that is not empty. */
export function orderTroubles({ ghosts, ofOthers, duplicates, aliasKeys }: Troubles): string {
  return [
    ...(ghosts.length === 0 ? [] : [l10n.t("no profile is called {0}", list(ghosts))]),
    ...(ofOthers.length === 0 ? [] : [l10n.t("of another provider are {0}", list(ofOthers))]),
    ...(duplicates.length === 0 ? [] : [l10n.t("named more than once are {0}", list(duplicates))]),
    ...(aliasKeys.length === 0 ? [] : [l10n.t("it is written again under {0}", list(aliasKeys))]),
  ].join("; ");
}

/** What repairing takes out of such an order. */
export function takenOut({ ghosts, ofOthers, duplicates, aliasKeys }: Troubles): string {
  return [
    ...(ghosts.length + ofOthers.length === 0 ? [] : [list([...ghosts, ...ofOthers])]),
    ...(duplicates.length === 0 ? [] : [l10n.t("{0} where it was named again", list(duplicates))]),
    ...(aliasKeys.length === 0 ? [] : [l10n.t("what was written again under {0}", list(aliasKeys))]),
  ].join("; ");
}
