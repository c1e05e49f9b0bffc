import { type Completion, textOf } from "../completion.ts";
import type { VendorError } from "../errorBody.ts";
import { type JsonObject, numberMember, textMember } from "../json.ts";
import {
  type Asked,
  modelInPath,
  serverSentEvent,
  unreadableBody,
  type Wire,
  type WireRequest,
} from "./wire.ts";

/** Anthropic's messages. */
export const anthropicMessages: Wire = {
  read: readMessages,
  models: (ids) => ({
    data: ids.map(anthropicModel),
    has_more: false,
    first_id: ids.at(0) ?? null,
    last_id: ids.at(-1) ?? null,
  }),
  model: anthropicModel,
  completion: (completion) => ({
    ...head(completion),
    content: [{ type: "text", text: textOf(completion) }],
    stop_reason: stopReason(completion),
    stop_sequence: null,
    usage: { input_tokens: completion.inputTokens, output_tokens: completion.outputTokens },
  }),
  stream: streamMessage,
};

function anthropicModel(id: string): unknown {
  return { type: "model", id, display_name: id, created_at: "2025-10-01T00:00:00Z" };
}

function readMessages({ method, path, body }: WireRequest): Asked | undefined {
  if (method === "GET" && path === "/v1/models") {
    return { kind: "models", isPublic: false };
  }
  const listed = modelInPath(path, "/v1/models");
  if (method === "GET" && listed !== undefined) {
    return { kind: "model", model: listed };
  }
  if (method !== "POST" || path !== "/v1/messages") {
    return undefined;
  }
  const given = body ?? {};
  return {
    kind: "completion",
    model: textMember(given, "model"),
    stream: given["stream"] === true ? "sse" : "none",
    limit: numberMember(given, "max_tokens"),
    body: given,
    problem: body === undefined ? unreadableBody : messagesProblem(body),
  };
}

function messagesProblem(body: JsonObject): VendorError | undefined {
  const missing = ["model", "max_tokens", "messages"].find((name) => body[name] === undefined);
  return missing === undefined ? undefined : { status: 400, message: `${missing}: Field required` };
}

function stopReason({ finish }: Completion): string {
  return finish === "length" ? "max_tokens" : "end_turn";
}

function head(completion: Completion): JsonObject {
  return { id: `msg_${completion.id}`, type: "message", role: "assistant", model: completion.model };
}

function streamMessage(completion: Completion): readonly string[] {
  const { inputTokens, outputTokens } = completion;
  const started = {
    ...head(completion),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: 1 },
  };
  const events: readonly (JsonObject & { readonly type: string })[] = [
    { type: "message_start", message: started },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "ping" },
    ...completion.pieces.map((text) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: stopReason(completion), stop_sequence: null },
      usage: { output_tokens: outputTokens },
    },
    { type: "message_stop" },
  ];
  return events.map((event) => serverSentEvent(event, event.type));
}
