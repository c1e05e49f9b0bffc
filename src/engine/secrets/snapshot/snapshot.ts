import type { Disposable, Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import type { DamagedFile } from "../../stores/profileFiles.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { type KeychainVerdict, openSecret } from "../keychain.ts";
import { ownFields } from "../ownFields.ts";
import { type RefFailure, refFailure } from "../refFailure.ts";
import { type RefOutcome, type RefPorts, resolveRefs } from "../resolveRefs.ts";
import { Secret } from "../secret.ts";
import { isFilled, type SecretRef, secretRefKey } from "../secretRef.ts";
import { type ActiveRef, collectRefs, type SnapshotWarning } from "./snapshotRefs.ts";

/** What one active ref led to. */
export interface SnapshotEntry {
  readonly ref: SecretRef;
  /** The secret; after a failure the last known good one of the same ref, where there was one. */
  readonly secret?: Secret;
  readonly failure?: RefFailure;
}

/** All refs in use, followed at one moment. It lives in memory only. */
export interface SecretSnapshot {
  readonly world: AuthWorld;
  /** By the place of the ref: `<agent dir>.auth-profiles.<profile id>.<field>`, or the path in openclaw.json. */
  readonly entries: ReadonlyMap<string, SnapshotEntry>;
  readonly warnings: readonly SnapshotWarning[];
  readonly faults: readonly SnapshotFault[];
  /** Every ref was followed. OpenClaw's gateway starts only then. */
  readonly isReady: boolean;
}

export type SnapshotFault =
  | { readonly path: string; readonly failure: RefFailure }
  /** A ref where OAuth forbids one. Spec: secrets 1.4. */
  | { readonly path: string; readonly code: "oauth_ref" }
  | DamagedFile;

/** Each of `degraded` and `recovered` is told once. Spec: secrets 4.2, 4.3. */
export type SnapshotEvent =
  | { readonly kind: "changed" }
  | {
      readonly kind: "degraded";
      readonly code: "SECRETS_RELOADER_DEGRADED";
      readonly faults: readonly SnapshotFault[];
    }
  | { readonly kind: "recovered"; readonly code: "SECRETS_RELOADER_RECOVERED" };

export interface ActivateOptions {
  /** All or nothing, as OpenClaw does it: a ref that leads nowhere leaves the last snapshot in force. Spec: secrets 4.1. */
  readonly strict?: boolean;
  readonly allowExec?: boolean;
  readonly signal?: AbortSignal;
}

export interface SnapshotKeeper {
  /** Follows all refs anew and puts the result in the place of the last snapshot, in one step. One call after the other. */
  activate(options?: ActivateOptions): Promise<Result<SecretSnapshot, readonly SnapshotFault[]>>;
  /** The snapshot in force; none before the first activation. */
  current(): SecretSnapshot | undefined;
  onDidChange(listener: (event: SnapshotEvent) => void): Disposable;
}

type SnapshotPorts = RefPorts & Pick<Ports, "keychain" | "log">;

/**
 * Keeps the secrets of the refs in use ready. A ref that fails does not hide the others: it keeps its last known good secret, and
 * the snapshot says that it is not ready. Spec: secrets 4; its advice in 4.4.
 * @param load reads the files as they are
 */
export function createSecretSnapshot(ports: SnapshotPorts, load: () => Promise<AuthWorld>): SnapshotKeeper {
  const listeners = new Set<(event: SnapshotEvent) => void>();
  let current: SecretSnapshot | undefined;
  let isDegraded = false;
  let queue: Promise<unknown> = Promise.resolve();
  const tell = (event: SnapshotEvent): void => {
    for (const listener of listeners) listener(event);
  };

  /** A failure before there ever was a good snapshot is told by the result alone. Spec: secrets 4.3. */
  function degrade(faults: readonly SnapshotFault[]): void {
    if (current === undefined || isDegraded) return;
    isDegraded = true;
    ports.log.error(`[SECRETS_RELOADER_DEGRADED] ${faults.length} refs failed`);
    tell({ kind: "degraded", code: "SECRETS_RELOADER_DEGRADED", faults });
  }

  function recover(): void {
    if (!isDegraded) return;
    isDegraded = false;
    ports.log.info("[SECRETS_RELOADER_RECOVERED]");
    tell({ kind: "recovered", code: "SECRETS_RELOADER_RECOVERED" });
  }

  async function activateNow(
    options: ActivateOptions,
  ): Promise<Result<SecretSnapshot, readonly SnapshotFault[]>> {
    const made = await takeSnapshot(ports, await load(), current, options);
    const faults = made.ok ? made.value.faults : [made.failure];
    if (faults.length > 0) degrade(faults);
    if (!made.ok || (options.strict === true && faults.length > 0)) return failure(faults);
    current = made.value;
    tell({ kind: "changed" });
    if (faults.length === 0) recover();
    return success(made.value);
  }

  return {
    activate: (options = {}) => {
      const next = queue.then(() => activateNow(options));
      queue = next.catch(() => {});
      return next;
    },
    current: () => current,
    onDidChange: (listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}

async function takeSnapshot(
  ports: SnapshotPorts,
  world: AuthWorld,
  last: SecretSnapshot | undefined,
  { allowExec = true, signal }: ActivateOptions,
): Promise<Result<SecretSnapshot, DamagedFile>> {
  const collected = await collectRefs(ports.files, world);
  if (!collected.ok) return collected;
  const { active, warnings, forbidden } = collected.value;
  const refs = active.map(({ ref }) => ref).filter(({ source }) => source !== "vscode");
  const answers = await resolveRefs(ports, world, refs, { allowExec, ...(signal && { signal }) });
  const keychain = await askKeychain(ports, active);
  const entries = new Map<string, SnapshotEntry>();
  for (const one of active) {
    const answer = keychain.get(one) ?? answers.get(secretRefKey(one.ref));
    entries.set(one.path, entryOf(one, answer, last?.entries.get(one.path)));
  }
  const failed = [...entries].flatMap(([path, entry]): readonly SnapshotFault[] =>
    entry.failure === undefined ? [] : [{ path, failure: entry.failure }],
  );
  const faults = [...forbidden.map((path): SnapshotFault => ({ path, code: "oauth_ref" })), ...failed];
  return success({ world, entries, warnings, faults, isReady: faults.length === 0 });
}

function entryOf(
  { ref }: ActiveRef,
  answer: RefOutcome | undefined,
  last: SnapshotEntry | undefined,
): SnapshotEntry {
  const isPadded = ref.id !== ref.id.trim();
  const fault = isPadded || answer === undefined ? refFailure(ref, { code: "id_padded" }) : answer;
  if (fault.ok && isFilled(fault.value)) return { ref, secret: new Secret(fault.value) };
  const failed: RefFailure = fault.ok ? { code: "no_text", scope: "none", ref } : fault.failure;
  const isSame = last !== undefined && secretRefKey(last.ref) === secretRefKey(ref);
  return { ref, failure: failed, ...(isSame && last.secret && { secret: last.secret }) };
}

/** One secret after another; a keychain that is locked or not here is asked no more. */
async function askKeychain(
  { keychain, digest, redactor }: SnapshotPorts,
  active: readonly ActiveRef[],
): Promise<ReadonlyMap<ActiveRef, RefOutcome>> {
  const answers = new Map<ActiveRef, RefOutcome>();
  let shut: KeychainVerdict | undefined;
  for (const one of active) {
    const { ref, profile } = one;
    if (ref.source !== "vscode") continue;
    if (profile === undefined) {
      // Only a profile has secrets in the keychain (product decision 1).
      answers.set(one, refFailure(ref, { code: "tampered" }));
      continue;
    }
    const owner = {
      profileId: profile.profileId,
      provider: profile.credential.provider,
      ...ownFields(profile.credential),
    };
    const verdict = shut ?? (await openSecret(keychain, digest, ref, owner));
    if (verdict.kind === "present") redactor.add(verdict.secret);
    if (verdict.kind === "locked" || verdict.kind === "unavailable") shut = verdict;
    answers.set(
      one,
      verdict.kind === "present" ? success(verdict.secret.reveal()) : refFailure(ref, { code: verdict.kind }),
    );
  }
  return answers;
}
