import type { VectorCase } from "../area.ts";
import { type Fields, fieldsOf, isFields } from "../encoding.ts";
import { optionalText, textOf } from "../worlds.ts";
import { filesOf } from "./storeFiles.ts";

/** What a decision of ours makes of the observed answer; the same where it has nothing to say. */
export interface Correction {
  readonly name: string;
  readonly reason: string;
  readonly correct: (expected: Fields, vector: VectorCase) => Fields;
}

export const profilesFile = "agents/main/agent/auth-profiles.json";
export const stateFile = "agents/main/agent/auth-state.json";

export function isLoad(fn: string): boolean {
  return fn === "ensureAuthProfileStore" || fn.startsWith("loadAuthProfileStore");
}

export function agentOf({ input }: VectorCase): string {
  return optionalText(input["agent"]) ?? "main";
}

export function ownProfiles(vector: VectorCase): Fields | undefined {
  return filesOf(vector.input, agentOf(vector)).profiles;
}

export function profilesIn(expected: Fields): Fields {
  return fieldsOf(fieldsOf(expected["store"])["profiles"]);
}

export function withStore(expected: Fields, changes: Fields): Fields {
  if (!isFields(expected["store"])) return expected;
  return { ...expected, store: { ...fieldsOf(expected["store"]), ...changes } };
}

export function withProfiles(expected: Fields, changed: Fields): Fields {
  const others = Object.entries(profilesIn(expected)).filter(([id]) => !Object.hasOwn(changed, id));
  return withStore(expected, { profiles: Object.fromEntries([...others, ...Object.entries(changed)]) });
}

export function withFile(expected: Fields, name: string, change: (file: Fields) => Fields): Fields {
  const after = fieldsOf(expected["after"]);
  return isFields(after[name]) ? { ...expected, after: { ...after, [name]: change(after[name]) } } : expected;
}

export function withoutFile(expected: Fields, name: string): Fields {
  const files = Object.entries(fieldsOf(expected["after"])).filter(([other]) => other !== name);
  return { ...expected, after: files.length === 0 ? undefined : Object.fromEntries(files) };
}

export function definedOf(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function ownField(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

export function tryParse(text: unknown): unknown {
  try {
    const value: unknown = JSON.parse(textOf(text));
    return value;
  } catch {
    return undefined;
  }
}
