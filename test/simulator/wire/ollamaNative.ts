import { type Completion, textOf } from "../completion.ts";
import { isJsonObject, type JsonObject, numberMember, textMember } from "../json.ts";
import { type Asked, unreadableBody, type Wire, type WireRequest } from "./wire.ts";

/** Ollama's own API: chat, streamed as lines unless told otherwise. */
export const ollamaNative: Wire = {
  read: readOllama,
  models: (ids) => ({ models: ids.map(ollamaModel) }),
  model: ollamaModel,
  completion: (completion) => ({ ...chatPart(completion, textOf(completion)), ...ending(completion) }),
  stream: (completion) => [
    ...completion.pieces.map((text) => line({ ...chatPart(completion, text), done: false })),
    line({ ...chatPart(completion, ""), ...ending(completion) }),
  ],
};

function ollamaModel(id: string): unknown {
  return {
    name: id,
    model: id,
    modified_at: "2026-01-01T00:00:00Z",
    size: 2_019_393_189,
    digest: "0".repeat(64),
    details: { format: "gguf", family: id.split(":")[0], parameter_size: "3B", quantization_level: "Q4_K_M" },
  };
}

function readOllama({ method, path, body }: WireRequest): Asked | undefined {
  if (method === "GET" && path === "/api/tags") {
    return { kind: "models", isPublic: false };
  }
  if (method === "GET" && path === "/api/version") {
    return { kind: "page", body: { version: "0.13.0" } };
  }
  if (method !== "POST" || path !== "/api/chat") {
    return undefined;
  }
  const given = body ?? {};
  const options = given["options"];
  return {
    kind: "completion",
    model: textMember(given, "model"),
    stream: given["stream"] === false ? "none" : "lines",
    limit: isJsonObject(options) ? numberMember(options, "num_predict") : undefined,
    body: given,
    problem: ollamaProblem(body),
  };
}

function ollamaProblem(body: JsonObject | undefined) {
  if (body === undefined) {
    return unreadableBody;
  }
  return textMember(body, "model") === "" ? { status: 400, message: "model is required" } : undefined;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function chatPart(completion: Completion, content: string): JsonObject {
  return {
    model: completion.model,
    created_at: completion.created.toISOString(),
    message: { role: "assistant", content },
  };
}

function ending(completion: Completion): JsonObject {
  return {
    done: true,
    done_reason: completion.finish,
    total_duration: 1_000_000,
    prompt_eval_count: completion.inputTokens,
    eval_count: completion.outputTokens,
  };
}
