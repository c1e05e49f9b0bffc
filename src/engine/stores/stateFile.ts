import { failure, type Result, success } from "../result.ts";
import type { UsageStats } from "./authStore.ts";
import { isObject } from "./members.ts";
import { newerVersion } from "./storeVersion.ts";

/** The sections of auth-state.json, read as OpenClaw reads them. Spec: stores 3. */
export interface StateSections {
  readonly order: ReadonlyMap<string, readonly string[]>;
  readonly lastGood: ReadonlyMap<string, string>;
  readonly usageStats: ReadonlyMap<string, UsageStats>;
}

/** An auth-state.json. */
export interface StateFile extends StateSections {
  /** The file's version when it is newer than the one we know; such a file is not written. */
  readonly newerVersion?: number;
}

/** Reads the parsed text of auth-state.json; one that is no object is damaged. */
export function readStateFile(value: unknown): Result<StateFile, "wrong_shape"> {
  if (!isObject(value)) return failure("wrong_shape");
  const newer = newerVersion(value);
  return success({ ...readStateSections(value), ...(newer !== undefined && { newerVersion: newer }) });
}

/** Ill-typed sections count as absent; order lists lose blanks and vanish when nothing is left. */
export function readStateSections(value: unknown): StateSections {
  const sections = isObject(value) ? value : {};
  const order = new Map<string, readonly string[]>();
  for (const [provider, list] of entries(sections["order"])) {
    if (!Array.isArray(list)) continue;
    const ids = list.filter((id): id is string => typeof id === "string").map((id) => id.trim());
    const named = ids.filter((id) => id !== "");
    if (named.length > 0) order.set(provider, named);
  }
  const lastGood = new Map<string, string>();
  for (const [provider, id] of entries(sections["lastGood"]))
    if (typeof id === "string") lastGood.set(provider, id);
  const usageStats = new Map<string, UsageStats>();
  for (const [id, stats] of entries(sections["usageStats"])) if (isObject(stats)) usageStats.set(id, stats);
  return { order, lastGood, usageStats };
}

/** Laid over each other key by key; what is above wins. */
export function overlay(below: StateSections, above: StateSections): StateSections {
  return {
    order: new Map([...below.order, ...above.order]),
    lastGood: new Map([...below.lastGood, ...above.lastGood]),
    usageStats: new Map([...below.usageStats, ...above.usageStats]),
  };
}

function entries(section: unknown): readonly [string, unknown][] {
  return isObject(section) ? Object.entries(section) : [];
}
