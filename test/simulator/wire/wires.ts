import type { ApiId } from "../api.ts";
import { anthropicMessages } from "./anthropicMessages.ts";
import { googleGenerative } from "./googleGenerative.ts";
import { ollamaNative } from "./ollamaNative.ts";
import { openAiChat } from "./openAiChat.ts";
import { openAiResponses } from "./openAiResponses.ts";
import { openRouter } from "./openRouter.ts";
import type { Wire } from "./wire.ts";

/** The form of each API. */
export const wires: Readonly<Record<ApiId, Wire>> = {
  openai: openAiChat,
  responses: openAiResponses,
  anthropic: anthropicMessages,
  google: googleGenerative,
  ollama: ollamaNative,
  openrouter: openRouter,
};
