import assert from "node:assert/strict";
import { createServer as createPlainServer } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { createHttp } from "../../../src/node/http.ts";
import { makeCertificate } from "./certificate.ts";

const day = 86_400_000;
const from = (days: number) => new Date(Date.now() + days * day);

/** What the Http port says of a server, and how often that server saw a whole request. */
async function asked(options: ServerOptions | "plain"): Promise<readonly [unknown, number]> {
  let requests = 0;
  const answer = (_: unknown, response: { end(text: string): void }): void => {
    requests += 1;
    response.end("{}");
  };
  const server: Server = options === "plain" ? createPlainServer(answer) : createServer(options, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  try {
    const headers = { authorization: `Bearer ${["sim", "good", "alice"].join("-")}` };
    const request = { method: "GET", url: `https://localhost:${port}/`, headers } as const;
    const outcome = await createHttp().send(
      { ...request, timeoutMs: 5000, maxBodyBytes: 1000 },
      new AbortController().signal,
    );
    return [outcome, requests];
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Security E14, attack test 31; reliability 5. */
describe("a secure connection that is none", () => {
  const failed = { kind: "network", code: "tls" };

  it("is refused for a certificate that nobody vouches for, and nothing is sent", async () => {
    assert.deepEqual(await asked(makeCertificate("localhost", from(-1), from(1))), [failed, 0]);
  });

  it("is refused for an expired certificate", async () => {
    assert.deepEqual(await asked(makeCertificate("localhost", from(-2), from(-1))), [failed, 0]);
  });

  it("is refused for another host's certificate", async () => {
    assert.deepEqual(await asked(makeCertificate("elsewhere.test", from(-1), from(1))), [failed, 0]);
  });

  it("is refused where the server speaks plain http", async () => {
    assert.deepEqual(await asked("plain"), [failed, 0]);
  });

  it("is refused where the server knows only what is out of date", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
    assert.deepEqual(await asked({ ...makeCertificate("localhost", from(-1), from(1)), ...old }), [
      failed,
      0,
    ]);
  });
});
