import { failure, type Result, success } from "../../result.ts";
import { type DocumentFault, faultAt, faultBeforeParsing, withoutByteOrderMark } from "./documentFault.ts";
import { isDeeperThan, type Json, maximumDepth } from "./json.ts";
import { printLike } from "./jsonReprint.ts";
import { scanJson } from "./jsonScanner.ts";

/**
 * Reads a strict JSON store. A byte order mark is tolerated; comments and trailing commas are not, as
 * OpenClaw does not read them either. The fault says where, never what stands there.
 */
export function parseJson(text: string): Result<Json, DocumentFault> {
  const fault = faultBeforeParsing(text);
  if (fault !== undefined) {
    return failure(fault);
  }
  const body = withoutByteOrderMark(text);
  try {
    const value: Json = JSON.parse(body);
    return isDeeperThan(value, maximumDepth) ? failure(firstFault(body)) : success(value);
  } catch {
    return failure(firstFault(body));
  }
}

/**
 * Prints a store in the manner of the text it replaces: indentation, newlines, final newline, and character for
 * character every part whose value did not change. A new store gets 2 spaces, LF and a final newline.
 */
export function printJson(value: Json, like: string | undefined): string {
  if (like !== undefined) {
    const printed = printLike(value, withoutByteOrderMark(like));
    if (printed !== undefined) {
      return printed;
    }
  }
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function firstFault(text: string): DocumentFault {
  const scanned = scanJson(text);
  return scanned.ok
    ? faultAt(text, text.length, "syntax")
    : faultAt(text, scanned.failure.offset, scanned.failure.code);
}
