import type { ShellImport } from "../../engine/stores/shellImport.ts";

type Failed = Extract<ShellImport, { readonly kind: "failed" }>;

const whatToDo =
  'Its variables are left out. To ask it no more, set "env.shellEnv.enabled" to false and leave OPENCLAW_LOAD_SHELL_ENV unset.';

/** Why the login shell's variables are not shown. */
export function shellFailure(failed: Failed): string {
  return `${whatHappened(failed)} ${whatToDo}`;
}

function whatHappened({ because, shell, exitCode }: Failed): string {
  switch (because) {
    case "refused":
    case "not_started":
      return `Your login shell ${shell} could not be started.`;
    case "timeout":
      return `Your login shell ${shell} did not finish in time; a profile script may be waiting for something.`;
    case "too_much_output":
      return `Your login shell ${shell} printed more than 2 MiB.`;
    case "not_text":
      return `Your login shell ${shell} has variables that are not UTF-8.`;
    case "ended_badly":
      return `Your login shell ${shell} failed${typeof exitCode === "number" ? ` with ${exitCode}` : ""}.`;
    case "cancelled":
      return `Your login shell ${shell} was not waited for.`;
  }
}
