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
      probe: { type: "boolean", summary: statusMessages.optionProbe },
      "probe-provider": {
        type: "string",
        summary: statusMessages.optionProbeProvider,
        placeholder: "PROVIDER",
        completes: "provider",
      },
      "probe-profile": {
        type: "string",
        summary: statusMessages.optionProbeProfile,
        placeholder: "ID",
        multiple: true,
        completes: "profile",
      },
      "probe-timeout": { type: "string", summary: statusMessages.optionProbeTimeout, placeholder: "MS" },
      "probe-concurrency": {
        type: "string",
        summary: statusMessages.optionProbeConcurrency,
        placeholder: "N",
      },
      "probe-max-tokens": { type: "string", summary: statusMessages.optionProbeMaxTokens, placeholder: "N" },
      "probe-kind": {
        type: "string",
        summary: statusMessages.optionProbeKind,
        placeholder: "KIND",
        completes: ["check", "completion"],
      },
      record: { type: "boolean", summary: statusMessages.optionRecord },
      "allow-host": {
        type: "string",
        summary: statusMessages.optionAllowHost,
        placeholder: "HOST",
        multiple: true,
      },
      "status-json": { type: "boolean", summary: messages.optionJson, sameAs: "json" },
      "status-plain": { type: "boolean", summary: statusMessages.optionPlain, sameAs: "plain" },
    },
    run: "status",
  },
];
