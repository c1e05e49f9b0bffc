import type { AgentFiles } from "./agents.ts";
import { type WriteRefusal, writeBarrier } from "./storeWriter.ts";
import type { AuthWorld } from "./world.ts";

/** What will keep a change of these files from being saved, as far as reading them told: so that nobody types a secret in vain. */
export function foreseenRefusal(world: AuthWorld, files: AgentFiles): WriteRefusal | undefined {
  const refused = world.problems.flatMap(({ path, code, line, column }): WriteRefusal[] => {
    if (!Object.values(files).includes(path)) return [];
    if (code === "newer_version") return [{ code, path }];
    if (code !== "not_json" && code !== "wrong_shape") return [];
    return [{ code: "damaged", path, ...(line && { line }), ...(column && { column }) }];
  });
  return writeBarrier(world) ?? refused[0];
}
