import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type ApiId, routePath } from "./api.ts";
import { presentedKey } from "./presentedKey.ts";

/** A request as it arrived. It is recorded with its head; the body is there once it has come. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Requests of one connection share it. */
  readonly socketId: number;
  /** Undefined for a path outside every API. */
  readonly api: ApiId | undefined;
  /** The key as its API carries one, or an empty text. */
  readonly key: string;
}

/** Everything one listener was sent. */
export class RequestLog {
  readonly #socketIds = new WeakMap<Socket, number>();
  readonly #waiting = new Set<() => void>();
  #sockets = 0;
  #requests: readonly RecordedRequest[] = [];

  /** The requests so far, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /** Records a request now; the result adds the body when it has arrived. */
  record(request: IncomingMessage): (body: string) => RecordedRequest {
    const path = request.url ?? "/";
    const api = routePath(path.split("?")[0] ?? path)?.api;
    const head = {
      method: request.method ?? "GET",
      path,
      headers: request.headers,
      body: "",
      time: Date.now(),
      socketId: this.#socketId(request.socket),
      api,
      key: api === undefined ? "" : presentedKey(api, request.headers).key,
    };
    this.#requests = [...this.#requests, head];
    for (const wake of this.#waiting) {
      wake();
    }
    return (body) => {
      const whole = { ...head, body };
      this.#requests = this.#requests.map((known) => (known === head ? whole : known));
      return whole;
    };
  }

  /** Forgets every request; connections keep their ids. */
  clear(): void {
    this.#requests = [];
  }

  /** Resolves once this many requests are recorded. */
  received(count: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        if (this.#requests.length >= count) {
          this.#waiting.delete(wake);
          resolve();
        }
      };
      this.#waiting.add(wake);
      wake();
    });
  }

  #socketId(socket: Socket): number {
    const known = this.#socketIds.get(socket);
    if (known !== undefined) {
      return known;
    }
    this.#sockets += 1;
    this.#socketIds.set(socket, this.#sockets);
    return this.#sockets;
  }
}

/** Whether a text stands anywhere in a request: its path, a header or its body. */
export function carries(request: RecordedRequest, text: string): boolean {
  return [request.path, request.body, JSON.stringify(request.headers)].some((part) => part.includes(text));
}
