import type { Completion } from "../completion.ts";
import type { VendorError } from "../errorBody.ts";
import type { JsonObject } from "../json.ts";
import type { KeyInfoVendor } from "./keyInfo.ts";

/** A request below an API's base. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: JsonObject | undefined;
}

/** What a request asks of its API. */
export type Asked =
  | { readonly kind: "models"; readonly isPublic: boolean }
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "key"; readonly vendor: KeyInfoVendor }
  | { readonly kind: "page"; readonly body: unknown }
  | {
      readonly kind: "completion";
      readonly model: string;
      readonly stream: "none" | "sse" | "lines" | "array";
      readonly limit: number | undefined;
      readonly body: JsonObject;
      /** What the API would find wrong with the request. */
      readonly problem: VendorError | undefined;
    };

/** One API's form: how it is asked, and how it answers. */
export interface Wire {
  readonly read: (request: WireRequest) => Asked | undefined;
  readonly models: (ids: readonly string[]) => unknown;
  readonly model: (id: string) => unknown;
  readonly completion: (completion: Completion) => unknown;
  /** The chunks of a streamed completion, as they are written. */
  readonly stream: (completion: Completion, form: "sse" | "lines" | "array") => readonly string[];
}

/** One server-sent event. */
export function serverSentEvent(data: unknown, event?: string): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  return `${name}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

/** What every API says about a body that is no JSON object. */
export const unreadableBody: VendorError = {
  status: 400,
  message: "We could not parse the JSON body of your request.",
};

/** The model id at the end of a path such as `/models/<id>`. */
export function modelInPath(path: string, folder: string): string | undefined {
  const prefix = `${folder}/`;
  return path.startsWith(prefix) && path.length > prefix.length
    ? decodeURIComponent(path.slice(prefix.length))
    : undefined;
}
