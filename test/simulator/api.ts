/** The APIs the simulator speaks, in the order they are shown. */
export const apiIds = ["openai", "responses", "anthropic", "google", "ollama", "openrouter"] as const;

/** One of the wire formats the simulator speaks. */
export type ApiId = (typeof apiIds)[number];

interface ApiDescription {
  readonly base: string;
  readonly speaks: string;
  readonly keyIn: string;
}

/** Where each API lives under the simulator's origin, and how it carries a key. */
export const apis: Readonly<Record<ApiId, ApiDescription>> = {
  openai: { base: "/openai/v1", speaks: "OpenAI chat completions", keyIn: "Authorization: Bearer" },
  responses: { base: "/responses/v1", speaks: "OpenAI responses", keyIn: "Authorization: Bearer" },
  anthropic: {
    base: "/anthropic",
    speaks: "Anthropic messages",
    keyIn: "x-api-key, or Authorization: Bearer for a setup-token; with anthropic-version",
  },
  google: { base: "/google/v1beta", speaks: "Google generative AI", keyIn: "x-goog-api-key" },
  ollama: { base: "/ollama", speaks: "Ollama", keyIn: "none, or Authorization: Bearer" },
  openrouter: {
    base: "/openrouter/api/v1",
    speaks: "OpenAI chat completions as OpenRouter has them: a public list of models, key info",
    keyIn: "Authorization: Bearer",
  },
};

/** The API a path belongs to, and what is left of the path below its base. */
export function routePath(path: string): { readonly api: ApiId; readonly rest: string } | undefined {
  for (const api of apiIds) {
    const { base } = apis[api];
    if (path === base || path.startsWith(`${base}/`)) {
      return { api, rest: path.slice(base.length) };
    }
  }
  return undefined;
}

/** The same value for every API. */
export function everywhere<Value>(value: Value): Readonly<Record<ApiId, Value>> {
  return {
    openai: value,
    responses: value,
    anthropic: value,
    google: value,
    ollama: value,
    openrouter: value,
  };
}
