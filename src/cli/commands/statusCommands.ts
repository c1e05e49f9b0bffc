import type { Command } from "../command.ts";
import { messages } from "../messages/common.ts";
import { statusMessages } from "../messages/status.ts";

export const statusCommands: readonly Command[] = [
  {
    names: ["status", "models status", "models"],
    summary: statusMessages.summaryStatus,
    options: {
      json: { type: "boolean", summary: messages.optionJson },
      plain: { type: "boolean", summary: statusMessages.optionPlain },
      check: { type: "boolean", summary: statusMessages.optionCheck },
      agent: {
        type: "string",
        summary: messages.optionAgent,
        placeholder: messages.placeholderAgent,
        completes: "agent",
      },
      "status-json": { type: "boolean", summary: messages.optionJson, sameAs: "json" },
      "status-plain": { type: "boolean", summary: statusMessages.optionPlain, sameAs: "plain" },
    },
    run: async (context) => (await import("../statusCommand.ts")).runStatus(context),
  },
];
