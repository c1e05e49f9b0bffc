import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip } from "node:zlib";

const block = Buffer.alloc(64 * 1024, "x");

/** Writes a JSON answer. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** Waits, unless the client goes away first; says whether it is still there. */
export async function waitWhileOpen(response: ServerResponse, ms: number): Promise<boolean> {
  const gone = new AbortController();
  const leave = (): void => {
    gone.abort();
  };
  response.once("close", leave);
  try {
    await sleep(ms, undefined, { signal: gone.signal });
    return !response.destroyed;
  } catch {
    return false;
  } finally {
    response.off("close", leave);
  }
}

/** Writes a chunk and waits until there is room for the next; says whether the client is still there. */
async function writeChunk(
  stream: NodeJS.WritableStream,
  response: ServerResponse,
  chunk: Buffer,
): Promise<boolean> {
  if (response.destroyed) {
    return false;
  }
  if (stream.write(chunk)) {
    return true;
  }
  return new Promise((resolve) => {
    const settle = (): void => {
      stream.off("drain", settle);
      response.off("close", settle);
      resolve(!response.destroyed);
    };
    stream.once("drain", settle);
    response.once("close", settle);
  });
}

/** Streams good JSON of this size, and stops when the client has had enough. */
export async function sendHuge(response: ServerResponse, status: number, bytes: number, packed: boolean) {
  const stream = packed ? createGzip() : response;
  if (packed) {
    response.setHeader("content-encoding", "gzip");
  }
  response.writeHead(status, { "content-type": "application/json" });
  if (stream !== response) {
    stream.pipe(response);
  }
  const opening = '{"object":"list","data":[],"padding":"';
  const closing = '"}';
  let left = bytes - opening.length - closing.length;
  let isOpen = await writeChunk(stream, response, Buffer.from(opening));
  while (isOpen && left > 0) {
    isOpen = await writeChunk(stream, response, block.subarray(0, left));
    left -= block.length;
  }
  stream.end(isOpen ? closing : undefined);
}

/** Drips a good head or body, a character at a time, until the client goes away. */
export async function drip(
  response: ServerResponse,
  part: "headers" | "body",
  everyMs: number,
): Promise<void> {
  if (part === "body") {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
  } else {
    response.socket?.write("HTTP/1.1 200 OK\r\nx-drip: ");
  }
  while (await waitWhileOpen(response, everyMs)) {
    const target = part === "body" ? response : response.socket;
    target?.write(part === "body" ? " " : "x");
  }
}

/** Writes the chunks of a stream, or only the first and then breaks the connection. */
export async function sendStream(
  response: ServerResponse,
  type: string,
  chunks: readonly string[],
  options: { readonly everyMs: number; readonly isCut: boolean },
): Promise<void> {
  response.writeHead(200, { "content-type": type, "cache-control": "no-cache" });
  const [first = "", ...others] = chunks;
  if (options.isCut) {
    response.write(first, () => response.destroy());
    return;
  }
  response.write(first);
  for (const chunk of others) {
    if (options.everyMs > 0 && !(await waitWhileOpen(response, options.everyMs))) {
      return;
    }
    response.write(chunk);
  }
  response.end();
}
