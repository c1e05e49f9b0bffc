import type { Command } from "../command.ts";
import { loadWork } from "../loadWork.ts";
import { completionSummaries } from "../messages/completion.ts";

export const completionCommands: readonly Command[] = [
  {
    names: ["completion"],
    summary: completionSummaries.completion,
    options: {},
    words: { placeholder: "SHELL", atLeast: 1, atMost: 1, completes: ["bash", "zsh", "fish"] },
    run: (context) => loadWork().runners.completion(context),
  },
  {
    names: ["__complete"],
    summary: completionSummaries.complete,
    options: {},
    words: { placeholder: "WORD", atLeast: 0, atMost: 1000 },
    hidden: true,
    run: "complete",
  },
];
