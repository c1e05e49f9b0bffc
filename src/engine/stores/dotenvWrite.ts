import type { FileContent, Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { Secret } from "../secrets/secret.ts";
import { withAssignment, withoutAssignments } from "./dotenvEdit.ts";
import { stateEnvironmentFile } from "./environmentFiles.ts";
import { type WriteRefusal, writeBarrier } from "./storeWriter.ts";
import { isPortableName } from "./variableNames.ts";
import type { AuthWorld } from "./world.ts";

/**
 * Why a `.env` file was not written: no shell takes a variable of that name, no way of writing the value reads back as it, or
 * the lines of a name cannot be taken out without changing another.
 */
export type DotenvRefusal =
  | WriteRefusal
  | {
      readonly code: "not_a_variable_name" | "not_representable";
      readonly path: string;
      readonly name: string;
    }
  | { readonly code: "cannot_edit_safely"; readonly path: string };

type DotenvPorts = Pick<Ports, "environment" | "files">;

/**
 * Sets a variable in the state dir's `.env`: the last assignment of the name is changed in its place, or one is added at the
 * end; every other byte stays. Other programs must read it back as the same value, or nothing is written. Spec: secrets 6.1.
 */
export async function putInDotenv(
  ports: DotenvPorts,
  world: AuthWorld,
  name: string,
  secret: Secret,
): Promise<Result<void, DotenvRefusal>> {
  const path = stateEnvironmentFile(ports.environment, world.paths);
  if (!isPortableName(name)) return failure({ code: "not_a_variable_name", path, name });
  const value = secret.reveal();
  // A file is UTF-8 and a variable ends at NUL.
  if (value.includes("\0") || /\p{Surrogate}/u.test(value))
    return failure({ code: "not_representable", path, name });
  return await edit(ports, world, path, (text) => {
    const after = withAssignment(text, name, value);
    return after === undefined ? failure({ code: "not_representable", path, name }) : success(after);
  });
}

/** Takes every assignment of the names out of the state dir's `.env`; the file stays, even with nothing left in it. */
export async function removeFromDotenv(
  ports: DotenvPorts,
  world: AuthWorld,
  names: readonly string[],
): Promise<Result<void, DotenvRefusal>> {
  const path = stateEnvironmentFile(ports.environment, world.paths);
  return await edit(ports, world, path, (text) => {
    const after = withoutAssignments(text, new Set(names));
    return after === undefined ? failure({ code: "cannot_edit_safely", path }) : success(after);
  });
}

async function edit(
  { files }: DotenvPorts,
  world: AuthWorld,
  path: string,
  change: (text: string) => Result<string, DotenvRefusal>,
): Promise<Result<void, DotenvRefusal>> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  const outcome = await files.update<Result<void, DotenvRefusal>>({
    lock: path,
    targets: [path],
    edit: ([content = { kind: "absent" }]) => {
      const edited = changedText(content, path, change);
      return edited.ok
        ? { contents: [edited.value], result: success(undefined) }
        : { contents: [undefined], result: edited };
    },
    // The file is full of secrets: a backup would only be one more place to forget.
    secretsLeave: true,
  });
  return outcome.kind === "failed" ? failure(outcome.failure) : outcome.result;
}

/** The new text, or `undefined` where it would be the same or stays absent. */
function changedText(
  content: FileContent,
  path: string,
  change: (text: string) => Result<string, DotenvRefusal>,
): Result<string | undefined, DotenvRefusal> {
  if (content.kind === "unreadable") return failure({ code: "damaged", path });
  const text = content.kind === "text" ? content.text : "";
  const changed = change(text);
  return changed.ok && changed.value === text ? success(undefined) : changed;
}
