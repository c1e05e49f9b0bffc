import type { EchoForm } from "./answer.ts";
import type { ApiId } from "./api.ts";
import { errorBody } from "./errorBody.ts";

const place = "THE-KEY";

const forms: Readonly<Record<EchoForm, (key: string) => string>> = {
  plain: escapeForJson,
  json: (key) => Array.from({ length: key.length }, (_, at) => `\\u${hex(key.charCodeAt(at))}`).join(""),
  percent: (key) =>
    [...Buffer.from(key)].map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`).join(""),
  base64: (key) => Buffer.from(key).toString("base64"),
  split: (key) => {
    const middle = Math.ceil(key.length / 2);
    return escapeForJson(`${key.slice(0, middle)}\n${key.slice(middle)}`);
  },
};

/** A vendor's 401 body that repeats the key in one of the forms in which keys leak. */
export function echoBody(api: ApiId, key: string, form: EchoForm): string {
  const body = JSON.stringify(errorBody(api, { status: 401, message: `The key ${place} was refused.` }));
  return body.replace(place, () => forms[form](key));
}

function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, "0");
}
