import { type Completion, createdSeconds, textOf } from "../completion.ts";
import type { VendorError } from "../errorBody.ts";
import { type JsonObject, numberMember, textMember } from "../json.ts";
import { openAiChat, openAiModel } from "./openAiChat.ts";
import { type Asked, serverSentEvent, unreadableBody, type Wire, type WireRequest } from "./wire.ts";

const fewestTokens = 16;

/** OpenAI's responses. */
export const openAiResponses: Wire = {
  read: readResponses,
  models: openAiChat.models,
  model: openAiModel,
  completion: (completion) => response(completion, true),
  stream: streamResponse,
};

function readResponses(request: WireRequest): Asked | undefined {
  if (request.method === "GET") {
    return openAiChat.read(request);
  }
  if (request.method !== "POST" || request.path !== "/responses") {
    return undefined;
  }
  const body = request.body ?? {};
  return {
    kind: "completion",
    model: textMember(body, "model"),
    stream: body["stream"] === true ? "sse" : "none",
    limit: numberMember(body, "max_output_tokens"),
    body,
    problem: request.body === undefined ? unreadableBody : responsesProblem(body),
  };
}

function responsesProblem(body: JsonObject): VendorError | undefined {
  const limit = numberMember(body, "max_output_tokens");
  if (limit !== undefined && limit < fewestTokens) {
    return {
      status: 400,
      message: `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${String(fewestTokens)}, but got ${String(limit)} instead.`,
      code: "integer_below_min_value",
    };
  }
  if (textMember(body, "model") === "" || body["input"] === undefined) {
    return { status: 400, message: "Missing required parameter.", code: "missing_required_parameter" };
  }
  return undefined;
}

function textPart(text: string): unknown {
  return { type: "output_text", text, annotations: [] };
}

function message(completion: Completion, isDone: boolean): unknown {
  return {
    type: "message",
    id: `msg_${completion.id}`,
    status: isDone ? "completed" : "in_progress",
    role: "assistant",
    content: isDone ? [textPart(textOf(completion))] : [],
  };
}

function response(completion: Completion, isDone: boolean): JsonObject {
  const wasCut = completion.finish === "length";
  const { inputTokens, outputTokens } = completion;
  return {
    id: `resp_${completion.id}`,
    object: "response",
    created_at: createdSeconds(completion),
    status: isDone ? (wasCut ? "incomplete" : "completed") : "in_progress",
    error: null,
    incomplete_details: isDone && wasCut ? { reason: "max_output_tokens" } : null,
    model: completion.model,
    output: isDone ? [message(completion, true)] : [],
    usage: isDone
      ? { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: inputTokens + outputTokens }
      : null,
  };
}

function streamResponse(completion: Completion): readonly string[] {
  const place = { item_id: `msg_${completion.id}`, output_index: 0, content_index: 0 };
  const text = textOf(completion);
  const ending = completion.finish === "length" ? "response.incomplete" : "response.completed";
  const events: readonly (readonly [string, JsonObject])[] = [
    ["response.created", { response: response(completion, false) }],
    ["response.output_item.added", { output_index: 0, item: message(completion, false) }],
    ["response.content_part.added", { ...place, part: textPart("") }],
    ...completion.pieces.map((delta) => ["response.output_text.delta", { ...place, delta }] as const),
    ["response.output_text.done", { ...place, text }],
    ["response.content_part.done", { ...place, part: textPart(text) }],
    ["response.output_item.done", { output_index: 0, item: message(completion, true) }],
    [ending, { response: response(completion, true) }],
  ];
  return events.map(([type, data], index) =>
    serverSentEvent({ type, sequence_number: index, ...data }, type),
  );
}
