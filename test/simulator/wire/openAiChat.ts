import { type Completion, createdSeconds, textOf } from "../completion.ts";
import type { VendorError } from "../errorBody.ts";
import { type JsonObject, numberMember, textMember } from "../json.ts";
import type { KeyInfoVendor } from "./keyInfo.ts";
import {
  type Asked,
  modelInPath,
  serverSentEvent,
  unreadableBody,
  type Wire,
  type WireRequest,
} from "./wire.ts";

/** Smaller providers add a path of their own to OpenAI's. */
const keyInfoPaths: Readonly<Record<string, KeyInfoVendor>> = {
  "/user/balance": "deepseek",
  "/api-key": "xai",
};
const listedSince = 1_735_689_600;

/** OpenAI's chat completions, which most providers speak. */
export const openAiChat: Wire = {
  read: readOpenAiChat,
  models: (ids) => ({ object: "list", data: ids.map(openAiModel) }),
  model: openAiModel,
  completion: (completion) => ({
    ...head(completion, "chat.completion"),
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: textOf(completion), refusal: null },
        logprobs: null,
        finish_reason: completion.finish,
      },
    ],
    usage: usage(completion),
  }),
  stream: (completion) => [
    chunk(completion, { role: "assistant", content: "" }, null),
    ...completion.pieces.map((content) => chunk(completion, { content }, null)),
    chunk(completion, {}, completion.finish),
    serverSentEvent({ ...head(completion, "chat.completion.chunk"), choices: [], usage: usage(completion) }),
    serverSentEvent("[DONE]"),
  ],
};

/** A model as OpenAI lists it. */
export function openAiModel(id: string): unknown {
  return { id, object: "model", created: listedSince, owned_by: "simulator" };
}

/** Reads what a request asks of an OpenAI-compatible API. */
export function readOpenAiChat({ method, path, body }: WireRequest): Asked | undefined {
  if (method === "GET" && path === "/models") {
    return { kind: "models", isPublic: false };
  }
  const vendor = keyInfoPaths[path];
  if (method === "GET" && vendor !== undefined) {
    return { kind: "key", vendor };
  }
  const listed = modelInPath(path, "/models");
  if (method === "GET" && listed !== undefined) {
    return { kind: "model", model: listed };
  }
  if (method !== "POST" || path !== "/chat/completions") {
    return undefined;
  }
  const given = body ?? {};
  return {
    kind: "completion",
    model: textMember(given, "model"),
    stream: given["stream"] === true ? "sse" : "none",
    limit: numberMember(given, "max_completion_tokens") ?? numberMember(given, "max_tokens"),
    body: given,
    problem: body === undefined ? unreadableBody : chatProblem(body),
  };
}

function chatProblem(body: JsonObject): VendorError | undefined {
  const model = textMember(body, "model");
  if (model === "") {
    return { status: 400, message: "you must provide a model parameter" };
  }
  if (!Array.isArray(body["messages"])) {
    return {
      status: 400,
      message: "Missing required parameter: 'messages'.",
      code: "missing_required_parameter",
    };
  }
  if (/^(gpt-5|o\d)/.test(model) && body["max_tokens"] !== undefined) {
    return {
      status: 400,
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      code: "unsupported_parameter",
    };
  }
  return undefined;
}

function head(completion: Completion, object: string): JsonObject {
  return {
    id: `chatcmpl-${completion.id}`,
    object,
    created: createdSeconds(completion),
    model: completion.model,
  };
}

function chunk(completion: Completion, delta: unknown, finish: string | null): string {
  return serverSentEvent({
    ...head(completion, "chat.completion.chunk"),
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
}

function usage({ inputTokens, outputTokens }: Completion): unknown {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
