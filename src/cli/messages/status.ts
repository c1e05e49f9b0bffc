/** What `status` says. */
export const statusMessages = {
  summaryStatus: "Show providers, profiles, their health and what is missing",
  optionPlain: "Print the default model and nothing else",
  optionCheck: "Exit with 1 when a credential is expired or missing, 2 when one expires within a day",
  optionProbe: "Ask the providers whether the credentials work",
  optionProbeProvider: "Probe only this provider",
  optionProbeProfile: "Probe only this profile; may be given more than once",
  optionProbeTimeout: "How long to wait for each answer (8000)",
  optionProbeConcurrency: "How many to ask at once (2)",
  optionProbeMaxTokens: "Tokens a completion may use (8)",
  optionProbeKind: "Ask with the free check where there is one, or always with a completion (check)",
  optionRecord: "Record the results as use and failures of the profiles",
  optionAllowHost: "Let this probe send secrets to a host that is not the provider's own",
  jsonOrPlain: "--json and --plain exclude each other. Leave one of them out.",

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
  addHere: (provider: string) => `run "model-auth auth add --provider ${provider}"`,
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
