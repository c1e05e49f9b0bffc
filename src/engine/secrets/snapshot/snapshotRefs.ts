import type { StoredCredential } from "../../credentials/credential.ts";
import { oauthRefViolations } from "../../credentials/oauthGuard.ts";
import type { FileReads } from "../../ports.ts";
import { type Result, success } from "../../result.ts";
import { substituteVariables } from "../../stores/configVariables.ts";
import type { Json } from "../../stores/documents/json.ts";
import type { DamagedFile } from "../../stores/profileFiles.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { configSurfaces } from "../configSurfaces.ts";
import { readRawConfig } from "../secretPlaces.ts";
import { coerceSecretRef, credentialSecret, type SecretRef, secretFields } from "../secretRef.ts";

/** OpenClaw's names of what is worth telling though nothing is wrong. Spec: secrets 4.2. */
export interface SnapshotWarning {
  readonly code: "SECRETS_REF_OVERRIDES_PLAINTEXT" | "SECRETS_REF_IGNORED_INACTIVE_SURFACE";
  /** `<agent dir>.auth-profiles.<profile id>.<field>`, or the member names of openclaw.json joined by dots. */
  readonly path: string;
}

/** A ref that is in use. */
export interface ActiveRef {
  /** As in {@link SnapshotWarning}; names the place. */
  readonly path: string;
  readonly ref: SecretRef;
  /** Set for a profile's ref. */
  readonly profile?: { readonly profileId: string; readonly credential: StoredCredential };
}

export interface CollectedRefs {
  readonly active: readonly ActiveRef[];
  readonly warnings: readonly SnapshotWarning[];
  /** Places where a ref is not allowed: OAuth credentials change while they are used. Spec: secrets 1.4. */
  readonly forbidden: readonly string[];
}

/** The refs of the config's providers and of the world's profiles, and what is to be said of them. Spec: secrets 4.1. */
export async function collectRefs(
  files: FileReads,
  world: AuthWorld,
): Promise<Result<CollectedRefs, DamagedFile>> {
  const raw = await readRawConfig(files, world);
  if (!raw.ok) return raw;
  const config = collectFromConfig(world, raw.value);
  const profiles = [...world.store.profiles].map(([id, entry]) => collectFromProfile(world, id, entry));
  const all = [config, ...profiles];
  return success({
    active: all.flatMap(({ active }) => active),
    warnings: all.flatMap(({ warnings }) => warnings),
    forbidden: all.flatMap(({ forbidden }) => forbidden),
  });
}

function collectFromConfig(world: AuthWorld, root: Json | undefined): CollectedRefs {
  const { config, variables } = world;
  const active: ActiveRef[] = [];
  const warnings: SnapshotWarning[] = [];
  for (const { path, value, isActive } of configSurfaces(root, ["models", "providers"])) {
    const at = path.join(".");
    // OpenClaw replaces ${NAME} before it looks for refs, so only a variable that is not set is one.
    const ref = coerceSecretRef(substituteVariables(value, variables), config.secretDefaults);
    if (ref === undefined) continue;
    if (isActive) active.push({ path: at, ref });
    else warnings.push({ code: "SECRETS_REF_IGNORED_INACTIVE_SURFACE", path: at });
  }
  return { active, warnings, forbidden: [] };
}

function collectFromProfile(
  world: AuthWorld,
  profileId: string,
  credential: StoredCredential,
): CollectedRefs {
  const { agent, config, inherited } = world;
  const dir = inherited.has(profileId) ? agent.mainDir : agent.dir;
  const at = (field: string): string => `${dir}.auth-profiles.${profileId}.${field}`;
  const forbidden = oauthRefViolations(profileId, credential, config).map(({ field }) => at(field));
  const fields = secretFields(credential.type);
  const stored = credentialSecret(credential, config.secretDefaults);
  if (fields === undefined || stored.kind !== "ref" || forbidden.length > 0)
    return { active: [], warnings: [], forbidden };
  const path = at(fields.value);
  return {
    active: [{ path, ref: stored.ref, profile: { profileId, credential } }],
    warnings: stored.alsoPlaintext ? [{ code: "SECRETS_REF_OVERRIDES_PLAINTEXT", path }] : [],
    forbidden: [],
  };
}
