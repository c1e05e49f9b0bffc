import { readJsonPointer } from "../../../src/engine/secrets/jsonPointer.ts";
import { requestKey } from "../../../src/engine/secrets/requestKey.ts";
import { resolveRef } from "../../../src/engine/secrets/resolve.ts";
import { type RefOutcome, resolveRefs } from "../../../src/engine/secrets/resolveRefs.ts";
import type { SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import { type DeviationRule, ObservedError } from "../area.ts";
import { type Fields, fieldsOf, isSame } from "../encoding.ts";
import { textOf } from "../worlds.ts";
import { inCaseRoom } from "./caseRoom.ts";
import { oauthPolicyError } from "./oauthPolicy.ts";
import { observedFailure, pointerSentence } from "./words.ts";

/** The recorded program gives `undefined` for what is missing where it is asked to. */
export function jsonPointer({ root, pointer, options }: Fields): unknown {
  const found = readJsonPointer(root, textOf(pointer));
  if (found.ok) return found.value;
  if (fieldsOf(options)["onMissing"] === "undefined") return undefined;
  throw new ObservedError(pointerSentence(found.failure));
}

export function resolveOne(input: Fields): Promise<unknown> {
  return inCaseRoom(input, ({ ports, world, input: { ref } }) =>
    thrown(async () => {
      const resolved = await resolveRef(ports, world, refOf(ref));
      if (!resolved.ok) throw observedFailure(resolved.failure);
      return resolved.value.reveal();
    }),
  );
}

/** One ref's raw value, of whatever type. */
export function resolveOneValue(input: Fields): Promise<unknown> {
  return inCaseRoom(input, ({ ports, world, input: { ref } }) =>
    thrown(async () => {
      const outcomes = await resolveRefs(ports, world, [refOf(ref)], { stopAtFailure: true });
      return [...valuesOf(outcomes).values()][0];
    }),
  );
}

export function resolveMany(input: Fields): Promise<unknown> {
  return inCaseRoom(input, ({ ports, world, input: { refs } }) =>
    thrown(async () => {
      const all = Array.isArray(refs) ? refs.map(refOf) : [];
      const outcomes = await resolveRefs(ports, world, all, { stopAtFailure: true });
      return Object.fromEntries(valuesOf(outcomes));
    }),
  );
}

/** The first failure counts, in the order in which answers came. */
function valuesOf(outcomes: ReadonlyMap<string, RefOutcome>): ReadonlyMap<string, unknown> {
  return new Map(
    [...outcomes].map(([key, outcome]) => {
      if (!outcome.ok) throw observedFailure(outcome.failure);
      return [key, outcome.value];
    }),
  );
}

export function keyOfProfile(input: Fields): Promise<unknown> {
  return inCaseRoom(input, ({ ports, world, input: { profileId, now } }) =>
    thrown(async () => {
      const clock = { now: () => Number(now) };
      const key = await requestKey({ ...ports, clock }, world, textOf(profileId));
      if (key.ok) return { ...key.value, secret: undefined, apiKey: key.value.secret.reveal() };
      if (key.failure.code === "oauth_ref")
        throw oauthPolicyError(`auth profile ${textOf(profileId)}`, key.failure.violations);
      return null;
    }),
  );
}

function refOf(raw: unknown): SecretRef {
  const { source, provider, id } = fieldsOf(raw);
  const known = (["env", "file", "exec", "vscode"] as const).find((one) => one === source) ?? "env";
  return { source: known, provider: textOf(provider), id: textOf(id) };
}

/** What a script was asked is recorded beside what was thrown, so errors become values here. */
async function thrown(answer: () => Promise<unknown>): Promise<unknown> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ObservedError) return error.toVector();
    throw error;
  }
}

/** Security E6: the working directory does not choose what is run. */
export const relativeCommandIsNotRun: DeviationRule = {
  name: "relative-command-is-never-run",
  reason:
    "A command that is not absolute is refused for that (the reference's schema does so too; its resolver looks in the working directory).",
  covers: ({ input }, actual) => {
    const provider = fieldsOf(fieldsOf(fieldsOf(input["config"])["secrets"])["providers"]);
    const commands = Object.values(provider).map((definition) => textOf(fieldsOf(definition)["command"]));
    const isRelative = commands.some((command) => command !== "" && !/^(?:\/|\{\{DIR\}\})/.test(command));
    return isRelative && messageOf(actual).endsWith("must be an absolute path.");
  },
};

function messageOf(answer: unknown): string {
  const { result } = fieldsOf(answer);
  return textOf(fieldsOf(fieldsOf(result ?? answer)["$throws"])["message"]);
}

/** What every JavaScript object inherits is no answer of a program. */
export const inheritedIdsAreNotAnswered: DeviationRule = {
  name: "inherited-ids-are-not-answered",
  reason:
    "The reference finds `toString` and the like in every answer; ours says that the program did not answer that id.",
  covers: ({ input }, actual) => {
    const refs: readonly unknown[] = Array.isArray(input["refs"]) ? input["refs"] : [input["ref"]];
    const ids = refs.map((ref) => textOf(fieldsOf(ref)["id"]).trim());
    return ids.some((id) => id in Object.prototype && messageOf(actual).endsWith(`missing id "${id}".`));
  },
};

/** Product decision 2. */
export const refWinsAndMustResolve: DeviationRule = {
  name: "ref-wins-and-must-resolve",
  reason:
    "Decision 2: a ref wins over plain text, and one that leads nowhere is an error; the reference sends the plain text, or `${NAME}` itself.",
  covers: ({ fn, input, expected }, actual) => {
    if (fn !== "resolveApiKeyForProfile") return false;
    const { profiles } = fieldsOf(input["store"]);
    const entry = fieldsOf(fieldsOf(profiles)[textOf(input["profileId"])]);
    const [inline, ref] =
      entry["type"] === "token"
        ? [textOf(entry["token"]), entry["tokenRef"]]
        : [textOf(entry["key"]), entry["keyRef"]];
    if (inline.trim() === "") return false;
    const name = envName(ref) ?? envName(inline);
    if (name === undefined) return false;
    const value = textOf(fieldsOf(input["env"])[name]);
    return value.trim() === "" ? actual === null : isSame(actual, { ...fieldsOf(expected), apiKey: value });
  },
};

/** The variable a ref names, of the environment's own provider. */
function envName(ref: unknown): string | undefined {
  if (typeof ref === "string") return /^\s*\$\{([A-Z][A-Z0-9_]{0,127})\}\s*$/.exec(ref)?.[1];
  const { source, provider = "default", id } = fieldsOf(ref);
  return source === "env" && provider === "default" ? textOf(id) : undefined;
}

/** The text of a parser's complaint is not kept, because it quotes the file. */
export const parserWordsAreNotKept: DeviationRule = {
  name: "words-of-the-json-parser-are-not-kept",
  reason:
    "Security 0.3: JSON parsers quote what they could not read, which is a secret's file. The same provider fails in the same scope.",
  covers: ({ expected }, actual) => {
    const [theirs, ours] = [expected, actual].map((answer) => fieldsOf(fieldsOf(answer)["$throws"]));
    const isParser = / JSON\b/.test(textOf(theirs?.["message"])) && theirs?.["source"] === "file";
    return isParser && isSame({ ...theirs, message: "" }, { ...ours, message: "" });
  },
};
