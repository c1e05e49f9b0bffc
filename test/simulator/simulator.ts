import type { IncomingMessage, ServerResponse } from "node:http";
import { type ApiId, apis } from "./api.ts";
import type { BehaviourName } from "./behaviours/table.ts";
import { type Reply, replyOk } from "./completion.ts";
import { type Elsewhere, startElsewhere } from "./elsewhere.ts";
import type { Measures } from "./giveAnswer.ts";
import { behaviourOfKey } from "./key.ts";
import { listen } from "./listener.ts";
import { carries, type RecordedRequest, RequestLog } from "./recording.ts";
import { handleRequest } from "./requestHandler.ts";

/** How a simulator is started. */
export interface SimulatorOptions extends Partial<Measures> {
  /** The port to listen on. Default: a free one. */
  readonly port?: number;
  /** Makes the text of completions. Default: "OK". */
  readonly reply?: Reply;
}

/** A running simulator of model providers. */
export interface Simulator {
  readonly origin: string;
  /** The base URL of an API. */
  readonly baseUrl: (api: ApiId) => string;
  /** Everything that was asked, oldest first. */
  readonly requests: readonly RecordedRequest[];
  readonly requestsTo: (api: ApiId) => readonly RecordedRequest[];
  readonly requestsWith: (key: string) => readonly RecordedRequest[];
  /** The requests in which a text stands anywhere: in the path, a header or the body. */
  readonly carrying: (text: string) => readonly RecordedRequest[];
  /** Resolves once this many requests have come since the last `clear`. */
  readonly received: (count: number) => Promise<void>;
  /** Requests whose answer has not ended and whose client is still there. */
  readonly unanswered: number;
  /** Connections that are open now, also idle ones: a client may open one for later. */
  readonly openSockets: number;
  /** The host that redirects lead to. */
  readonly elsewhere: Elsewhere;
  /** Makes a key do these things from now on, one a request; the last one stays. */
  readonly setBehaviour: (key: string, ...inTurn: readonly [BehaviourName, ...BehaviourName[]]) => void;
  /** Lets every key do again what its own name says. */
  readonly resetBehaviours: () => void;
  /** Forgets all requests, here and elsewhere. */
  readonly clear: () => void;
  /** Ends it at once; connections that wait for an answer are destroyed. */
  readonly stop: () => Promise<void>;
}

const measures: Measures = {
  slowMs: 2000,
  dripMs: 100,
  hugeBytes: 10_000_000,
  unpackedBytes: 50_000_000,
  pieceMs: 0,
};

/** Starts a simulator on the loopback interface. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const log = new RequestLog();
  const script = new Map<string, readonly BehaviourName[]>();
  const unanswered = new Set<ServerResponse>();
  const elsewhere = await startElsewhere();
  const handler = {
    reply: options.reply ?? replyOk,
    measures: { ...measures, ...options },
    elsewhere: elsewhere.origin,
    behaviourOf: (key: string) => nextBehaviour(script, key),
  };
  const listener = await listen("127.0.0.1", options.port ?? 0, (request, response) => {
    const finish = log.record(request);
    unanswered.add(response);
    response.once("close", () => unanswered.delete(response));
    void readBody(request)
      .then((body) => handleRequest(request, response, finish(body).body, handler))
      .catch((error: unknown) => {
        failLoudly(response, error);
      });
  }).catch(async (error: unknown) => {
    await elsewhere.stop();
    throw error;
  });
  return {
    origin: listener.origin,
    baseUrl: (api) => `${listener.origin}${apis[api].base}`,
    get requests() {
      return log.requests;
    },
    requestsTo: (api) => log.requests.filter((request) => request.api === api),
    requestsWith: (key) => log.requests.filter((request) => request.key === key),
    carrying: (text) => log.requests.filter((request) => carries(request, text)),
    received: (count) => log.received(count),
    get unanswered() {
      return unanswered.size;
    },
    get openSockets() {
      return listener.openSockets();
    },
    elsewhere,
    setBehaviour: (key, ...inTurn) => {
      script.set(key, inTurn);
    },
    resetBehaviours: () => {
      script.clear();
    },
    clear: () => {
      log.clear();
      elsewhere.clear();
    },
    stop: async () => {
      await Promise.all([listener.stop(), elsewhere.stop()]);
    },
  };
}

function nextBehaviour(script: Map<string, readonly BehaviourName[]>, key: string): BehaviourName {
  const [now, ...later] = script.get(key) ?? [];
  if (later.length > 0) {
    script.set(key, later);
  }
  return now ?? behaviourOfKey(key);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString();
}

/** A client that goes away is no fault; anything else is one of the simulator and must be seen. */
function failLoudly(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(500, { "content-type": "text/plain" });
  response.end(
    `The simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
