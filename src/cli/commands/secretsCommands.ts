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
  {
    names: ["secrets configure"],
    summary: secretsMessages.configureSummary,
    options: {
      agent: {
        type: "string",
        summary: secretsMessages.configureOptionAgent,
        placeholder: messages.placeholderAgent,
        completes: "agent",
      },
      "plan-out": {
        type: "string",
        summary: secretsMessages.configureOptionPlanOut,
        placeholder: secretsMessages.placeholderFile,
      },
      apply: { type: "boolean", summary: secretsMessages.configureOptionApply },
      yes: { type: "boolean", summary: secretsMessages.configureOptionYes },
      "allow-exec": { type: "boolean", summary: secretsMessages.optionAllowExec },
    },
    run: (context) => loadWork().runners.secretsConfigure(context),
  },
  {
    names: ["secrets apply"],
    summary: secretsMessages.applySummary,
    options: {
      from: {
        type: "string",
        summary: secretsMessages.applyOptionFrom,
        placeholder: secretsMessages.placeholderFile,
      },
      "dry-run": { type: "boolean", summary: secretsMessages.applyOptionDryRun },
      json: { type: "boolean", summary: messages.optionJson },
      "allow-exec": { type: "boolean", summary: secretsMessages.optionAllowExec },
    },
    run: (context) => loadWork().runners.secretsApply(context),
  },
  {
    names: ["secrets approve"],
    summary: secretsMessages.approveSummary,
    options: {
      list: { type: "boolean", summary: secretsMessages.approveOptionList },
      yes: { type: "boolean", summary: secretsMessages.approveOptionYes },
      hash: {
        type: "string",
        summary: secretsMessages.approveOptionHash,
        placeholder: secretsMessages.placeholderHash,
      },
    },
    words: { placeholder: secretsMessages.placeholderAlias, atLeast: 0, atMost: 100 },
    run: (context) => loadWork().runners.secretsApprove(context),
  },
];
