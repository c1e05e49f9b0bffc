import type { Environment } from "../../ports.ts";
import { envNamesOf } from "../../providers/catalogue.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { failure, type Result, success } from "../../result.ts";
import { setVariable } from "../../stores/configVariables.ts";
import { sameJson } from "../../stores/documents/json.ts";
import { isDangerousName } from "../../stores/variableNames.ts";
import type { AuthWorld } from "../../stores/world.ts";
import type { PlanTarget, SecretPlan } from "../plan/contract.ts";
import { Secret } from "../secret.ts";
import { type SecretRef, secretFields } from "../secretRef.ts";
import { isValidEnvId, secretRefFlaws } from "../secretRefId.ts";
import type { FoundSecret, SecretCandidate } from "./candidates.ts";

/** Where one candidate is to go. */
export interface SecretChoice {
  readonly candidateId: string;
  /** As the person was shown it: another secret there by now is not moved. */
  readonly fingerprint: string;
  readonly to: /** A profile's ref into the keychain comes with the move. */
    | { readonly home: "keychain" }
    /** A line of the state dir's .env; without a name, one that fits and is free. */
    | { readonly home: "env"; readonly name?: string }
    /** Our own file of secrets in the state dir. */
    | { readonly home: "file" }
    /** Where the person has put it already. */
    | { readonly home: "ref"; readonly ref: SecretRef };
}

export type ChoiceRefusal = {
  readonly code:
    | "candidate_gone"
    | "home_not_possible"
    | "name_invalid"
    | "name_taken"
    | "ref_invalid"
    /** Another secret provider has the name that our file's would have. */
    | "alias_taken";
  readonly candidateId: string;
};

/** What is to be put in place before the plan can be applied. */
export type Preparation =
  | { readonly home: "env"; readonly name: string; readonly secret: Secret }
  | { readonly home: "file"; readonly pointer: readonly string[]; readonly secret: Secret };

export interface ConfiguredPlan {
  /** Without the targets whose secrets go into the keychain: their refs do not exist yet. */
  readonly plan: SecretPlan;
  readonly preparations: readonly Preparation[];
  readonly toKeychain: readonly FoundSecret[];
}

/** Alias of the secret provider that reads our file. */
const ownAlias = "model-auth";

/** The file we keep secrets in when a person chooses a file; 0600, in the state dir. */
export function ownSecretsPath(environment: Environment, world: AuthWorld): string {
  return environment.joinPath(world.paths.stateDir, "secrets.json");
}

