import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";

/** A server on the loopback interface, with what a test may know of its connections. */
export interface Listener {
  readonly origin: string;
  readonly openSockets: () => number;
  /** Closes the server and destroys every connection, answered or not. */
  readonly stop: () => Promise<void>;
}

/** Listens on a free port (or the given one) of a loopback host. */
export async function listen(host: string, port: number, onRequest: RequestListener): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer(onRequest);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const given = typeof address === "object" && address !== null ? address.port : port;
  return {
    origin: `http://${host}:${String(given)}`,
    openSockets: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
}
