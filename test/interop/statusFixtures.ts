const now = Date.now();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A state dir both programs are asked about. Content that is no text is written as JSON. */
export interface StatusFixture {
  readonly title: string;
  /** By path in the state dir. */
  readonly files: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly agent?: string;
  /** What OpenClaw ends with, so that a fixture that means something else than it says is found out. */
  readonly exitCode: 0 | 1 | 2;
  readonly isRunForReal?: true;
}

const profilesName = "agents/main/agent/auth-profiles.json";
const stateName = "agents/main/agent/auth-state.json";
const modelOf = (provider: string) => ({ agents: { defaults: { model: `${provider}/some-model` } } });
const stored = (profiles: Readonly<Record<string, object>>) => ({ version: 1, profiles });
const fake = (label: string) => ["fake", "key", "of", "no", "use", label].join("-");

const apiKey = (provider: string) => ({ type: "api_key", provider, key: fake(provider) });
const token = (provider: string, more: object = {}) => ({
  type: "token",
  provider,
  token: fake(`token-${provider}`),
  ...more,
});
const oauth = (provider: string, more: object = {}) => ({
  type: "oauth",
  provider,
  access: fake("access"),
  refresh: fake("refresh"),
  expires: now + 3 * hour,
  ...more,
});

export const statusFixtures: readonly StatusFixture[] = [
  { title: "nothing at all", files: {}, exitCode: 1 },
  {
    title: "one key of the provider in use",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: stored({ "openai:default": apiKey("openai") }),
    },
    exitCode: 0,
  },
  {
    title: "a config with comments, registered profiles of every type, an order",
    files: {
      "openclaw.json": `{
        // The model of this machine.
        agents: { defaults: { model: { primary: 'anthropic/some-model', fallbacks: ['openai/other',], }, models: { 'anthropic/some-model': { alias: 'Some' } } } },
        auth: {
          profiles: {
            'anthropic:manual': { provider: 'anthropic', mode: 'token' },
            'anthropic:default': { provider: 'anthropic', mode: 'api_key', displayName: 'Work' },
          },
          order: { anthropic: ['anthropic:manual', 'anthropic:default'] }, // tokens first
        },
      }`,
      [profilesName]: stored({
        "anthropic:default": { ...apiKey("anthropic"), displayName: "stored name" },
        "anthropic:manual": token("anthropic", { expires: now + 40 * day }),
        "openai:default": {
          type: "api_key",
          provider: "openai",
          "x-model-auth": { fingerprint: "0a1b2c3d" },
        },
      }),
    },
    exitCode: 0,
    isRunForReal: true,
  },
  {
    title: "a token that ends within a day",
    files: {
      "openclaw.json": modelOf("zai"),
      [profilesName]: stored({ "zai:manual": token("zai", { expires: now + 5.3 * hour }) }),
    },
    exitCode: 2,
  },
  {
    title: "a token that has ended, of a provider not in use",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: stored({
        "openai:default": apiKey("openai"),
        "zai:manual": token("zai", { expires: now - day }),
      }),
    },
    exitCode: 1,
  },
  {
    title: "expiries that are none",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: stored({
        "openai:default": apiKey("openai"),
        "a:seconds": token("zai", { expires: Math.round(now / 1_000) + 86_400 }),
        "a:words": token("zai", { expires: "soon" }),
        "a:zero": token("zai", { expires: 0 }),
      }),
    },
    exitCode: 1,
  },
  {
    title: "refs in place of secrets",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: stored({
        "openai:env": {
          type: "api_key",
          provider: "openai",
          keyRef: { source: "env", provider: "default", id: "MY_KEY" },
        },
        "openai:keychain": {
          type: "api_key",
          provider: "openai",
          keyRef: { source: "vscode", provider: "default", id: "openai-keychain/0a1b2c3d" },
          "x-model-auth": { fingerprint: "0a1b2c3d" },
        },
        "zai:manual": {
          type: "token",
          provider: "zai",
          tokenRef: { source: "exec", provider: "vault", id: "zai/token" },
          expires: now + 40 * day,
        },
      }),
    },
    exitCode: 0,
  },
  {
    title: "sign-ins that refresh themselves and such as do not",
    files: {
      "openclaw.json": modelOf("chutes"),
      [profilesName]: stored({
        "chutes:me@example.com": oauth("chutes", { email: "me@example.com" }),
        "chutes:alone": oauth("chutes", { refresh: "", expires: now + 3.2 * hour }),
        "google:late": oauth("google", { expires: now - 3.2 * hour }),
      }),
    },
    exitCode: 2,
  },
  {
    title: "cooldowns, a disabled profile, usage of one that is gone",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: stored({ "openai:default": apiKey("openai"), "openai:other": apiKey("openai") }),
      [stateName]: {
        version: 1,
        usageStats: {
          "openai:default": {
            cooldownUntil: now + 10.4 * minute,
            cooldownReason: "rate_limit",
            errorCount: 1,
          },
          "openai:other": { disabledUntil: now + 7.2 * hour, disabledReason: "billing", errorCount: 2 },
          "gone:default": { cooldownUntil: now + 20.4 * minute },
        },
        lastGood: { openai: "openai:default" },
      },
    },
    exitCode: 0,
  },
  {
    title: "older spellings, and entries that are none",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: {
        version: 7,
        profiles: {
          "openai:old": { mode: "api_key", provider: " OpenAI ", apiKey: fake("old") },
          "z:alias": apiKey("z.ai"),
          "bad:type": { type: "password", provider: "openai" },
          "bad:provider": { type: "api_key", provider: " " },
          "bad:text": "nothing",
        },
        order: { openai: ["openai:old"] },
      },
    },
    exitCode: 0,
  },
  {
    title: "a key of the environment and one of the config",
    files: {
      "openclaw.json": {
        ...modelOf("openai"),
        models: {
          providers: { local: { baseUrl: "http://127.0.0.1:9/v1", apiKey: fake("config"), models: [] } },
        },
      },
    },
    variables: { OPENAI_API_KEY: fake("environment") },
    exitCode: 0,
  },
  {
    title: "an agent beside main, with a model and profiles of its own",
    files: {
      "openclaw.json": {
        agents: {
          defaults: { model: "openai/some-model" },
          list: [{ id: "main" }, { id: "work", model: "zai/some-model" }],
        },
      },
      [profilesName]: stored({ "openai:default": apiKey("openai") }),
      "agents/work/agent/auth-profiles.json": stored({
        "zai:manual": token("zai", { expires: now + 9.2 * hour }),
      }),
    },
    agent: "work",
    exitCode: 2,
  },
  {
    title: "a model of a provider nobody has a credential for",
    files: {
      "openclaw.json": {
        agents: { defaults: { model: "groq/some-model", imageModel: "openai/some-model" } },
      },
      [profilesName]: stored({ "openai:default": apiKey("openai") }),
    },
    exitCode: 1,
  },
  {
    title: "a damaged store",
    files: {
      "openclaw.json": modelOf("openai"),
      [profilesName]: '{"version":1,"profiles":{"openai:default"',
    },
    exitCode: 1,
  },
  { title: "a damaged config", files: { "openclaw.json": "{ agents: " }, exitCode: 1 },
];
