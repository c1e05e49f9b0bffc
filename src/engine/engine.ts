import { type AddedProfile, type AddRefusal, addProfile, type NewProfile } from "./acquisition/addProfile.ts";
import {
  type ChangeRefusal,
  moveToKeychain,
  type RemovedProfile,
  removePlaintext,
  removeProfile,
  replaceSecret,
  setExpiry,
} from "./acquisition/changeProfile.ts";
import { type Forgotten, forgetEverything } from "./acquisition/forgetEverything.ts";
import type { GivenSecret } from "./acquisition/keepSecret.ts";
import type { Ports, SaveFailure } from "./ports.ts";
import { allowHost } from "./probing/hostApprovals.ts";
import type { ProbeOptions } from "./probing/plan.ts";
import { type ProbeControls, probeWorld, type WorldProbe } from "./probing/probeWorld.ts";
import { type AuthReader, createAuthReader } from "./reader.ts";
import type { Result } from "./result.ts";
import {
  type ApprovalRefusal,
  approveDefinition,
  type PendingApproval,
  pendingApprovals,
  revokeApproval,
} from "./secrets/approvals.ts";
import type { ApprovalsDamage } from "./secrets/approvalsFile.ts";
import { type DefinitionInspection, inspectDefinition } from "./secrets/inspectDefinition.ts";
import { type NoRequestKey, type RequestKey, requestKey } from "./secrets/requestKey.ts";
import { resolveProfileSecret, resolveRef, type Unresolved } from "./secrets/resolve.ts";
import { type RefOutcome, type ResolveRefsOptions, resolveRefs } from "./secrets/resolveRefs.ts";
import type { Secret } from "./secrets/secret.ts";
import type { SecretRef } from "./secrets/secretRef.ts";
import { changeOrder, type OrderRefusal } from "./selection/changeOrder.ts";
import {
  type ChoiceQuery,
  type ChosenCredential,
  chooseCredential,
  type NoCredential,
} from "./selection/credentialChoice.ts";
import { clearCooldown, markUsage, type UsageMark } from "./selection/usageMarks.ts";
import { type DotenvRefusal, putInDotenv, removeFromDotenv } from "./stores/dotenvWrite.ts";
import { importShellEnv, type ShellImport } from "./stores/shellImport.ts";
import type { Saved, WriteRefusal } from "./stores/storeWriter.ts";
import type { AuthWorld } from "./stores/world.ts";

/**
 * The auth engine: what the editor and the command line do, they do through this. Reading and changing are apart: a change is
 * made on the files as they are then, and the caller loads again to see it.
 */
export interface AuthEngine extends AuthReader {
  addProfile(world: AuthWorld, profile: NewProfile): Promise<Result<AddedProfile, AddRefusal>>;
  replaceSecret(
    world: AuthWorld,
    profileId: string,
    replacement: Replacement,
  ): Promise<Result<void, ChangeRefusal>>;
  moveToKeychain(world: AuthWorld, profileId: string): Promise<Result<void, ChangeRefusal>>;
  /** Takes away the plain text beside a ref. */
  removePlaintext(world: AuthWorld, profileId: string): Promise<Result<void, ChangeRefusal>>;
  /** @param expires ms since the epoch; `undefined` for a token that does not end */
  setExpiry(
    world: AuthWorld,
    profileId: string,
    expires: number | undefined,
  ): Promise<Result<void, ChangeRefusal>>;
  removeProfile(world: AuthWorld, profileId: string): Promise<Result<RemovedProfile, ChangeRefusal>>;
  /**
   * Whether that changed anything comes back.
   * @param profileIds the order for this agent; `undefined` clears it
   */
  setOrder(
    world: AuthWorld,
    provider: string,
    profileIds: readonly string[] | undefined,
  ): Promise<Result<Saved, OrderRefusal>>;
  /** Records what happened with a profile: its use, its failures, its rest. */
  markUsage(
    world: AuthWorld,
    profileId: string,
    marks: readonly UsageMark[],
  ): Promise<Result<void, WriteRefusal>>;
  /** Ends every rest of these profiles. */
  clearCooldown(world: AuthWorld, profileIds: readonly string[]): Promise<Result<void, WriteRefusal>>;
  /** The secret of a profile, for the one place that sends it. */
  resolveSecret(world: AuthWorld, profileId: string): Promise<Result<Secret, Unresolved>>;
  /** The key for a request with a profile, if it may be used now. */
  requestKey(world: AuthWorld, profileId: string): Promise<Result<RequestKey, NoRequestKey>>;
  /** Which credential a request to a provider is sent with: a pinned profile's, or the first place's that has one. */
  chooseCredential(
    world: AuthWorld,
    query: Omit<ChoiceQuery, "now">,
  ): Promise<Result<ChosenCredential, NoCredential>>;
  /** Follows many refs at once, each answered for itself, by `secretRefKey`. */
  resolveRefs(
    world: AuthWorld,
    refs: readonly SecretRef[],
    options?: ResolveRefsOptions,
  ): Promise<ReadonlyMap<string, RefOutcome>>;
  /** Definitions of programs and secret files that are not used before the person approved them as they are. */
  pendingApprovals(world: AuthWorld): Promise<readonly PendingApproval[]>;
  /** @param seenHash `hash` of the pending approval that the person was shown */
  approve(world: AuthWorld, alias: string, seenHash: string): Promise<Result<void, ApprovalRefusal>>;
  revokeApproval(world: AuthWorld, alias: string): Promise<Result<void, ApprovalRefusal>>;
  /** Whether the program or secret file of an alias would be refused; nothing for other sources. Runs and reads nothing. */
  inspectDefinition(world: AuthWorld, alias: string): Promise<DefinitionInspection | undefined>;
  /** Asks providers whether credentials work: one small request each. Writes nothing unless asked to record. */
  probe(world: AuthWorld, options: ProbeOptions, controls: ProbeControls): Promise<WorldProbe>;
  /** Remembers that a provider's secrets may go to a host which is not its own: `to` of a row's `newHost`. */
  allowHost(
    world: AuthWorld,
    provider: string,
    host: string,
  ): Promise<Result<void, SaveFailure | ApprovalsDamage>>;
  /**
   * Asks the login shell for expected variables that the world lacks, where the person wants that. What it says counts from the
   * next `load` on, until it is asked again. Spec: secrets 6.3.
   */
  importShellEnv(world: AuthWorld, signal?: AbortSignal): Promise<ShellImportReport>;
  /** Sets a variable in the state dir's `.env`, where a gateway finds it too. */
  putKeyInEnv(world: AuthWorld, name: string, secret: Secret): Promise<Result<void, DotenvRefusal>>;
  removeKeysFromEnv(world: AuthWorld, names: readonly string[]): Promise<Result<void, DotenvRefusal>>;
  forgetEverything(world: AuthWorld): Promise<Result<Forgotten, WriteRefusal>>;
}

