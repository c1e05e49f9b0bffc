import { failure, type Result, success } from "../result.ts";
import { isObject } from "../stores/members.ts";
import type { RefFault } from "./refFailure.ts";

export type PointerFault = Extract<
  RefFault,
  { code: "pointer_invalid" | "pointer_missing" | "pointer_out_of_bounds" }
>;

/**
 * What an absolute JSON pointer leads to, by own properties only. Array segments are read as leniently as OpenClaw reads
 * them: `01` and `1x` are the index 1. Spec: secrets 3.4.
 */
export function readJsonPointer(root: unknown, pointer: string): Result<unknown, PointerFault> {
  if (!pointer.startsWith("/")) return failure({ code: "pointer_invalid" });
  let found = root;
  for (const token of pointer.slice(1).split("/")) {
    const segment = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(found)) {
      const list: readonly unknown[] = found;
      const index = Number.parseInt(segment, 10);
      if (!(index >= 0 && index < list.length)) return failure({ code: "pointer_out_of_bounds", segment });
      found = list[index];
    } else {
      if (!isObject(found) || !Object.hasOwn(found, segment))
        return failure({ code: "pointer_missing", segment });
      found = found[segment];
    }
  }
  return success(found);
}

/** A key as a segment of a pointer. */
export function pointerSegment(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
