import { maskKey } from "../errorBody.ts";
import { openAiChat, readOpenAiChat } from "./openAiChat.ts";
import type { Asked, Wire, WireRequest } from "./wire.ts";

/** OpenRouter: OpenAI's form, a list of models that asks for no key, and what is known of a key. */
export const openRouter: Wire = {
  ...openAiChat,
  read: readOpenRouter,
  models: (ids) => ({ data: ids.map(openRouterModel) }),
  model: openRouterModel,
};

function openRouterModel(id: string): unknown {
  return {
    id,
    name: id,
    created: 1_735_689_600,
    context_length: 131_072,
    architecture: { input_modalities: ["text"], output_modalities: ["text"] },
    pricing: { prompt: "0.00000002", completion: "0.00000005" },
  };
}

function readOpenRouter(request: WireRequest): Asked | undefined {
  const { method, path } = request;
  if (method === "GET" && (path === "/key" || path === "/auth/key")) {
    return { kind: "key" };
  }
  const asked = readOpenAiChat(request);
  return asked?.kind === "models" ? { kind: "models", isPublic: true } : asked;
}

/** What OpenRouter tells about a key; without credit nothing remains. */
export function openRouterKey(key: string, hasCredit: boolean): unknown {
  const usage = hasCredit ? 25.5 : 100;
  return {
    data: {
      label: maskKey(key),
      limit: 100,
      limit_remaining: 100 - usage,
      limit_reset: "monthly",
      usage,
      usage_daily: 0.5,
      usage_weekly: 4.5,
      usage_monthly: usage,
      byok_usage: 0,
      include_byok_in_limit: false,
      is_free_tier: false,
      is_provisioning_key: false,
      expires_at: null,
      rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
    },
  };
}
