import type * as ActionsBundle from "./actions.ts";

/** The bundle of everything that is done. A window in which nothing is done never loads it. */
export function loadActions(): typeof ActionsBundle {
  const bundle: typeof ActionsBundle = require("./actions.js");
  return bundle;
}
