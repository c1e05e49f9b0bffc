import type { ApiId } from "./api.ts";

const openAi = ["gpt-4.1-nano", "gpt-5-nano", "gpt-5.4", "o4-mini"];

/** The models each API lists. Other ids are served too, so that any provider can be pointed here. */
export const listedModels: Readonly<Record<ApiId, readonly string[]>> = {
  openai: openAi,
  responses: openAi,
  anthropic: ["claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-6"],
  google: ["gemini-2.5-flash-lite", "gemini-2.5-flash", "gemini-3.1-pro-preview"],
  ollama: ["gemma4:latest", "llama3.2:3b", "qwen3:8b"],
  openrouter: ["openrouter/auto", "meta-llama/llama-3.1-8b-instruct", "anthropic/claude-haiku-4.5"],
};

const retired: readonly string[] = ["claude-3-haiku-20240307", "gemini-1.5-flash", "gpt-4-32k"];

/** Whether a model is not there: a retired one, or any whose id says `missing`. */
export function isMissingModel(model: string): boolean {
  return retired.includes(model) || model.includes("missing");
}
