import { type Completion, textOf } from "../completion.ts";
import { isJsonObject, type JsonObject, numberMember } from "../json.ts";
import {
  type Asked,
  modelInPath,
  serverSentEvent,
  unreadableBody,
  type Wire,
  type WireRequest,
} from "./wire.ts";

/** Google's generative AI. */
export const googleGenerative: Wire = {
  read: readGoogle,
  models: (ids) => ({ models: ids.map(googleModel) }),
  model: googleModel,
  completion: (completion) => part(completion, textOf(completion), true),
  stream: streamGoogle,
};

function googleModel(id: string): unknown {
  return {
    name: `models/${id}`,
    version: "001",
    displayName: id,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ["generateContent", "countTokens"],
  };
}

function readGoogle({ method, path, search, body }: WireRequest): Asked | undefined {
  if (method === "GET" && path === "/models") {
    return { kind: "models", isPublic: false };
  }
  const named = modelInPath(path, "/models");
  if (method === "GET" && named !== undefined) {
    return { kind: "model", model: named };
  }
  const [model = "", verb] = (named ?? "").split(":");
  if (method !== "POST" || (verb !== "generateContent" && verb !== "streamGenerateContent")) {
    return undefined;
  }
  const given = body ?? {};
  const streamed = search.get("alt") === "sse" ? "sse" : "array";
  return {
    kind: "completion",
    model,
    stream: verb === "generateContent" ? "none" : streamed,
    limit: outputLimit(given),
    body: given,
    problem: googleProblem(body),
  };
}

function googleProblem(body: JsonObject | undefined) {
  if (body === undefined) {
    return unreadableBody;
  }
  return Array.isArray(body["contents"])
    ? undefined
    : { status: 400, message: "* GenerateContentRequest.contents: contents is not specified" };
}

function outputLimit(body: JsonObject): number | undefined {
  const config = body["generationConfig"];
  return isJsonObject(config) ? numberMember(config, "maxOutputTokens") : undefined;
}

function part(completion: Completion, text: string, isLast: boolean): JsonObject {
  const { inputTokens, outputTokens } = completion;
  const finish = completion.finish === "length" ? "MAX_TOKENS" : "STOP";
  return {
    candidates: [
      {
        content: { parts: [{ text }], role: "model" },
        index: 0,
        ...(isLast ? { finishReason: finish } : {}),
      },
    ],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
    },
    modelVersion: completion.model,
    responseId: completion.id,
  };
}

function streamGoogle(completion: Completion, form: "sse" | "lines" | "array"): readonly string[] {
  const pieces = completion.pieces.length === 0 ? [""] : completion.pieces;
  const parts = pieces.map((text, index) => part(completion, text, index === pieces.length - 1));
  if (form === "sse") {
    return parts.map((data) => serverSentEvent(data));
  }
  return [...parts.map((data, index) => `${index === 0 ? "[" : ",\r\n"}${JSON.stringify(data)}`), "]"];
}