/** The plan that a person's choices make. It holds no secret; what does is in `preparations`, in memory. */
export function planFor(
  environment: Environment,
  world: AuthWorld,
  found: readonly FoundSecret[],
  choices: readonly SecretChoice[],
): Result<ConfiguredPlan, ChoiceRefusal> {
  const targets: PlanTarget[] = [];
  const preparations: Preparation[] = [];
  const toKeychain: FoundSecret[] = [];
  const taken = new Map<string, string>();
  for (const { candidateId, fingerprint, to } of choices) {
    const refuse = (code: ChoiceRefusal["code"]) => failure({ code, candidateId });
    const one = found.find(({ candidate }) => candidate.id === candidateId);
    if (one === undefined || one.candidate.fingerprint !== fingerprint) return refuse("candidate_gone");
    const { candidate, secret } = one;
    if (!candidate.homes.includes(to.home)) return refuse("home_not_possible");
    switch (to.home) {
      case "keychain":
        toKeychain.push(one);
        break;
      case "env": {
        const name = to.name ?? freeName(world, taken, candidate, secret);
        if (!isValidEnvId(name) || isDangerousName(name)) return refuse("name_invalid");
        if (!isFree(world, taken, name, secret)) return refuse("name_taken");
        taken.set(name, secret.reveal());
        preparations.push({ home: "env", name, secret });
        targets.push(...targetOf(candidate, { source: "env", provider: envProvider(world), id: name }));
        break;
      }
      case "file": {
        const pointer = pointerOf(candidate);
        if (!isOwnAliasFree(environment, world)) return refuse("alias_taken");
        preparations.push({ home: "file", pointer, secret });
        const id = pointer
          .map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`)
          .join("");
        targets.push(...targetOf(candidate, { source: "file", provider: ownAlias, id }));
        break;
      }
      case "ref":
        if (to.ref.source === "vscode" || secretRefFlaws(to.ref).length > 0) return refuse("ref_invalid");
        targets.push(...targetOf(candidate, to.ref));
        break;
    }
  }
  const usesFile = preparations.some(({ home }) => home === "file");
  return success({
    plan: {
      targets,
      providerUpserts: new Map(usesFile ? [[ownAlias, ownDefinition(environment, world)]] : []),
      providerDeletes: [],
      // Only what was chosen moves; profiles with the provider's key in them are candidates of their own.
      options: { scrubEnv: true, scrubAuthProfiles: false, scrubAuthJson: true },
    },
    preparations,
    toKeychain,
  });
}

/** The target of a candidate's place; none for places that stay. */
export function targetOf({ place }: SecretCandidate, ref: SecretRef): readonly PlanTarget[] {
  if (place.kind === "config") {
    return [{ kind: "config", path: place.path, provider: place.provider, ref }];
  }
  const fields = place.kind === "profile" ? secretFields(place.type) : undefined;
  if (place.kind !== "profile" || fields === undefined) return [];
  const { agentId, profileId, type } = place;
  return [{ kind: "profile", path: ["profiles", profileId, fields.value], agentId, profileId, type, ref }];
}

/** The alias under which the environment is read without being configured. Spec: secrets 3.1 step 6. */
function envProvider({ config }: AuthWorld): string {
  const alias = config.secretDefaults.env ?? "default";
  return config.secretProviders.has(alias) ? "default" : alias;
}

function ownDefinition(environment: Environment, world: AuthWorld) {
  return { source: "file", path: ownSecretsPath(environment, world), mode: "json" };
}

function isOwnAliasFree(environment: Environment, world: AuthWorld): boolean {
  const existing = world.config.secretProviders.get(ownAlias);
  if (existing === undefined) return true;
  const { source, path, mode } = existing;
  const asJson = { source, path: String(path), mode: String(mode) };
  return sameJson(asJson, ownDefinition(environment, world));
}

/** The fingerprint makes the place the secret's own: another one never takes it. */
function pointerOf({ place, jsonPath, fingerprint }: SecretCandidate): readonly string[] {
  return place.kind === "profile"
    ? [place.agentId, place.profileId, fingerprint]
    : ["openclaw", jsonPath, fingerprint];
}

/** The provider's usual name for its key in the config, else one made of the place; numbered where it is taken. */
function freeName(
  world: AuthWorld,
  taken: ReadonlyMap<string, string>,
  { place }: SecretCandidate,
  secret: Secret,
): string {
  const usual =
    place.kind === "config" && place.of === "key"
      ? envNamesOf(normalizeProviderId(place.provider))[0]
      : undefined;
  const words =
    place.kind === "config"
      ? place.path.slice(2).join("_")
      : place.kind === "profile"
        ? `${place.profileId}_key`
        : "secret";
  const made =
    `_${words.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`.replace(/^[_0-9]+/, "").slice(0, 100) || "SECRET";
  const names = [...(usual === undefined ? [] : [usual]), made];
  for (let number = 2; ; number++) {
    const free = names.find((name) => isFree(world, taken, name, secret));
    if (free !== undefined) return free;
    names.push(`${made}_${number}`);
  }
}

/** A name is free that nobody set, or that has this very secret. */
function isFree(world: AuthWorld, taken: ReadonlyMap<string, string>, name: string, secret: Secret): boolean {
  const value = taken.get(name) ?? setVariable(world.variables, name);
  return value === undefined || value === secret.reveal();
}
