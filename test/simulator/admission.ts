import type { IncomingHttpHeaders } from "node:http";
import { type Refusal, refuse } from "./answer.ts";
import type { ApiId } from "./api.ts";
import type { BehaviourName } from "./behaviours/table.ts";
import { isSetupToken } from "./key.ts";
import type { PresentedKey } from "./presentedKey.ts";

const openAiNoKey = refuse({
  status: 401,
  message:
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
});

const noKey: Readonly<Record<ApiId, Refusal | undefined>> = {
  openai: openAiNoKey,
  responses: openAiNoKey,
  anthropic: refuse({ status: 401, message: "x-api-key header is required" }),
  google: refuse({
    status: 403,
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  }),
  ollama: undefined,
  openrouter: refuse({ status: 401, message: "No cookie auth credentials found" }),
};

/** What the key of a request leads to: the name of its behaviour, or the refusal of a request that carries none well. */
export function admit(
  api: ApiId,
  headers: IncomingHttpHeaders,
  presented: PresentedKey,
  behaviourOf: (key: string) => BehaviourName,
): BehaviourName | Refusal {
  if (presented.carrier === "none") {
    return noKey[api] ?? "good";
  }
  if (api !== "anthropic") {
    return behaviourOf(presented.key);
  }
  return admitToAnthropic(headers, presented, behaviourOf);
}

function admitToAnthropic(
  headers: IncomingHttpHeaders,
  { key, carrier }: PresentedKey,
  behaviourOf: (key: string) => BehaviourName,
): BehaviourName | Refusal {
  if (isSetupToken(key) !== (carrier === "bearer")) {
    return "wrong";
  }
  if (carrier === "bearer" && !listOf(headers["anthropic-beta"]).includes("oauth-2025-04-20")) {
    return refuse({ status: 401, message: "OAuth authentication is currently not supported." });
  }
  if (headers["anthropic-version"] === undefined) {
    return refuse({ status: 400, message: "anthropic-version: header is required" });
  }
  return behaviourOf(key);
}

function listOf(header: string | readonly string[] | undefined): readonly string[] {
  return String(header ?? "")
    .split(",")
    .map((item) => item.trim());
}
