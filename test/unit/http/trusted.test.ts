import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificate, makeCertificate } from "./certificate.ts";

const day = 86_400_000;
const from = (days: number) => new Date(Date.now() + days * day);
const key = ["sim", "canary", "redirected"].join("-");

/** Asks each address once, where the certificates of `NODE_EXTRA_CA_CERTS` are vouched for, and prints the outcomes. */
const asker = `
  const module = await import(${JSON.stringify(join(import.meta.dirname, "../../../src/node/http.ts"))});
  const { createHttp } = module.default ?? module;
  const outcomes = [];
  for (const url of process.argv.slice(1)) {
    const headers = { "x-api-key": process.env.KEY, authorization: "Bearer " + process.env.KEY };
    const request = { method: "POST", url, headers, body: process.env.KEY, timeoutMs: 5000, maxBodyBytes: 1000 };
    outcomes.push(await createHttp().send(request, new AbortController().signal));
  }
  console.log(JSON.stringify(outcomes.map(({ kind, status, code }) => [kind, status ?? code])));
`;

const servers: Server[] = [];

/** @returns the port */
async function serve(listener: RequestListener, certificate?: Certificate): Promise<number> {
  const server =
    certificate === undefined ? createPlainServer(listener) : createServer({ ...certificate }, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return (server.address() as AddressInfo).port;
}

/** What the Http port says of each address in a process that trusts these certificates. */
async function outcomesOf(urls: readonly string[], trusted: readonly Certificate[]): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), "model-auth-tls-"));
  try {
    const bundle = join(directory, "trusted.pem");
    writeFileSync(bundle, trusted.map(({ cert }) => cert).join(""));
    const args = ["--import=tsx", "--input-type=module", "-e", asker, ...urls];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: bundle, KEY: key },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    await new Promise((resolve) => child.on("close", resolve));
    return JSON.parse(said) as unknown;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("A server whose certificate somebody vouches for", () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it("is refused once the certificate ran out, and where it is another host's", async () => {
    let requests = 0;
    const answer: RequestListener = (_, response) => {
      requests += 1;
      response.end("{}");
    };
    const [good, old, others] = [
      makeCertificate("localhost", from(-1), from(1)),
      makeCertificate("localhost", from(-2), from(-1)),
      makeCertificate("elsewhere.test", from(-1), from(1)),
    ];
    const ports = [await serve(answer, good), await serve(answer, old), await serve(answer, others)];
    const urls = ports.map((port) => `https://localhost:${port}/`);
    assert.deepEqual(await outcomesOf(urls, [good, old, others]), [
      ["answer", 200],
      ["network", "tls"],
      ["network", "tls"],
    ]);
    assert.equal(requests, 1);
  });

  it("redirects to no other host, port or scheme: nothing arrives there, whatever the status", async () => {
    const arrived: string[] = [];
    const note: RequestListener = (request, response) => {
      arrived.push(request.url ?? "");
      response.end("{}");
    };
    const certificate = makeCertificate("localhost", from(-1), from(1));
    const [plain, secure] = [await serve(note), await serve(note, certificate)];
    let asked = 0;
    const port: number = await serve((request, response) => {
      asked += 1;
      const [, status = "", where = ""] = (request.url ?? "").split("/");
      const targets: Readonly<Record<string, string>> = {
        host: `http://127.0.0.1:${plain}/stolen`,
        port: `https://localhost:${secure}/stolen`,
        scheme: `http://localhost:${plain}/stolen`,
        itself: request.url ?? "",
        file: "file:///etc/passwd",
        data: "data:application/json,{}",
      };
      response.writeHead(Number(status), { location: targets[where] }).end();
    }, certificate);
    const statuses = [301, 302, 303, 307, 308];
    const targets = ["host", "port", "scheme", "itself", "file", "data"];
    const paths = statuses.flatMap((status) => targets.map((target) => ({ status, target })));
    const urls = paths.map(({ status, target }) => `https://localhost:${port}/${status}/${target}`);
    assert.deepEqual(
      await outcomesOf(urls, [certificate]),
      paths.map(({ status }) => ["answer", status]),
    );
    assert.equal(asked, urls.length, "one was followed");
    assert.deepEqual(arrived, []);
  });
});
