import * as z from "zod/mini";
import { failure, type Result, success } from "../../result.ts";
import { isJsonObject, type JsonObject } from "../../stores/documents/json.ts";
import { surfaceKindOf } from "../configSurfaces.ts";
import { isSecretRef, type SecretRef } from "../secretRef.ts";
import { isValidSecretAlias, secretRefFlaws } from "../secretRefId.ts";
import { secretProviderSchema } from "../secretsSchema.ts";

/** What a plan changes at one place: the secret there gives way to a ref. Spec: secrets 5.3. */
export type PlanTarget =
  | {
      readonly kind: "config";
      readonly path: readonly string[];
      readonly provider: string;
      readonly ref: SecretRef;
    }
  | {
      readonly kind: "profile";
      readonly path: readonly string[];
      readonly agentId: string;
      readonly profileId: string;
      readonly type: "api_key" | "token";
      /** For a profile that is not there yet. */
      readonly newProvider?: string;
      readonly ref: SecretRef;
    };

export interface SecretPlan {
  readonly targets: readonly PlanTarget[];
  /** By alias. */
  readonly providerUpserts: ReadonlyMap<string, JsonObject>;
  readonly providerDeletes: readonly string[];
  readonly options: {
    readonly scrubEnv: boolean;
    readonly scrubAuthProfiles: boolean;
    readonly scrubAuthJson: boolean;
  };
}

/** Why a plan is refused as a whole; `index` is the target's, from 0. */
export type PlanFlaw =
  | { readonly code: "not_a_plan" }
  | { readonly code: "alias_invalid" | "definition_invalid"; readonly alias: string }
  | { readonly code: TargetFlaw; readonly index: number };

/**
 * `path_differs`: `path` is not `pathSegments` joined by dots, or names another provider. `keychain_in_config`: openclaw.json
 * cannot name the editor's keychain (product decision 1).
 */
export type TargetFlaw =
  | "type_unknown"
  | "path_differs"
  | "path_invalid"
  | "segment_forbidden"
  | "provider_differs"
  | "agent_missing"
  | "ref_invalid"
  | "keychain_in_config";

const target = z.looseObject({
  type: z.string(),
  path: z.string(),
  pathSegments: z.optional(z.array(z.string())),
  ref: z.unknown(),
  agentId: z.optional(z.string()),
  providerId: z.optional(z.string()),
  accountId: z.optional(z.string()),
  authProfileProvider: z.optional(z.string()),
});

const shape = z.object({
  version: z.literal(1),
  protocolVersion: z.literal(1),
  targets: z.array(target),
  providerUpserts: z.optional(z.record(z.string(), z.unknown())),
  providerDeletes: z.optional(z.array(z.string())),
  options: z.optional(
    z.object({
      scrubEnv: z.optional(z.boolean()),
      scrubAuthProfilesForProviderTargets: z.optional(z.boolean()),
      scrubLegacyAuthJson: z.optional(z.boolean()),
    }),
  ),
});

type RawTarget = z.infer<typeof target>;

/** Reads a plan; one bad target refuses it whole, and every flaw is told. Spec: secrets 5.3. */
export function readPlan(value: unknown): Result<SecretPlan, readonly PlanFlaw[]> {
  const parsed = shape.safeParse(value);
  if (!parsed.success) return failure([{ code: "not_a_plan" }]);
  const { targets, providerUpserts = {}, providerDeletes = [], options = {} } = parsed.data;
  const flaws: PlanFlaw[] = [];
  const read = targets.flatMap((raw, index) => {
    const one = readTarget(raw);
    if (!one.ok) flaws.push({ code: one.failure, index });
    return one.ok ? [one.value] : [];
  });
  const upserts = new Map<string, JsonObject>();
  for (const [alias, definition] of Object.entries(providerUpserts)) {
    const checked = secretProviderSchema.safeParse(definition);
    const json = checked.success ? toJson(checked.data) : undefined;
    if (!isValidSecretAlias(alias)) flaws.push({ code: "alias_invalid", alias });
    else if (json === undefined) flaws.push({ code: "definition_invalid", alias });
    else upserts.set(alias, json);
  }
  for (const alias of providerDeletes)
    if (!isValidSecretAlias(alias)) flaws.push({ code: "alias_invalid", alias });
  if (flaws.length > 0) return failure(flaws);
  return success({
    targets: read,
    providerUpserts: upserts,
    providerDeletes,
    options: {
      scrubEnv: options.scrubEnv ?? true,
      scrubAuthProfiles: options.scrubAuthProfilesForProviderTargets ?? true,
      scrubAuthJson: options.scrubLegacyAuthJson ?? true,
    },
  });
}

