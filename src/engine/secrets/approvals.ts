import type { FileEdit, FileReads, Ports, SaveFailure } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { Json } from "../stores/documents/json.ts";
import { parseJson, printJson } from "../stores/documents/jsonDocument.ts";
import { objectMember, withMember } from "../stores/members.ts";
import {
  type Approval,
  type ApprovalsDamage,
  approvalsOf,
  approvalsPath,
  readApprovals,
  readApprovalsRoot,
} from "./approvalsFile.ts";
import type { DefinitionWorld } from "./secretDefinition.ts";
import { type DefinitionLine, definitionOf, type ShownDefinition } from "./shownDefinition.ts";

/**
 * Programs and secret files are used only when the person approved exactly what is configured: a shared file or a
 * workspace may name them, but not have them run or read. Security: E3, attack tests 7 and 61.
 */
export type ApprovalPorts = Pick<Ports, "digest" | "environment" | "files">;

/** A definition that waits for the person's approval. */
export interface PendingApproval extends ShownDefinition {
  /** What was approved earlier under the same alias; left out for one never approved. */
  readonly before?: readonly DefinitionLine[];
}

export type ApprovalRefusal =
  | SaveFailure
  | ApprovalsDamage
  /** It is no longer what the person was shown; or there is none of that alias any more. */
  | { readonly code: "definition_changed" | "definition_missing"; readonly alias: string };

/** The definitions of programs and secret files that are new or not what was approved, in the configuration's order. */
export async function pendingApprovals(
  ports: Omit<ApprovalPorts, "files"> & { readonly files: FileReads },
  world: DefinitionWorld,
): Promise<readonly PendingApproval[]> {
  const approvals = await readApprovals(ports, world);
  return [...world.config.secretProviders.keys()].flatMap((alias) => {
    const shown = definitionOf(ports, world, alias);
    const approved = approvals.get(alias);
    if (shown === undefined || shown.hash === approved?.hash) return [];
    return [{ ...shown, ...(approved && { before: approved.lines }) }];
  });
}

/** How a definition stands to what was approved. */
export function approvalState(
  { hash }: Pick<ShownDefinition, "hash">,
  approved: Approval | undefined,
): "approved" | "new" | "changed" {
  if (approved === undefined) return "new";
  return approved.hash === hash ? "approved" : "changed";
}

/**
 * Remembers that the person approved a definition.
 * @param seenHash `hash` of the definition as the person was shown it
 */
export async function approveDefinition(
  ports: ApprovalPorts,
  world: DefinitionWorld,
  alias: string,
  seenHash: string,
): Promise<Result<void, ApprovalRefusal>> {
  const shown = definitionOf(ports, world, alias);
  if (shown === undefined) return failure({ code: "definition_missing", alias });
  if (shown.hash !== seenHash) return failure({ code: "definition_changed", alias });
  return await save(ports, world, alias, { hash: shown.hash, lines: shown.lines });
}

/** Forgets an approval; the definition has to be approved anew before it is used. */
export async function revokeApproval(
  ports: ApprovalPorts,
  world: DefinitionWorld,
  alias: string,
): Promise<Result<void, ApprovalRefusal>> {
  return await save(ports, world, alias, undefined);
}

async function save(
  ports: ApprovalPorts,
  { paths }: DefinitionWorld,
  alias: string,
  approval: Json | undefined,
): Promise<Result<void, ApprovalRefusal>> {
  const path = approvalsPath(ports.environment);
  const outcome = await ports.files.update<Result<void, ApprovalRefusal>>({
    lock: path,
    targets: [path],
    isWhole: (text) => parseJson(text).ok,
    edit: ([content = { kind: "absent" }]): FileEdit<Result<void, ApprovalRefusal>> => {
      const root = readApprovalsRoot(path, content);
      if (!root.ok) return { contents: [undefined], result: root };
      const edited = withMember(approvalsOf(root.value, paths.stateDir), alias, approval);
      const dirs = objectMember(root.value, "approvals");
      const kept = Object.keys(edited).length === 0 ? undefined : edited;
      const after = withMember(root.value, "approvals", withMember(dirs, paths.stateDir, kept));
      const isSame = JSON.stringify(after) === JSON.stringify(root.value);
      const text = content.kind === "text" ? content.text : undefined;
      return { contents: [isSame ? undefined : printJson(after, text)], result: success(undefined) };
    },
  });
  return outcome.kind === "failed" ? failure(outcome.failure) : outcome.result;
}
