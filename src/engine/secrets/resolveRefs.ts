import type { Ports } from "../ports.ts";
import { type Result, success } from "../result.ts";
import type { AuthWorld } from "../stores/world.ts";
import { readApprovals } from "./approvalsFile.ts";
import { type RefFailure, type RefFault, refFailure } from "./refFailure.ts";
import { followGroup, type GroupSurroundings, type RefGroup } from "./refGroup.ts";
import { Secret } from "./secret.ts";
import { resolutionLimits } from "./secretLimits.ts";
import { type SecretRef, secretRefKey } from "./secretRef.ts";
import { checkExecId } from "./secretRefId.ts";

/** What following refs needs of the machine. */
export type RefPorts = Pick<
  Ports,
  "digest" | "environment" | "files" | "programs" | "redactor" | "secretFiles"
>;

export interface ResolveRefsOptions {
  /** `false`: no program is run; refs to programs fail with `exec_not_allowed`. */
  readonly allowExec?: boolean;
  /** After the first failure no further provider is asked; then refs may have no answer. Spec: secrets 3.1 step 4. */
  readonly stopAtFailure?: boolean;
  /** Files that earlier calls read, for the calls of one errand; they are not read again. Spec: secrets 3.7. */
  readonly payloads?: GroupSurroundings["payloads"];
  readonly signal?: AbortSignal;
}

/** A ref's raw value, as its source has it: text or JSON, untrimmed and unjudged. */
export type RefOutcome = Result<unknown, RefFailure>;

/**
 * Follows many refs: each program runs once for all of its ids, each file is read once. Every ref gets an answer of its
 * own, by {@link secretRefKey}, in the order in which the answers came. Refs to the keychain are not followed here: it gives a
 * secret to its profile only. Definitions that the person has not approved are not used.
 * Spec: secrets 3.1.
 */
export async function resolveRefs(
  ports: RefPorts,
  world: AuthWorld,
  refs: readonly SecretRef[],
  options: ResolveRefsOptions = {},
): Promise<ReadonlyMap<string, RefOutcome>> {
  const answers = new Map<string, RefOutcome>();
  const groups = groupRefs(refs, answers);
  const { allowExec = true, payloads = new Map(), signal, stopAtFailure = false } = options;
  let isStopped = stopAtFailure && answers.size > 0;
  const approvals = once(() => readApprovals(ports, world));
  const limits = resolutionLimits(world.config.secretResolution);
  const surroundings = { ports, world, limits, approvals, payloads, allowExec, signal };
  const queue = groups.values();
  const work = async (): Promise<void> => {
    for (const group of queue) {
      if (isStopped) return;
      // oxlint-disable-next-line no-await-in-loop -- a worker follows one group after the other
      for (const [key, outcome] of await answersOf(group, surroundings)) {
        answers.set(key, outcome);
        isStopped ||= stopAtFailure && !outcome.ok;
      }
    }
  };
  await Promise.all(Array.from({ length: limits.maxProviderConcurrency }, work));
  return answers;
}

/** Sorts refs by source and provider, each id once; refs that cannot be asked for get their answer at once. */
function groupRefs(refs: readonly SecretRef[], answers: Map<string, RefOutcome>): readonly RefGroup[] {
  const groups = new Map<string, RefGroup & { readonly ids: string[] }>();
  for (const { source, provider, id } of refs) {
    const ref = { source, provider, id: id.trim() };
    const fault = faultOfRef(ref);
    if (fault !== undefined) {
      answers.set(secretRefKey(ref), refFailure(ref, fault));
    } else if (ref.source !== "vscode") {
      const key = `${source}:${provider}`;
      const group = groups.get(key) ?? { source: ref.source, provider, ids: [] };
      groups.set(key, group);
      if (!group.ids.includes(ref.id)) group.ids.push(ref.id);
    }
  }
  return [...groups.values()];
}

/** Spec: secrets 3.1 step 2. */
function faultOfRef({ source, id }: SecretRef): RefFault | undefined {
  if (source === "vscode") return { code: "tampered" };
  if (id === "") return { code: "id_empty" };
  return source === "exec" && !checkExecId(id).ok ? { code: "exec_id_invalid" } : undefined;
}

async function answersOf(
  group: RefGroup,
  surroundings: GroupSurroundings,
): Promise<readonly (readonly [string, RefOutcome])[]> {
  const followed = await followGroup(group, surroundings);
  const { source, provider } = group;
  return group.ids.map((id) => {
    const ref = { source, provider, id };
    const answer = followed.ok ? followed.value(id) : followed;
    if (answer.ok && typeof answer.value === "string")
      surroundings.ports.redactor.add(new Secret(answer.value));
    return [secretRefKey(ref), answer.ok ? success(answer.value) : refFailure(ref, answer.failure)];
  });
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}
