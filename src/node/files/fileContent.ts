import { isUtf8 } from "node:buffer";
import type { FileContent } from "../../engine/ports.ts";
import { systemCode } from "../systemCode.ts";

/** Larger files are not read, bytes: no store comes near, and a hostile one must not fill the memory. */
export const largestFileBytes = 16 * 1024 * 1024;

/** UTF-8, strictly. A byte order mark stays in the text, so that what is written back is what was read. */
export function decodeFile(bytes: Buffer): FileContent {
  if (bytes.byteLength > largestFileBytes) {
    return { kind: "unreadable", code: "too_large" };
  }
  return isUtf8(bytes)
    ? { kind: "text", text: bytes.toString("utf8") }
    : { kind: "unreadable", code: "not_text" };
}

/** What a refused read says about the file. Errors that are not the system's are bugs and thrown on. */
export function contentOfError(error: unknown): FileContent {
  switch (systemCode(error)) {
    case undefined:
      throw error;
    case "ENOENT":
    case "ENOTDIR":
      return { kind: "absent" };
    case "EACCES":
    case "EPERM":
      return { kind: "unreadable", code: "denied" };
    default:
      return { kind: "unreadable", code: "io" };
  }
}
