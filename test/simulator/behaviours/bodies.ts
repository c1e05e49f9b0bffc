import type { Answer, Behaviour, EchoForm } from "../answer.ts";
import { everywhere } from "../api.ts";

const json = "application/json";
const html = "text/html; charset=utf-8";
const page = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>";
const gatewayPage = "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>";

function always(sentence: string, answer: Answer): Behaviour {
  return { sentence, answers: everywhere(answer) };
}

function bytes(status: number, type: string, body: string | Buffer): Answer {
  return { kind: "bytes", status, type, body };
}

function echo(form: EchoForm, how: string): Behaviour {
  return always(`401 whose message repeats the key, ${how}.`, { kind: "echo", form });
}

/** Answers that are not what the API promises. */
export const bodyBehaviours = {
  empty: always("200 with nothing in it.", { kind: "bytes", status: 200, body: "" }),
  html: always("200 with a web page, as a captive portal sends it.", bytes(200, html, page)),
  "html-error": always("502 with a web page, as a gateway sends it.", bytes(502, html, gatewayPage)),
  "truncated-json": always(
    "200 with JSON that stops in the middle.",
    bytes(200, json, '{"data":[{"id":"sim-mod'),
  ),
  "other-json": always("200 with good JSON of another kind.", bytes(200, json, '"OK"')),
  bom: always("200 with JSON after a byte order mark.", bytes(200, json, '\uFEFF{"data":[],"models":[]}')),
  "latin-1": always(
    "401 with JSON in Latin-1, which is not UTF-8.",
    bytes(
      401,
      "application/json; charset=iso-8859-1",
      Buffer.from('{"error":{"message":"Clé refusée"}}', "latin1"),
    ),
  ),
  huge: always("200 with 10 MB of good JSON.", { kind: "huge", status: 200 }),
  "huge-error": always("401 with 10 MB of good JSON.", { kind: "huge", status: 401 }),
  "gzip-bomb": always("401 with 50 MB packed into 50 kB.", { kind: "huge", status: 401, compressed: true }),
  "echo-plain": echo("plain", "as it is"),
  "echo-json": echo("json", "with each character as a JSON escape"),
  "echo-percent": echo("percent", "with each character percent-encoded"),
  "echo-base64": echo("base64", "in base64"),
  "echo-split": echo("split", "broken by a newline"),
} satisfies Record<string, Behaviour>;
