import type { ApiId } from "./api.ts";
import type { VendorError } from "./errorBody.ts";

/** How a key came: it decides what Anthropic says about a bad one. */
export type Carrier = "bearer" | "header" | "none";

/** What an answer may depend on. */
export interface AskedWith {
  readonly api: ApiId;
  readonly key: string;
  readonly carrier: Carrier;
  readonly model: string;
  readonly now: Date;
}

/** How an echoed key is written into the error. */
export type EchoForm = "plain" | "json" | "percent" | "base64" | "split";

/** Where a redirect points. */
export type RedirectTarget = "elsewhere" | "same-host" | "itself" | "file" | "data";

/** Headers to send; a list is sent as that many headers of the same name. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An error in the vendor's own shape, with headers that may depend on the time. */
export interface Refusal {
  readonly kind: "refuse";
  readonly error: VendorError | ((asked: AskedWith) => VendorError);
  readonly headers?: (now: Date) => AnswerHeaders;
}

/** Everything the simulator can do with a request. */
export type Answer =
  | { readonly kind: "serve"; readonly wait?: "slow"; readonly cutStream?: true }
  | Refusal
  | { readonly kind: "echo"; readonly form: EchoForm }
  | {
      readonly kind: "bytes";
      readonly status: number;
      readonly type?: string;
      readonly body: string | Buffer;
    }
  | { readonly kind: "huge"; readonly status: number; readonly compressed?: true }
  | { readonly kind: "drip"; readonly part: "headers" | "body" }
  | { readonly kind: "hang" }
  | { readonly kind: "reset"; readonly when: "before-headers" | "after-headers" }
  | { readonly kind: "short" }
  | { readonly kind: "redirect"; readonly status: number; readonly to: RedirectTarget };

/** What one key does: a sentence for people, and the answer of each API. */
export interface Behaviour {
  readonly sentence: string;
  readonly answers: Readonly<Record<ApiId, Answer>>;
  /** The other kind of request is served as for a good key. Default: the answer is for every request. */
  readonly only?: "completions" | "lists";
}

/** The normal answer of a good key. */
export const serve: Answer = { kind: "serve" };

/** A refusal with a fixed error, or one made from what was asked. */
export function refuse(error: Refusal["error"], headers?: Refusal["headers"]): Refusal {
  return headers === undefined ? { kind: "refuse", error } : { kind: "refuse", error, headers };
}