/** What came of asking the login shell; the names it filled, not their values. */
export type ShellImportReport =
  | { readonly kind: "imported"; readonly appliedKeys: readonly string[] }
  | Exclude<ShellImport, { readonly kind: "imported" }>;

/** A secret that takes another's place. */
export type Replacement = GivenSecret & {
  /** Left out, the profile's expiry stays as it is. `at` is in ms since the epoch, `undefined` for none. */
  readonly expires?: { readonly at: number | undefined };
};

/** @param reader one that is there already; its memory of the files is shared */
export function createAuthEngine(ports: Ports, reader: AuthReader = createAuthReader(ports)): AuthEngine {
  return {
    ...reader,
    addProfile: (world, profile) => addProfile(ports, world, profile),
    replaceSecret: (world, profileId, replacement) =>
      replaceSecret(ports, world, profileId, replacement, replacement.expires),
    moveToKeychain: (world, profileId) => moveToKeychain(ports, world, profileId),
    removePlaintext: (world, profileId) => removePlaintext(ports, world, profileId),
    setExpiry: (world, profileId, expires) => setExpiry(ports, world, profileId, expires),
    removeProfile: (world, profileId) => removeProfile(ports, world, profileId),
    setOrder: (world, provider, profileIds) => changeOrder(ports, world, provider, profileIds),
    markUsage: (world, profileId, marks) => markUsage(ports, world, profileId, marks),
    clearCooldown: (world, profileIds) => clearCooldown(ports, world, profileIds),
    resolveSecret: (world, profileId) => resolveProfileSecret(ports, world, profileId),
    requestKey: (world, profileId) => requestKey(ports, world, profileId),
    chooseCredential: async (world, query) => {
      const chosen = await chooseCredential(
        world,
        { ...query, now: ports.clock.now() },
        {
          profile: (profileId) => requestKey(ports, world, profileId),
          ref: (ref) => resolveRef(ports, world, ref),
        },
      );
      if (chosen.ok && chosen.value.kind === "secret") ports.redactor.add(chosen.value.secret);
      return chosen;
    },
    resolveRefs: (world, refs, options) => resolveRefs(ports, world, refs, options),
    pendingApprovals: (world) => pendingApprovals(ports, world),
    approve: (world, alias, seenHash) => approveDefinition(ports, world, alias, seenHash),
    revokeApproval: (world, alias) => revokeApproval(ports, world, alias),
    inspectDefinition: (world, alias) => inspectDefinition(ports, world, alias),
    probe: (world, options, controls) => probeWorld(ports, world, options, controls),
    importShellEnv: async (world, signal) => {
      const imported = await importShellEnv(ports, world, signal);
      if (imported.kind !== "imported") return imported;
      reader.useShellVariables(imported.variables);
      return { kind: "imported", appliedKeys: [...imported.variables.keys()] };
    },
    putKeyInEnv: (world, name, secret) => putInDotenv(ports, world, name, secret),
    removeKeysFromEnv: (world, names) => removeFromDotenv(ports, world, names),
    allowHost: (world, provider, host) => allowHost(ports, world, provider, host),
    forgetEverything: (world) => forgetEverything(ports, world),
  };
}
