import type { IncomingMessage, ServerResponse } from "node:http";
import { admit } from "./admission.ts";
import {
  type Answer,
  type AskedWith,
  type Behaviour,
  type Refusal,
  refuse,
  serve as serveAnswer,
} from "./answer.ts";
import { type ApiId, routePath } from "./api.ts";
import { type BehaviourName, behaviours } from "./behaviours/table.ts";
import type { Reply } from "./completion.ts";
import { giveAnswer, type Measures } from "./giveAnswer.ts";
import { parseJsonObject } from "./json.ts";
import { presentedKey } from "./presentedKey.ts";
import { sendJson } from "./sending.ts";
import { objectionTo, serveRequest } from "./serving.ts";
import type { Asked } from "./wire/wire.ts";
import { wires } from "./wire/wires.ts";

/** What the simulator answers with. */
export interface HandlerOptions {
  readonly reply: Reply;
  readonly measures: Measures;
  readonly elsewhere: string;
  readonly behaviourOf: (key: string) => BehaviourName;
}

/** Answers one request whose body has arrived. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  options: HandlerOptions,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://simulator.invalid");
  const route = routePath(url.pathname);
  if (route === undefined) {
    sendJson(response, 404, { error: "The simulator has no API here." });
    return;
  }
  const { api, rest: path } = route;
  const wanted = wires[api].read({
    method: request.method ?? "GET",
    path,
    search: url.searchParams,
    body: parseJsonObject(body),
  });
  const presented = presentedKey(api, request.headers);
  const model = wanted !== undefined && "model" in wanted ? wanted.model : "";
  const asked: AskedWith = { api, ...presented, model, now: new Date() };
  const isPublic = wanted?.kind === "models" && wanted.isPublic;
  const admitted = isPublic ? "good" : admit(api, request.headers, presented, options.behaviourOf);
  const { measures, elsewhere, reply } = options;
  const serve = async (isCut: boolean): Promise<void> => {
    if (wanted !== undefined && typeof admitted === "string") {
      const behaviour = admitted;
      await serveRequest(wanted, asked, response, { reply, pieceMs: measures.pieceMs, isCut, behaviour });
    }
  };
  const answer = chooseAnswer(admitted, wanted, api);
  await giveAnswer(answer, { request, response, asked, measures, elsewhere, serve });
}

/** The key is judged first, then the request: so do the vendors. */
function chooseAnswer(admitted: BehaviourName | Refusal, wanted: Asked | undefined, api: ApiId): Answer {
  if (typeof admitted !== "string") {
    return admitted;
  }
  const behaviour: Behaviour = behaviours[admitted];
  const kind = wanted?.kind === "completion" ? "completions" : "lists";
  const answer =
    behaviour.only === undefined || behaviour.only === kind ? behaviour.answers[api] : serveAnswer;
  if (answer.kind !== "serve") {
    return answer;
  }
  return wanted === undefined ? unknownPath : (objectionTo(wanted, api) ?? answer);
}

const unknownPath = refuse({ status: 404, message: "Not found: the API has no such path." });
