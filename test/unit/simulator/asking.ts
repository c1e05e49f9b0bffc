import type { ApiId } from "../../simulator/api.ts";
import { isSetupToken } from "../../simulator/key.ts";
import type { Simulator } from "../../simulator/simulator.ts";

const messages = [{ role: "user", content: "Reply with OK." }];

interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A small completion of each API, as a client sends it. */
const completionCalls: Readonly<Record<ApiId, Call>> = {
  openai: { path: "/chat/completions", body: { model: "gpt-4.1-nano", messages } },
  responses: { path: "/responses", body: { model: "gpt-4.1-nano", input: "Reply with OK." } },
  anthropic: { path: "/v1/messages", body: { model: "claude-haiku-4-5", max_tokens: 8, messages } },
  google: {
    path: "/models/gemini-2.5-flash-lite:generateContent",
    body: { contents: [{ role: "user", parts: [{ text: "Reply with OK." }] }] },
  },
  ollama: { path: "/api/chat", body: { model: "gemma4", messages, stream: false } },
  openrouter: { path: "/chat/completions", body: { model: "openrouter/auto", messages } },
};

/** The path of each API's list of models. */
const listPaths: Readonly<Record<ApiId, string>> = {
  openai: "/models",
  responses: "/models",
  anthropic: "/v1/models",
  google: "/models",
  ollama: "/api/tags",
  openrouter: "/models",
};

/** The headers with which each API is given a key. */
function keyHeaders(api: ApiId, key: string): Record<string, string> {
  const bearer = { authorization: `Bearer ${key}` };
  if (api === "google") {
    return { "x-goog-api-key": key };
  }
  if (api !== "anthropic") {
    return bearer;
  }
  const version = { "anthropic-version": "2023-06-01" };
  return isSetupToken(key)
    ? { ...version, ...bearer, "anthropic-beta": "oauth-2025-04-20" }
    : { ...version, "x-api-key": key };
}

/** Asks for the list of models. */
export function askList(
  simulator: Simulator,
  api: ApiId,
  key: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${simulator.baseUrl(api)}${listPaths[api]}`, {
    redirect: "manual",
    headers: keyHeaders(api, key),
    ...init,
  });
}

/** Asks for a completion; changes go into the body, another path replaces the usual one. */
export function askCompletion(
  simulator: Simulator,
  api: ApiId,
  key: string,
  changes: { readonly body?: object; readonly path?: string; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  const call = completionCalls[api];
  return fetch(`${simulator.baseUrl(api)}${changes.path ?? call.path}`, {
    method: "POST",
    redirect: "manual",
    headers: { ...keyHeaders(api, key), "content-type": "application/json" },
    body: JSON.stringify({ ...call.body, ...changes.body }),
    ...(changes.signal === undefined ? {} : { signal: changes.signal }),
  });
}

/** A member of a JSON value, found by its path; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