const forbidden: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

const types: Readonly<Record<string, "key" | "header" | "api_key" | "token">> = {
  "models.providers.apiKey": "key",
  "models.providers.*.apiKey": "key",
  "models.providers.headers": "header",
  "models.providers.*.headers": "header",
  "auth-profiles.api_key.key": "api_key",
  "auth-profiles.token.token": "token",
};

function readTarget(raw: RawTarget): Result<PlanTarget, TargetFlaw> {
  const type = Object.hasOwn(types, raw.type) ? types[raw.type] : undefined;
  if (type === undefined) return failure("type_unknown");
  const path = raw.pathSegments ?? raw.path.split(".");
  if (path.join(".") !== raw.path) return failure("path_differs");
  if (path.some((segment) => forbidden.has(segment))) return failure("segment_forbidden");
  if (path.some((segment) => segment.trim() === "")) return failure("path_invalid");
  const { ref } = raw;
  if (!isSecretRef(ref) || secretRefFlaws(ref).length > 0) return failure("ref_invalid");
  const { source, provider, id } = ref;
  return type === "key" || type === "header"
    ? readConfigTarget(raw, type, path, { source, provider, id })
    : readProfileTarget(raw, type, path, { source, provider, id });
}

function readConfigTarget(
  { providerId }: RawTarget,
  type: "key" | "header",
  path: readonly string[],
  ref: SecretRef,
): Result<PlanTarget, TargetFlaw> {
  const [models, providers, provider, ...within] = path;
  const kind = surfaceKindOf(within);
  const isOfType = type === "key" ? kind === "key" : kind === "header" || kind === "request";
  if (models !== "models" || providers !== "providers" || provider === undefined || !isOfType)
    return failure("path_invalid");
  if (providerId !== undefined && providerId !== provider) return failure("provider_differs");
  return ref.source === "vscode"
    ? failure("keychain_in_config")
    : success({ kind: "config", path, provider, ref });
}

function readProfileTarget(
  { agentId, authProfileProvider }: RawTarget,
  type: "api_key" | "token",
  path: readonly string[],
  ref: SecretRef,
): Result<PlanTarget, TargetFlaw> {
  const [profiles, profileId, field] = path;
  const isOfType = field === (type === "token" ? "token" : "key") && path.length === 3;
  if (profiles !== "profiles" || profileId === undefined || !isOfType) return failure("path_invalid");
  if (agentId === undefined || agentId.trim() === "") return failure("agent_missing");
  const newProvider = authProfileProvider?.trim();
  return success({
    kind: "profile",
    path,
    agentId,
    profileId,
    type,
    ...(newProvider && { newProvider }),
    ref,
  });
}

/** What came through the schema is JSON; fields that were left out stay out. */
function toJson(value: unknown): JsonObject | undefined {
  const json: unknown = JSON.parse(JSON.stringify(value));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JSON.parse gives is JSON
  const object = json as JsonObject;
  return isJsonObject(object) ? object : undefined;
}

/** A plan as it is written to a file. It names secrets, and holds none. */
export function printedPlan(plan: SecretPlan, generatedAt: string): JsonObject {
  return {
    version: 1,
    protocolVersion: 1,
    generatedAt,
    generatedBy: "model-auth",
    targets: plan.targets.map(printedTarget),
    providerUpserts: Object.fromEntries(plan.providerUpserts),
    providerDeletes: [...plan.providerDeletes],
    options: {
      scrubEnv: plan.options.scrubEnv,
      scrubAuthProfilesForProviderTargets: plan.options.scrubAuthProfiles,
      scrubLegacyAuthJson: plan.options.scrubAuthJson,
    },
  };
}

function printedTarget(one: PlanTarget): JsonObject {
  const common = { path: one.path.join("."), pathSegments: [...one.path], ref: { ...one.ref } };
  if (one.kind === "profile") {
    const type = one.type === "token" ? "auth-profiles.token.token" : "auth-profiles.api_key.key";
    const provider = one.newProvider === undefined ? {} : { authProfileProvider: one.newProvider };
    return { type, ...common, agentId: one.agentId, ...provider };
  }
  const type =
    surfaceKindOf(one.path.slice(3)) === "key" ? "models.providers.apiKey" : "models.providers.headers";
  return { type, ...common, providerId: one.provider };
}
