import { type Fields, fieldsOf, isFields } from "../encoding.ts";
import { textOf } from "../worlds.ts";

/** A case's files of one agent, parsed; absent where they are not there or not what they should be. */
export interface CaseFiles {
  /** auth-profiles.json, whose `profiles` is an object. */
  readonly profiles?: Fields;
  readonly state?: unknown;
  readonly auth?: unknown;
  readonly signIns?: unknown;
}

export function filesOf(input: Fields, agent: string): CaseFiles {
  const files = fieldsOf(input["files"]);
  const read = (name: string): unknown => parsed(files[name]);
  const profiles = read(`agents/${agent}/agent/auth-profiles.json`);
  return {
    ...(isFields(profiles) && isFields(profiles["profiles"]) && { profiles }),
    state: read(`agents/${agent}/agent/auth-state.json`),
    auth: read(`agents/${agent}/agent/auth.json`),
    signIns: read("credentials/oauth.json"),
  };
}

function parsed(text: unknown): unknown {
  try {
    const value: unknown = JSON.parse(textOf(text).replace(/^\uFEFF/, ""));
    return value;
  } catch {
    return undefined;
  }
}
