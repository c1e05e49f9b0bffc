import type { ApiId } from "./api.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** An answer of a model before it takes an API's form. */
export interface Completion {
  readonly id: string;
  readonly model: string;
  /** The text in the pieces in which it is streamed. */
  readonly pieces: readonly string[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly finish: "stop" | "length";
  readonly created: Date;
}

/** What a reply is made from. */
export interface Prompt {
  readonly api: ApiId;
  readonly model: string;
  readonly body: JsonObject;
}

/** Makes the text of a completion, in the pieces in which it is streamed. */
export type Reply = (prompt: Prompt) => readonly string[];

/** The reply when none was given: what a probe asks for. */
export const replyOk: Reply = () => ["O", "K"];

/** Completes a prompt; a piece counts as a token, and a limit cuts the pieces. */
export function complete(prompt: Prompt, reply: Reply, limit: number | undefined, created: Date): Completion {
  const whole = reply(prompt);
  const pieces = limit === undefined ? whole : whole.slice(0, limit);
  return {
    id: `sim-${created.getTime().toString(36)}`,
    model: prompt.model,
    pieces,
    inputTokens: countWords(prompt.body),
    outputTokens: pieces.length,
    finish: pieces.length < whole.length ? "length" : "stop",
    created,
  };
}

/** The whole text of a completion. */
export function textOf(completion: Completion): string {
  return completion.pieces.join("");
}

/** The time of a completion in Unix seconds. */
export function createdSeconds(completion: Completion): number {
  return Math.floor(completion.created.getTime() / 1000);
}

function countWords(value: unknown): number {
  if (typeof value === "string") {
    return value.split(/\s+/).filter((word) => word !== "").length;
  }
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + countWords(item), 0);
  }
  return isJsonObject(value) ? countWords(Object.values(value)) : 0;
}
