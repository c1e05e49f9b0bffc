import type { FileNotice } from "../../node/files/filesContext.ts";

/** What saving had to tell beside its outcome. */
export function fileNotice(notice: FileNotice): string {
  switch (notice.kind) {
    case "given_up":
      return `Another program keeps undoing the change of ${notice.paths.join(" and ")}, also after ${notice.repeats} repeats. Stop it, an OpenClaw gateway perhaps, and run the command again.`;
    case "old_lock_broken":
      return `The lock ${notice.path} was left behind${notice.host === undefined ? "" : ` on ${notice.host}`} and was taken over.`;
    case "mode_tightened":
      return `${notice.path} could be read by other users (mode ${notice.formerMode.toString(8)}); it is yours alone now.`;
  }
}
