import type { FileReads } from "../ports.ts";
import { success } from "../result.ts";
import { isJsonObject, type Json } from "./documents/json.ts";
import { parseDotenv } from "./dotenvText.ts";
import { createFileReader, type FileReader } from "./fileReader.ts";

export type DotenvValues = ReadonlyMap<string, string>;

/** Reads `.env` files. Every text is one, so only a file that cannot be read at all is a problem. */
export function createDotenvReader(files: Pick<FileReads, "read">): FileReader<DotenvValues> {
  return createFileReader(files, { parse: (text) => success(parseDotenv(text)) }, understand);
}

function understand(value: Json) {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  return success(new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string")));
}
