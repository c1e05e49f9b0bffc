import type { Command, OptionSpec } from "../command.ts";
import { loadWork } from "../loadWork.ts";
import { authSummaries } from "../messages/auth.ts";
import { messages } from "../messages/common.ts";

const agent: OptionSpec = {
  type: "string",
  summary: authSummaries.optionAgent,
  placeholder: messages.placeholderAgent,
  completes: "agent",
};
const provider: OptionSpec = {
  type: "string",
  summary: authSummaries.optionProvider,
  placeholder: "PROVIDER",
  completes: "provider",
};
const profileId: OptionSpec = {
  type: "string",
  summary: authSummaries.optionProfileId,
  placeholder: "ID",
  completes: "profile",
};
const expiresIn: OptionSpec = {
  type: "string",
  summary: authSummaries.optionExpiresIn,
  placeholder: "DURATION",
};
const json: OptionSpec = { type: "boolean", summary: messages.optionJson };
const profileWords = { placeholder: "PROFILE", atLeast: 1, atMost: 1000, completes: "profile" } as const;

export const authCommands: readonly Command[] = [
  {
    names: ["auth list", "models auth list"],
    summary: authSummaries.list,
    options: { json, provider: { ...provider, summary: authSummaries.optionListProvider }, agent },
    run: (context) => loadWork().runners.listCredentials(context),
  },
  {
    names: ["auth add", "models auth add"],
    summary: authSummaries.add,
    options: {
      provider,
      type: {
        type: "string",
        summary: authSummaries.optionType,
        placeholder: "TYPE",
        completes: ["api_key", "token"],
      },
      "profile-id": profileId,
      "expires-in": expiresIn,
      keep: {
        type: "string",
        summary: authSummaries.optionKeep,
        placeholder: "WHERE",
        completes: ["file", "env"],
      },
      ref: { type: "string", summary: authSummaries.optionRef, placeholder: "SOURCE:PROVIDER:ID" },
      agent,
    },
    takesSecret: true,
    run: (context) => loadWork().runners.addCredential(context),
  },
  {
    names: ["auth paste-token", "models auth paste-token"],
    summary: authSummaries.pasteToken,
    options: { provider, "profile-id": profileId, "expires-in": expiresIn, agent },
    takesSecret: true,
    run: (context) => loadWork().runners.pasteToken(context),
  },
  {
    names: ["auth remove", "models auth remove"],
    summary: authSummaries.remove,
    options: { yes: { type: "boolean", short: "y", summary: authSummaries.optionYes }, agent },
    words: profileWords,
    run: (context) => loadWork().runners.removeCredentials(context),
  },
  {
    names: ["auth order get", "models auth order get"],
    summary: authSummaries.orderGet,
    options: { provider, json, agent },
    run: (context) => loadWork().runners.getOrder(context),
  },
  {
    names: ["auth order set", "models auth order set"],
    summary: authSummaries.orderSet,
    options: { provider, agent },
    words: profileWords,
    run: (context) => loadWork().runners.setOrder(context),
  },
  {
    names: ["auth order clear", "models auth order clear"],
    summary: authSummaries.orderClear,
    options: { provider, agent },
    run: (context) => loadWork().runners.clearOrder(context),
  },
  {
    names: ["env put"],
    summary: authSummaries.envPut,
    options: { provider: { ...provider, summary: authSummaries.optionEnvProvider } },
    words: { placeholder: "NAME", atLeast: 0, atMost: 1 },
    takesSecret: true,
    run: (context) => loadWork().runners.putKeyInEnv(context),
  },
];
