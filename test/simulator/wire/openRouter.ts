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
    return { kind: "key", vendor: "openrouter" };
  }
  const asked = readOpenAiChat(request);
  return asked?.kind === "models" ? { kind: "models", isPublic: true } : asked;
}
