/** The one small request of a probe: no tools, no system prompt, no stream. Spec: secrets 7 (wire) and 11.4. */
import type { HttpRequest } from "../ports.ts";
import { type FreeCheck, type ProviderApi, secretMarkers } from "../providers/catalogue.ts";
import { joinUrl } from "./endpoint.ts";
import { isObject, parseBody } from "./errorBody.ts";

/** The APIs a probe can speak. */
export const probeApis = [
  "openai-completions",
  "openai-responses",
  "anthropic-messages",
  "google-generative-ai",
  "ollama",
] as const satisfies readonly ProviderApi[];
export type ProbeApi = (typeof probeApis)[number];

/** What is asked: the free check, or a few tokens of a model. */
export type ProbeQuestion =
  | { readonly kind: "check"; readonly check: FreeCheck }
  | { readonly kind: "completion"; readonly model: string; readonly maxTokens: number };

export interface ProbeRequest {
  readonly api: ProbeApi;
  readonly baseUrl: URL;
  readonly question: ProbeQuestion;
  /** Headers the provider needs beside the API's own; never secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Send the key as a bearer token too. */
  readonly authHeader?: boolean;
  readonly timeoutMs: number;
}

const prompt = "Reply with OK.";
const maxBodyBytes = 64 * 1024;
/** The Responses API refuses fewer. Spec: secrets 11.5. */
const fewestResponseTokens = 16;

/** Whether a provider's API is one a probe can speak. */
export function isProbeApi(api: string): api is ProbeApi {
  return probeApis.some((known) => known === api);
}

/** Whether a secret can travel in a header at all. Security test 33. */
export function isSendable(secret: string): boolean {
  return secret !== "" && /^[\u0020-\u007E\u0080-\u00FF]+$/.test(secret) && !/[\u0080-\u009F]/.test(secret);
}

/** Builds the request. The only place where the secret is written down; keep the result to the send. */
export function buildRequest(request: ProbeRequest, secret: string): HttpRequest {
  const { question, api, baseUrl } = request;
  const headers = { "user-agent": "model-auth", accept: "application/json", ...lowerCased(request.headers) };
  const auth = authHeaders(request, secret);
  const limits = { timeoutMs: request.timeoutMs, maxBodyBytes };
  if (question.kind === "check") {
    const url = joinUrl(baseUrl, question.check.path);
    return { method: "GET", url, headers: { ...headers, ...auth }, ...limits };
  }
  return {
    method: "POST",
    url: joinUrl(baseUrl, completionPath(api, question.model)),
    headers: { ...headers, "content-type": "application/json", ...auth },
    body: JSON.stringify(completionBody(api, question.model, question.maxTokens)),
    ...limits,
  };
}

function completionPath(api: ProbeApi, model: string): string {
  switch (api) {
    case "openai-completions":
      return "/chat/completions";
    case "openai-responses":
      return "/responses";
    case "anthropic-messages":
      return "/v1/messages";
    case "google-generative-ai":
      return `/models/${encodeURIComponent(model.replace(/^models\//, ""))}:generateContent`;
    case "ollama":
      return "/api/chat";
  }
}

function completionBody(api: ProbeApi, model: string, maxTokens: number): unknown {
  const messages = [{ role: "user", content: prompt }];
  switch (api) {
    case "openai-completions":
      return { model, messages, [tokenLimitName(model)]: maxTokens };
    case "openai-responses":
      return {
        model,
        input: prompt,
        max_output_tokens: Math.max(maxTokens, fewestResponseTokens),
        store: false,
      };
    case "anthropic-messages":
      return { model, messages, max_tokens: maxTokens };
    case "google-generative-ai":
      return {
        contents: [{ role: "user", parts: [{ text: prompt }] }],
        generationConfig: { maxOutputTokens: maxTokens },
      };
    case "ollama":
      return { model, messages, stream: false, options: { num_predict: maxTokens } };
  }
}

/** OpenAI's reasoning models refuse the older name; most others know only that. */
function tokenLimitName(model: string): string {
  return /(?:^|\/)(?:gpt-5|o\d)/.test(model) ? "max_completion_tokens" : "max_tokens";
}

function authHeaders(request: ProbeRequest, secret: string): Readonly<Record<string, string>> {
  const bearer = { authorization: `Bearer ${secret}` };
  const also = request.authHeader === true && !secretMarkers.exact.includes(secret) ? bearer : {};
  switch (request.api) {
    case "openai-completions":
    case "openai-responses":
      return secret === "custom-local" ? {} : bearer;
    case "ollama":
      return secret === "ollama-local" ? {} : bearer;
    case "anthropic-messages":
      return isSetupToken(secret)
        ? { ...bearer, "anthropic-version": "2023-06-01", "anthropic-beta": "oauth-2025-04-20" }
        : { "x-api-key": secret, "anthropic-version": "2023-06-01", ...also };
    case "google-generative-ai": {
      const token = googleToken(secret);
      return token === undefined ? { "x-goog-api-key": secret } : { authorization: `Bearer ${token}` };
    }
  }
}

/** Anthropic's setup-tokens are bearer tokens and refused as keys. Spec: secrets 7. */
function isSetupToken(secret: string): boolean {
  return secret.includes("sk-ant-oat");
}

/** Google's OAuth arrives as JSON `{token, projectId}`. Spec: secrets 7. */
function googleToken(secret: string): string | undefined {
  const parsed = secret.startsWith("{") ? parseBody(secret) : undefined;
  return isObject(parsed) && typeof parsed["token"] === "string" ? parsed["token"] : undefined;
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
