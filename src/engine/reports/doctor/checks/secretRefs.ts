import { normalizeProviderId } from "../../../providers/providerId.ts";
import {
  coerceSecretRef,
  credentialSecret,
  type SecretRef,
  secretFields,
} from "../../../secrets/secretRef.ts";
import { secretRefFlaws } from "../../../secrets/secretRefId.ts";
import { setVariable } from "../../../stores/configVariables.ts";
import { isObject } from "../../../stores/members.ts";
import type { AuthWorld } from "../../../stores/world.ts";
import { type Check, configPlace, type Examination, profilePlace } from "../examination.ts";
import type { FilePlace, Finding } from "../finding.ts";
import { opening } from "../fix.ts";

/**
 * Refs that lead nowhere: no refs at all, names nobody set, secret providers nobody configured. Each of the last two keeps
 * OpenClaw's gateway from starting. Spec: secrets 1.1, 1.2; stores 2.4.
 */
export const secretRefs: Check = (seen) => [...profileRefs(seen), ...configRefs(seen)];

function profileRefs(seen: Examination): readonly Finding[] {
  const { world } = seen;
  return [...world.store.profiles].flatMap(([profileId, credential]): readonly Finding[] => {
    const stored = credentialSecret(credential, world.config.secretDefaults);
    const fields = secretFields(credential.type);
    if (fields === undefined) return [];
    const place = profilePlace(seen, profileId, fields.ref);
    if (stored.kind === "ref") return refFindings(world, stored.ref, place);
    const isMalformed =
      stored.kind === "malformed_ref" || (stored.kind === "plaintext" && stored.malformedRef);
    const value = credential[fields.ref] ?? credential[fields.value];
    return isMalformed ? [malformed(place, namesUnknownSource(value))] : [];
  });
}

/** A ref to the keychain is no matter of this check: in openclaw.json it is refused whatever it names. */
function configRefs(seen: Examination): readonly Finding[] {
  const { world } = seen;
  return [...world.config.modelProviders].flatMap(([key, { apiKey }]): readonly Finding[] => {
    const ref = coerceSecretRef(apiKey, world.config.secretDefaults);
    if (ref === undefined || ref.source === "vscode") return [];
    const place = configPlace(seen, "models", "providers", key, "apiKey");
    return refFindings(world, ref, { provider: normalizeProviderId(key), ...place });
  });
}

function refFindings(world: AuthWorld, ref: SecretRef, place: FilePlace): readonly Finding[] {
  if (secretRefFlaws(ref).length > 0) return [malformed(place, false)];
  if (ref.source === "vscode") return [];
  const { source } = ref;
  const { secretProviders, secretDefaults } = world.config;
  const provider = secretProviders.get(ref.provider);
  const isBuiltIn = source === "env" && [secretDefaults.env, "default"].includes(ref.provider);
  if ((provider === undefined && !isBuiltIn) || (provider !== undefined && provider.source !== source)) {
    const params = { source, otherSource: provider !== undefined };
    return [
      { code: "secret_provider_missing", severity: "error", ...place, params, fix: openingConfig(world) },
    ];
  }
  if (source !== "env") return [];
  const name = ref.id.trim();
  const allowlist = provider?.["allowlist"];
  if (Array.isArray(allowlist) && !allowlist.includes(name)) {
    const fix = openingConfig(world);
    return [{ code: "env_ref_not_allowed", severity: "error", ...place, params: { name }, fix }];
  }
  if (setVariable(world.variables, name) !== undefined) return [];
  return [{ code: "env_ref_unset", severity: "error", ...place, params: { name } }];
}

function malformed(place: FilePlace, unknownSource: boolean): Finding {
  const params = { unknownSource };
  return { code: "ref_malformed", severity: "error", ...place, params, fix: opening(place) };
}

function namesUnknownSource(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value["source"] === "string" &&
    coerceSecretRef({ ...value, source: "env" }) !== undefined
  );
}

function openingConfig(world: AuthWorld) {
  return { kind: "open_file", path: world.paths.configPath } as const;
}
