import { listen } from "./listener.ts";
import { carries, type RecordedRequest, RequestLog } from "./recording.ts";

/** Another host, to which nothing should ever be sent. */
export interface Elsewhere {
  readonly origin: string;
  readonly requests: readonly RecordedRequest[];
  /** The requests in which a text stands anywhere. */
  readonly carrying: (text: string) => readonly RecordedRequest[];
  readonly openSockets: number;
  readonly clear: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts the other host: it has another name and another port, and answers everything with 200. */
export async function startElsewhere(): Promise<Elsewhere> {
  const log = new RequestLog();
  const listener = await listen("localhost", 0, (request, response) => {
    const finish = log.record(request);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      finish(Buffer.concat(chunks).toString());
      response.setHeader("content-type", "application/json");
      response.end('{"object":"list","data":[],"models":[]}');
    });
  });
  return {
    origin: listener.origin,
    get requests() {
      return log.requests;
    },
    carrying: (text) => log.requests.filter((request) => carries(request, text)),
    get openSockets() {
      return listener.openSockets();
    },
    clear: () => {
      log.clear();
    },
    stop: listener.stop,
  };
}
