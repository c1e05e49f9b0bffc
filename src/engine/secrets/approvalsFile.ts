import * as z from "zod/mini";
import type { Environment, FileContent, FileReads } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { isJsonObject, type JsonObject, ownMember } from "../stores/documents/json.ts";
import { parseJson } from "../stores/documents/jsonDocument.ts";
import { objectMember } from "../stores/members.ts";
import type { AuthWorld } from "../stores/world.ts";
import type { DefinitionLine } from "./shownDefinition.ts";

/** The file that remembers what was approved on this machine: `approvals.<state dir>.<alias>`. It is in no state dir. */
export function approvalsPath(environment: Environment): string {
  return environment.joinPath(environment.ownDirectory(), "approvals.json");
}

/** An approval as it was given. */
export interface Approval {
  readonly hash: string;
  readonly lines: readonly DefinitionLine[];
}

const approvalsVersion = 1;

/** Why the file cannot be used: then nothing is approved, and it is not written. */
export interface ApprovalsDamage {
  readonly code: "damaged" | "newer_version";
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

const approvalShape = z.object({
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  lines: z.array(z.readonly(z.tuple([z.string(), z.string()]))),
});

/** What was approved for the definitions of a world's state dir, by alias. A file that cannot be used approves nothing. */
export async function readApprovals(
  ports: { readonly environment: Environment; readonly files: FileReads },
  world: Pick<AuthWorld, "paths">,
): Promise<ReadonlyMap<string, Approval>> {
  const path = approvalsPath(ports.environment);
  const root = readApprovalsRoot(path, await ports.files.read(path, (text) => parseJson(text).ok));
  const given = root.ok ? approvalsOf(root.value, world.paths.stateDir) : {};
  return new Map(
    Object.entries(given).flatMap(([alias, entry]): [string, Approval][] => {
      const approval = approvalShape.safeParse(entry);
      return approval.success ? [[alias, approval.data]] : [];
    }),
  );
}

/** The approvals of one state dir, as the file has them. */
export function approvalsOf(root: JsonObject, stateDir: string): JsonObject {
  return objectMember(objectMember(root, "approvals"), stateDir);
}

export function readApprovalsRoot(path: string, content: FileContent): Result<JsonObject, ApprovalsDamage> {
  if (content.kind === "absent") return success({ version: approvalsVersion, approvals: {} });
  if (content.kind === "unreadable") return failure({ code: "damaged", path });
  const parsed = parseJson(content.text);
  if (!parsed.ok) {
    const { line, column } = parsed.failure;
    return failure({ code: "damaged", path, line, column });
  }
  if (!isJsonObject(parsed.value)) return failure({ code: "damaged", path });
  const version = ownMember(parsed.value, "version");
  if (typeof version !== "number") return failure({ code: "damaged", path });
  return version > approvalsVersion ? failure({ code: "newer_version", path }) : success(parsed.value);
}
