import type { StoredCredential } from "../../credentials/credential.ts";
import type { Environment } from "../../ports.ts";
import { agentDir, agentFiles, normalizeAgentId } from "../../stores/agents.ts";
import { isJsonObject, type Json, ownMember } from "../../stores/documents/json.ts";
import { readProfilesFile } from "../../stores/profilesFile.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { isPlaintext } from "../plaintext.ts";
import type { ReadPlace } from "../secretPlaces.ts";
import { secretFields } from "../secretRef.ts";
import type { PlanTarget, SecretPlan } from "./contract.ts";

/** A target and what stands there now. */
export interface LocatedTarget {
  readonly target: PlanTarget;
  /** The file that changes; absolute. */
  readonly path: string;
  /** The secret that stands there as plain text. */
  readonly plaintext?: string;
  /** Whose profile it is, or will be. */
  readonly provider: string;
}

/** Why a target cannot be changed as the files are. `index` is its place in the plan, from 0. */
export interface RefusedTarget {
  readonly index: number;
  readonly reason: "provider_missing" | "profile_missing" | "type_differs" | "oauth_mode";
}

/** The store a plan means by an agent's id. */
function storeOfAgent(environment: Environment, world: AuthWorld, agentId: string): string {
  const id = normalizeAgentId(agentId);
  const { agent, paths, config } = world;
  const dir = id === agent.id ? agent.dir : agentDir(environment, paths, config, id);
  return agentFiles(environment, dir).profiles;
}

/** Finds every target of a plan in the files as they were read. */
export function locateTargets(
  environment: Environment,
  world: AuthWorld,
  plan: SecretPlan,
  read: ReadonlyMap<string, ReadPlace>,
): { readonly located: readonly LocatedTarget[]; readonly refused: readonly RefusedTarget[] } {
  const located: LocatedTarget[] = [];
  const refused: RefusedTarget[] = [];
  for (const [index, target] of plan.targets.entries()) {
    const found =
      target.kind === "config"
        ? locateInConfig(world.paths.configPath, target, rootOf(read.get(world.paths.configPath)))
        : locateProfile(storeOfAgent(environment, world, target.agentId), world, target, read);
    if (typeof found === "string") refused.push({ index, reason: found });
    else located.push(found);
  }
  return { located, refused };
}

function locateInConfig(
  path: string,
  target: Extract<PlanTarget, { kind: "config" }>,
  root: Json | undefined,
): LocatedTarget | RefusedTarget["reason"] {
  const settings = memberAt(root, target.path.slice(0, 3));
  if (!isJsonObject(settings)) return "provider_missing";
  const value = memberAt(root, target.path);
  return { target, path, provider: target.provider, ...(isPlaintext(value) && { plaintext: value }) };
}

function locateProfile(
  path: string,
  world: AuthWorld,
  target: Extract<PlanTarget, { kind: "profile" }>,
  read: ReadonlyMap<string, ReadPlace>,
): LocatedTarget | RefusedTarget["reason"] {
  const credential = profilesIn(read.get(path)).get(target.profileId);
  if (world.config.profiles.get(target.profileId)?.mode === "oauth") return "oauth_mode";
  if (credential === undefined) {
    return target.newProvider === undefined
      ? "profile_missing"
      : { target, path, provider: target.newProvider };
  }
  const fields = secretFields(credential.type);
  if (credential.type !== target.type || fields === undefined) return "type_differs";
  const value = credential[fields.value];
  return { target, path, provider: credential.provider, ...(isPlaintext(value) && { plaintext: value }) };
}

/** The profiles of a store that was read; none of one that could not be. */
export function profilesIn(read: ReadPlace | undefined): ReadonlyMap<string, StoredCredential> {
  const isStore = read?.kind === "json" || read?.kind === "older";
  const understood = isStore ? readProfilesFile(read.root) : undefined;
  return understood?.ok === true ? understood.value.profiles : new Map();
}

export function rootOf(read: ReadPlace | undefined): Json | undefined {
  return read?.kind === "json" ? read.root : undefined;
}

function memberAt(root: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, name) => (isJsonObject(at) ? ownMember(at, name) : undefined),
    root,
  );
}
