import type { FileProblem } from "../engine/stores/fileProblem.ts";

/** Every sentence the command line says, in one place. Each error tells what to do next and fits one line. */

export const programName = "model-auth";

export const messages = {
  usage: (line: string) => `Usage: ${programName} ${line}`,
  programSummary: "Shows and checks the credentials of your model providers.",
  commandsHeading: "Commands:",
  optionsHeading: "Options:",
  alsoReachable: (names: readonly string[]) => `Also reachable as: ${names.join(", ")}`,
  moreHelp: `Run "${programName} <command> --help" for the options of a command.`,

  summaryStatus: "Show providers, profiles, their health and what is missing",
  optionHelp: "Show this help",
  optionVersion: "Show the version",
  optionJson: "Print JSON and nothing else",
  optionPlain: "Print the default model and nothing else",
  optionCheck: "Exit with 1 when a credential is expired or missing, 2 when one expires within a day",
  optionAgent: "Agent to report on, instead of the default one",
  placeholderAgent: "ID",

  unknownCommand: (text: string) =>
    `Unknown command "${text}". Run "${programName} --help" to see the commands.`,
  unknownOption: (option: string, command: string, nearest: string | undefined) =>
    nearest === undefined
      ? `Unknown option ${option}. Run "${programName} ${command} --help" to see its options.`
      : `Unknown option ${option}. Did you mean ${nearest}?`,
  missingValue: (option: string, placeholder: string) => `${option} needs a value: ${option} ${placeholder}.`,
  needlessValue: (option: string) => `${option} takes no value. Leave out what follows "=".`,
  unexpectedArgument: (text: string, command: string) =>
    `Unexpected argument "${text}". Run "${programName} ${command} --help" to see how to use it.`,
  jsonOrPlain: "--json and --plain exclude each other. Leave one of them out.",
  unknownAgent: (raw: string, known: readonly string[]) =>
    `Unknown agent "${raw}". Known agents: ${known.join(", ")}. Give one of them to --agent.`,
  unexpectedFailure: (name: string) =>
    `${programName} failed unexpectedly (${name}). Set MODEL_AUTH_DEBUG=1 and run it again to see where.`,

  fileProblem: ({ path, code, line, column }: FileProblem): string => {
    const at = line === undefined ? "" : ` at line ${line}, column ${column ?? 1}`;
    switch (code) {
      case "not_json":
        return `${path} cannot be read${at}: it is damaged. Correct it there; nothing is written to it meanwhile.`;
      case "wrong_shape":
        return `${path} is not a credential store. Restore it from a backup, or move it away to start anew.`;
      case "newer_version":
        return `${path} is of a newer version. Update ${programName} before changing anything in it.`;
      case "newer_openclaw":
        return `${path} belongs to a newer OpenClaw that keeps credentials in SQLite, which is not read. Set OPENCLAW_STATE_DIR to another directory.`;
      case "too_large":
        return `${path} is too large to be read. Move it away, or make it smaller.`;
      case "not_text":
        return `${path} is not UTF-8 text. Save it as UTF-8.`;
      case "denied":
        return `${path} may not be read. Give yourself read permission (chmod u+r).`;
      case "io":
        return `${path} cannot be read. Check that it is a file and that its disk works.`;
    }
  },

  config: "Config",
  agentDir: "Agent dir",
  defaultModel: "Default",
  fallbacks: "Fallbacks",
  imageModel: "Image model",
  imageFallbacks: "Image fallbacks",
  aliases: "Aliases",
  configuredModels: "Configured models",
  ofSource: (label: string, source: "agent" | "defaults") => `${label} (${source})`,
  counted: (label: string, count: number) => `${label} (${count})`,
  resolvedFrom: (resolved: string, raw: string) => `${resolved} (from ${raw})`,
  allModels: "all",
  nothing: "-",

  authOverview: "Auth overview",
  authStore: "Auth store",
  shellEnv: "Shell env",
  on: "on",
  off: "off",
  applied: (names: readonly string[]) => ` (applied: ${names.join(", ")})`,
  signIns: "Providers w/ OAuth/tokens",
  rejectedEntry: (profileId: string, reason: "non_object" | "invalid_type" | "missing_provider"): string => {
    switch (reason) {
      case "non_object":
        return `- ${profileId} is not a profile: its entry is not an object`;
      case "invalid_type":
        return `- ${profileId} is not a profile: its type is not api_key, token or oauth`;
      case "missing_provider":
        return `- ${profileId} is not a profile: it names no provider`;
    }
  },

  missingAuth: "Missing auth",
  missingHint: (ways: readonly string[]) => ways.join(", or "),
  addInEditor: (label: string) => `run "Model Auth: Add API Key..." in VS Code and choose ${label}`,
  setVariable: (name: string) => `set ${name} in the environment`,
  setConfigKey: (provider: string) => `set models.providers.${provider}.apiKey in openclaw.json`,
  signInToAws: "sign in to AWS on this machine (AWS_PROFILE)",
  signInToGoogle: "sign in to Google Cloud on this machine (gcloud auth application-default login)",

  tokenStatus: "OAuth/token status",
  none: "- none",
  expiresIn: (left: string, date: string) => `expires in ${left} (${date})`,
  expiredAgo: (passed: string, date: string) => `expired ${passed} ago (${date})`,
  refreshesItself: (past: string) => `refreshes itself; access token ${past}`,
  endedAgo: (passed: string) => `ended ${passed} ago`,
  endsIn: (left: string) => `ends in ${left}`,
  noExpiry: "does not expire",
  expiryInvalid: "its expiry is not a time",
  expiryUnknown: "expiry unknown",
  nothingStored: "nothing is stored in it",
} as const;
