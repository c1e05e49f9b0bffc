import type { FileReads } from "../ports.ts";
import { failure, success } from "../result.ts";
import { isJsonObject, type Json } from "./documents/json.ts";
import { createFileReader, type FileReader, type FileSyntax } from "./fileReader.ts";

export type DotenvValues = ReadonlyMap<string, string>;

/** Reads `.env` files. Every text is one, so only a file that cannot be read at all is a problem. */
export function createDotenvReader(files: Pick<FileReads, "read">): FileReader<DotenvValues> {
  return createFileReader(files, { parse: parseBlank, loadLenient: loadDotenv }, understand);
}

/** Most homes have no such file, and the parser's code is loaded for one that says something. */
const parseBlank: FileSyntax["parse"] = (text) =>
  text.trim() === "" ? success({}) : failure({ code: "syntax", line: 1, column: 1 });

async function loadDotenv(): Promise<FileSyntax["parse"]> {
  const { parseDotenv } = await import("./dotenvText.ts");
  return (text) => success(parseDotenv(text));
}

function understand(value: Json) {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  return success(new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string")));
}
