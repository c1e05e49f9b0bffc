import type { Ports } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import type { AuthWorld } from "../stores/world.ts";
import { approvalState } from "./approvals.ts";
import type { Approval } from "./approvalsFile.ts";
import { readVariable } from "./envSource.ts";
import { askProgram } from "./execSource.ts";
import { type FilePayload, readPayload, valueInFile } from "./fileSource.ts";
import type { RefFault } from "./refFailure.ts";
import {
  type ExecDefinition,
  type FileDefinition,
  readDefinition,
  type SecretDefinition,
} from "./secretDefinition.ts";
import type { ResolutionLimits } from "./secretLimits.ts";
import type { SecretSource } from "./secretRef.ts";
import { shownDefinition } from "./shownDefinition.ts";

/** Refs of one source and provider, which are followed together. Ids are trimmed and all different. */
export interface RefGroup {
  readonly source: Exclude<SecretSource, "vscode">;
  readonly provider: string;
  readonly ids: readonly string[];
}

/** What following a group needs besides the group. */
export interface GroupSurroundings {
  readonly ports: Pick<Ports, "digest" | "environment" | "programs" | "redactor" | "secretFiles">;
  readonly world: AuthWorld;
  readonly limits: ResolutionLimits;
  /** Read when first asked for: most groups need none. */
  readonly approvals: () => Promise<ReadonlyMap<string, Approval>>;
  /** Files that were read already, by alias. */
  readonly payloads: Map<string, Promise<Result<FilePayload, RefFault>>>;
  readonly allowExec: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Every id's answer, or the one fault that keeps all of them from having any. */
type GroupAnswer = Result<(id: string) => Result<unknown, RefFault>, RefFault>;

/** Follows the refs of one provider. Spec: secrets 3.1 steps 5 to 7. */
export async function followGroup(group: RefGroup, surroundings: GroupSurroundings): Promise<GroupAnswer> {
  const { limits, world } = surroundings;
  const limit = limits.maxRefsPerProvider;
  if (group.ids.length > limit) return failure({ code: "too_many_refs", limit });
  const definition = findDefinition(group, surroundings);
  if (!definition.ok) return definition;
  switch (definition.value.source) {
    case "env": {
      const { value } = definition;
      return success((id) => readVariable(world.variables, value, id));
    }
    case "file":
      return await followFile(group, definition.value, surroundings);
    case "exec":
      return await followProgram(group, definition.value, surroundings);
  }
}

/** Only the environment's usual aliases need no definition. Spec: secrets 3.1 step 6. */
function findDefinition(
  { source, provider }: RefGroup,
  { ports, world }: GroupSurroundings,
): Result<SecretDefinition, RefFault> {
  const { secretDefaults, secretProviders } = world.config;
  const configured = secretProviders.get(provider);
  if (configured === undefined) {
    const isUsual = provider === "default" || provider === secretDefaults.env?.trim();
    return source === "env" && isUsual
      ? success({ source: "env" })
      : failure({ code: "provider_not_configured" });
  }
  if (configured.source !== source)
    return failure({ code: "provider_of_other_source", configured: configured.source });
  const definition = readDefinition(ports.environment, world, configured);
  if (definition === undefined) return failure({ code: "provider_not_configured" });
  return definition.ok ? definition : failure({ code: "definition_invalid", field: definition.failure });
}

async function followFile(
  { provider }: RefGroup,
  definition: FileDefinition,
  surroundings: GroupSurroundings,
): Promise<GroupAnswer> {
  const barrier = await barrierTo(provider, definition, surroundings);
  if (barrier !== undefined) return failure(barrier);
  const { payloads, ports } = surroundings;
  const reading = payloads.get(provider) ?? readPayload(ports.secretFiles, definition);
  payloads.set(provider, reading);
  const payload = await reading;
  return payload.ok ? success((id) => valueInFile(payload.value, id)) : payload;
}

async function followProgram(
  { provider, ids }: RefGroup,
  definition: ExecDefinition,
  surroundings: GroupSurroundings,
): Promise<GroupAnswer> {
  const { allowExec, limits, ports, signal, world } = surroundings;
  if (!allowExec) return failure({ code: "exec_not_allowed" });
  const barrier = await barrierTo(provider, definition, surroundings);
  if (barrier !== undefined) return failure(barrier);
  const { maxBatchBytes } = limits;
  const question = { provider, ids, definition, variables: world.variables, maxBatchBytes };
  const answers = await askProgram(ports, question, signal);
  return answers.ok ? success((id) => answers.value.get(id) ?? failure({ code: "not_answered" })) : answers;
}

/** What keeps a file from being opened and a program from being run, whatever they are. */
async function barrierTo(
  alias: string,
  definition: FileDefinition | ExecDefinition,
  { approvals, ports, signal }: GroupSurroundings,
): Promise<RefFault | undefined> {
  const approved = (await approvals()).get(alias);
  const state = approvalState(shownDefinition(ports.digest, alias, definition), approved);
  if (state !== "approved") return { code: "needs_approval", change: state };
  return signal?.aborted ? { code: "cancelled" } : undefined;
}
