import type * as WorkBundle from "./work.ts";

/** The bundle of what `status` does not need. Loading it costs ms that a prompt or a status line would feel. */
export function loadWork(): typeof WorkBundle.work {
  const bundle: typeof WorkBundle = require("./work.js");
  return bundle.work;
}
