import type { IncomingHttpHeaders } from "node:http";
import type { Carrier } from "./answer.ts";
import { type ApiId, everywhere } from "./api.ts";

/** The key of a request, and how it came. Without one the key is empty. */
export interface PresentedKey {
  readonly key: string;
  readonly carrier: Carrier;
}

type Reader = (headers: IncomingHttpHeaders) => PresentedKey | undefined;

const readers: Readonly<Record<ApiId, Reader>> = {
  ...everywhere<Reader>(bearer),
  anthropic: (headers) => ownHeader(headers, "x-api-key") ?? bearer(headers),
  google: (headers) => ownHeader(headers, "x-goog-api-key"),
};

/** The key of a request, read only from where its API carries one: a key in the address is not seen. */
export function presentedKey(api: ApiId, headers: IncomingHttpHeaders): PresentedKey {
  return readers[api](headers) ?? { key: "", carrier: "none" };
}

function bearer(headers: IncomingHttpHeaders): PresentedKey | undefined {
  const key = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  return key === undefined ? undefined : { key: key.trim(), carrier: "bearer" };
}

function ownHeader(headers: IncomingHttpHeaders, name: string): PresentedKey | undefined {
  const key = headers[name];
  return typeof key === "string" && key !== "" ? { key, carrier: "header" } : undefined;
}
