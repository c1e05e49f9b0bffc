import type { ServerResponse } from "node:http";
import { type Answer, type AskedWith, refuse } from "./answer.ts";
import type { ApiId } from "./api.ts";
import type { BehaviourName } from "./behaviours/table.ts";
import { modelMissing } from "./behaviours/trouble.ts";
import { complete, type Reply } from "./completion.ts";
import { isMissingModel, listedModels } from "./models.ts";
import { sendJson, sendStream } from "./sending.ts";
import { keyInfo } from "./wire/keyInfo.ts";
import type { Asked } from "./wire/wire.ts";
import { wires } from "./wire/wires.ts";

const streamTypes = {
  sse: "text/event-stream",
  lines: "application/x-ndjson",
  array: "application/json",
} as const;

/** What the answers of a good key depend on. */
export interface Serving {
  readonly reply: Reply;
  readonly pieceMs: number;
  readonly isCut: boolean;
  readonly behaviour: BehaviourName;
}

/** Why even a good key gets no answer: the request is not well-formed, or names no model that is there. */
export function objectionTo(asked: Asked, api: ApiId): Answer | undefined {
  if (asked.kind === "completion" && asked.problem !== undefined) {
    return refuse(asked.problem);
  }
  const isMissing = "model" in asked && isMissingModel(asked.model);
  return isMissing ? modelMissing[api] : undefined;
}

/** Answers a request as for a good key. */
export async function serveRequest(
  asked: Asked,
  { api, key, now }: AskedWith,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  const wire = wires[api];
  switch (asked.kind) {
    case "models":
      sendJson(response, 200, wire.models(listedModels[api]));
      return;
    case "model":
      sendJson(response, 200, wire.model(asked.model));
      return;
    case "key":
      sendJson(response, 200, keyInfo(asked.vendor, { key, behaviour: serving.behaviour }));
      return;
    case "page":
      sendJson(response, 200, asked.body);
      return;
    case "completion": {
      const prompt = { api, model: asked.model, body: asked.body };
      const completion = complete(prompt, serving.reply, asked.limit, now);
      if (asked.stream === "none") {
        sendJson(response, 200, wire.completion(completion));
        return;
      }
      await sendStream(response, streamTypes[asked.stream], wire.stream(completion, asked.stream), {
        everyMs: serving.pieceMs,
        isCut: serving.isCut,
      });
    }
  }
}
