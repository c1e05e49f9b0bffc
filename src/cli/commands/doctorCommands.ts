import type { Command } from "../command.ts";
import { loadWork } from "../loadWork.ts";
import { messages } from "../messages/common.ts";
import { doctorSummaries } from "../messages/doctor.ts";

export const doctorCommands: readonly Command[] = [
  {
    names: ["doctor"],
    summary: doctorSummaries.summary,
    options: {
      json: { type: "boolean", summary: messages.optionJson },
      check: { type: "boolean", summary: doctorSummaries.optionCheck },
      fix: { type: "boolean", summary: doctorSummaries.optionFix },
      yes: { type: "boolean", short: "y", summary: doctorSummaries.optionYes },
      agent: {
        type: "string",
        summary: messages.optionAgent,
        placeholder: messages.placeholderAgent,
        completes: "agent",
      },
      repair: { type: "boolean", summary: doctorSummaries.optionFix, sameAs: "fix" },
    },
    run: (context) => loadWork().runners.doctor(context),
  },
];
