/** Whether a 2xx body is what the API promises. A login page, an empty 200 or half a JSON text proves nothing. */
import type { FreeCheck } from "../providers/catalogue.ts";
import { isObject } from "./errorBody.ts";
import type { ProbeApi } from "./request.ts";

/** Whether a parsed body is a completion of that API. */
export function isCompletion(api: ProbeApi, body: unknown): boolean {
  if (!isObject(body)) return false;
  switch (api) {
    case "openai-completions":
      return Array.isArray(body["choices"]) && body["choices"].length > 0;
    case "openai-responses":
      return body["object"] === "response" && Array.isArray(body["output"]);
    case "anthropic-messages":
      return body["type"] === "message" && Array.isArray(body["content"]);
    case "google-generative-ai":
      return Array.isArray(body["candidates"]) || isObject(body["promptFeedback"]);
    case "ollama":
      return isObject(body["message"]) && typeof body["done"] === "boolean";
  }
}

/** Whether a parsed body is the answer that a free check is known to give. */
export function isCheckAnswer(check: FreeCheck, body: unknown): boolean {
  switch (check.proves) {
    case "model_list":
      return (
        Array.isArray(body) ||
        (isObject(body) && (Array.isArray(body["data"]) || Array.isArray(body["models"])))
      );
    case "key_info":
      return isObject(body) && check.field !== undefined && body[check.field] !== undefined;
  }
}

const listOpening = /^\s{0,16}(?:\{[^{}[\]]{0,400}"(?:data|models)"\s{0,4}:\s{0,4})?\[\s{0,16}\{\s{0,16}"/;

/** Whether a body we stopped reading begins like a list of models: some lists are longer than what a probe reads. */
export function beginsLikeModelList(check: FreeCheck, body: string): boolean {
  return check.proves === "model_list" && listOpening.test(body.slice(0, 1024));
}

/** Why an answer that was given says the key will be refused all the same. */
export function refusalIn(check: FreeCheck, body: unknown): "auth_permanent" | "billing" | undefined {
  if (!isObject(body)) return undefined;
  return check.refusals?.find((refusal) => body[refusal.field] === refusal.value)?.reason;
}
