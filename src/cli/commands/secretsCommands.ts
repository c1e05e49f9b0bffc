import type { Command } from "../command.ts";
import { loadWork } from "../loadWork.ts";
import { messages } from "../messages/common.ts";
import { secretsMessages } from "../messages/secrets.ts";

export const secretsCommands: readonly Command[] = [
  {
    names: ["secrets audit"],
    summary: secretsMessages.auditSummary,
    options: {
      json: { type: "boolean", summary: messages.optionJson },
      check: { type: "boolean", summary: secretsMessages.auditOptionCheck },
      "allow-exec": { type: "boolean", summary: secretsMessages.optionAllowExec },
    },
    run: (context) => loadWork().runners.secretsAudit(context),
  },
];
