import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, AskedWith, RedirectTarget, Refusal } from "./answer.ts";
import { echoBody } from "./echo.ts";
import { errorBody } from "./errorBody.ts";
import { drip, sendHuge, sendJson, waitWhileOpen } from "./sending.ts";

/** The sizes and waits of the slow and the big answers. */
export interface Measures {
  readonly slowMs: number;
  readonly dripMs: number;
  readonly hugeBytes: number;
  readonly unpackedBytes: number;
  /** The wait between the pieces of a stream. */
  readonly pieceMs: number;
}

/** What an answer is given with. */
export interface Giving {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly asked: AskedWith;
  readonly measures: Measures;
  readonly elsewhere: string;
  /** Serves the request as for a good key. */
  readonly serve: (isCut: boolean) => Promise<void>;
}

/** Does with a request what its answer says. */
export async function giveAnswer(answer: Answer, giving: Giving): Promise<void> {
  const { request, response, asked, measures } = giving;
  switch (answer.kind) {
    case "serve":
      if (answer.wait === undefined || (await waitWhileOpen(response, measures.slowMs))) {
        await giving.serve(answer.cutStream === true);
      }
      return;
    case "refuse":
      giveRefusal(answer, response, asked);
      return;
    case "echo":
      sendJson(response, 401, echoBody(asked.api, asked.key, answer.form));
      return;
    case "bytes":
      response.writeHead(answer.status, answer.type === undefined ? {} : { "content-type": answer.type });
      response.end(answer.body);
      return;
    case "huge":
      await giveHuge(answer.status, answer.compressed === true, giving);
      return;
    case "drip":
      await drip(response, answer.part, measures.dripMs);
      return;
    case "hang":
      return;
    case "reset":
      giveReset(answer.when, response);
      return;
    case "short":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"object":"list",', () => response.destroy());
      return;
    case "redirect":
      response.writeHead(answer.status, { location: locationOf(answer.to, request, giving.elsewhere) });
      response.end();
  }
}

/** Writes a refusal in the vendor's shape. */
function giveRefusal({ error, headers }: Refusal, response: ServerResponse, asked: AskedWith): void {
  const made = typeof error === "function" ? error(asked) : error;
  for (const [name, value] of Object.entries(headers?.(asked.now) ?? {})) {
    response.setHeader(name, value);
  }
  sendJson(response, made.status, errorBody(asked.api, made));
}

function giveHuge(status: number, isPacked: boolean, { response, measures }: Giving): Promise<void> {
  return sendHuge(response, status, isPacked ? measures.unpackedBytes : measures.hugeBytes, isPacked);
}

function giveReset(when: "before-headers" | "after-headers", response: ServerResponse): void {
  if (when === "before-headers") {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{", () => response.socket?.resetAndDestroy());
}

function locationOf(target: RedirectTarget, request: IncomingMessage, elsewhere: string): string {
  const path = request.url ?? "/";
  const targets: Readonly<Record<RedirectTarget, string>> = {
    elsewhere: `${elsewhere}${path}`,
    "same-host": `/moved${path}`,
    itself: path,
    file: "file:///simulated",
    data: "data:application/json,%7B%22data%22%3A%5B%5D%7D",
  };
  return targets[target];
}
