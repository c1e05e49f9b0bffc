import json5 from "json5";
import { failure, type Result, success } from "../../result.ts";
import { type DocumentFault, faultAt, faultBeforeParsing, withoutByteOrderMark } from "./documentFault.ts";
import { isDeeperThan, type Json, maximumDepth } from "./json.ts";
import { scanJson } from "./jsonScanner.ts";

/**
 * Reads openclaw.json. Most are plain JSON, and `JSON.parse` is sixteen times faster than json5,
 * so json5 reads only a text that needs it.
 */
export function parseJson5(text: string): Result<Json, DocumentFault> {
  const fault = faultBeforeParsing(text);
  if (fault !== undefined) {
    return failure(fault);
  }
  const body = withoutByteOrderMark(text);
  const value = strictValue(body) ?? lenientValue(body);
  if (!value.ok || !isDeeperThan(value.value, maximumDepth)) {
    return value;
  }
  const scanned = scanJson(body);
  return failure(
    !scanned.ok && scanned.failure.code === "too_deep"
      ? faultAt(body, scanned.failure.offset, "too_deep")
      : { code: "too_deep", line: 1, column: 1 },
  );
}

function strictValue(text: string): Result<Json, never> | undefined {
  try {
    const value: Json = JSON.parse(text);
    return success(value);
  } catch {
    return undefined;
  }
}

function lenientValue(text: string): Result<Json, DocumentFault> {
  try {
    return success(json5.parse<Json>(text));
  } catch (error) {
    return failure(positionOf(error));
  }
}

/** json5 says the position beside the message; the message itself quotes the file. */
function positionOf(error: unknown): DocumentFault {
  const line = numberIn(error, "lineNumber");
  const column = numberIn(error, "columnNumber");
  return { code: "syntax", line: Math.max(line, 1), column: Math.max(column, 1) };
}

function numberIn(error: unknown, field: string): number {
  const value: unknown = error instanceof Error ? Reflect.get(error, field) : undefined;
  return typeof value === "number" ? value : 1;
}
