import type { CredentialType, StoredCredential } from "../../credentials/credential.ts";
import { secretEnvNames } from "../../providers/catalogue.ts";
import { aroundPart } from "../../stores/configIncludes.ts";
import { isJsonObject, type Json } from "../../stores/documents/json.ts";
import { isObject } from "../../stores/members.ts";
import { readProfilesFile } from "../../stores/profilesFile.ts";
import { configSurfaces } from "../configSurfaces.ts";
import { holdsPlaintext, isPlaintext } from "../plaintext.ts";
import {
  coerceSecretRef,
  isFilled,
  type SecretDefaults,
  type SecretRef,
  secretFields,
} from "../secretRef.ts";
import { type AuditFinding, plaintextAt, rootPath, unresolvedAt } from "./finding.ts";

/** A ref that stands in a file and is to be followed. */
export interface RefUse {
  readonly file: string;
  readonly jsonPath: string;
  readonly ref: SecretRef;
  readonly provider: string;
  /** Set for a profile's ref: the keychain gives a secret to its own profile only. */
  readonly profile?: { readonly profileId: string; readonly credential: StoredCredential };
  /** A provider's key in openclaw.json, which profiles of the provider come before. */
  readonly isProviderKey?: true;
}

/** A profile with something to sign in with. */
export interface Login {
  readonly provider: string;
  readonly type: CredentialType;
}

/** What one file holds, as far as an audit is concerned. */
export interface Found {
  readonly findings: readonly AuditFinding[];
  readonly refs: readonly RefUse[];
  readonly logins: readonly Login[];
}

const nothing: Found = { findings: [], refs: [], logins: [] };

function join(all: readonly Found[]): Found {
  return {
    findings: all.flatMap(({ findings }) => findings),
    refs: all.flatMap(({ refs }) => refs),
    logins: all.flatMap(({ logins }) => logins),
  };
}

/**
 * openclaw.json as it is written, before `${NAME}` is replaced. Spec: secrets 5.1; 12, row 8.
 * @param at where the file is put in, for one that openclaw.json includes; its places are then told as it has them itself
 */
export function auditConfig(
  file: string,
  root: Json | undefined,
  defaults: SecretDefaults,
  at: readonly string[] = [],
): Found {
  return join(
    configSurfaces(aroundPart(at, root), ["models", "providers"]).map((surface): Found => {
      const { kind, path, provider, value } = surface;
      const jsonPath = path.slice(at.length).join(".") || rootPath;
      const ref = coerceSecretRef(value, defaults);
      if (ref?.source === "vscode")
        return {
          ...nothing,
          findings: [unresolvedAt(file, jsonPath, { kind: "keychain_ref_in_config" }, provider)],
        };
      if (ref !== undefined) {
        const isProviderKey = kind === "key" ? { isProviderKey: true as const } : {};
        return { ...nothing, refs: [{ file, jsonPath, ref, provider, ...isProviderKey }] };
      }
      return holdsPlaintext(surface)
        ? {
            ...nothing,
            findings: [plaintextAt(file, jsonPath, { kind: "config_plaintext" }, { provider })],
          }
        : nothing;
    }),
  );
}

/** A store of profiles. Spec: secrets 5.1. */
export function auditProfiles(file: string, root: Json, defaults: SecretDefaults): Found {
  const read = readProfilesFile(root);
  if (!read.ok) return nothing;
  return join([...read.value.profiles].map(([id, entry]) => auditProfile(file, id, entry, defaults)));
}

function auditProfile(
  file: string,
  profileId: string,
  credential: StoredCredential,
  defaults: SecretDefaults,
): Found {
  const { type, provider } = credential;
  const whose = { provider, profileId };
  const fields = secretFields(type);
  if (type === "oauth" || fields === undefined) {
    if (!isFilled(credential.access) && !isFilled(credential.refresh)) return nothing;
    const residue: AuditFinding = {
      code: "LEGACY_RESIDUE",
      severity: "info",
      file,
      jsonPath: `profiles.${profileId}`,
      detail: { kind: "oauth_residue" },
      ...whose,
    };
    return { ...nothing, findings: [residue], logins: [{ provider, type }] };
  }
  const jsonPath = `profiles.${profileId}.${fields.value}`;
  const value = credential[fields.value];
  const ref = coerceSecretRef(credential[fields.ref], defaults) ?? coerceSecretRef(value, defaults);
  return {
    findings: isPlaintext(value)
      ? [plaintextAt(file, jsonPath, { kind: "profile_plaintext", type }, whose)]
      : [],
    refs: ref === undefined ? [] : [{ file, jsonPath, ref, provider, profile: { profileId, credential } }],
    logins: ref !== undefined || isFilled(value) ? [{ provider, type }] : [],
  };
}

/** A generated models.json: what stands there was put there by OpenClaw from its config. Spec: secrets 5.1, 8.4. */
export function auditModels(file: string, root: Json): Found {
  return join(
    configSurfaces(root, ["providers"]).map((surface): Found => {
      const { kind, path, provider, value } = surface;
      const jsonPath = path.join(".");
      if (coerceSecretRef(value) !== undefined) {
        const finding = unresolvedAt(file, jsonPath, { kind: "models_ref", of: kind }, provider);
        return { ...nothing, findings: [finding] };
      }
      return holdsPlaintext(surface)
        ? {
            ...nothing,
            findings: [plaintextAt(file, jsonPath, { kind: "models_plaintext", of: kind }, { provider })],
          }
        : nothing;
    }),
  );
}

/** An older program's auth.json. Spec: secrets 5.1. */
export function auditAuthJson(file: string, root: Json): Found {
  if (!isJsonObject(root)) return nothing;
  const findings = Object.entries(root)
    .filter(([, entry]) => isObject(entry) && entry["type"] === "api_key" && isFilled(entry["key"]))
    .map(
      ([provider]): AuditFinding => ({
        code: "LEGACY_RESIDUE",
        severity: "warn",
        file,
        jsonPath: provider,
        detail: { kind: "auth_json_residue" },
        provider,
      }),
    );
  return { ...nothing, findings };
}

/** One line of a .env file. */
const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/** A .env file: names that are known to hold keys. Spec: secrets 5.1. */
export function auditEnvFile(file: string, text: string): Found {
  const known = new Set(secretEnvNames());
  const findings = text.split(/\r?\n/).flatMap((line) => {
    const [, name = "", rest = ""] = assignment.exec(line) ?? [];
    return known.has(name) && unquoted(rest) !== ""
      ? [plaintextAt(file, `$env.${name}`, { kind: "env_plaintext", name })]
      : [];
  });
  return { ...nothing, findings };
}

/** What a line assigns, without blanks around it and one pair of quotes. Spec: secrets 5.1. */
function unquoted(rest: string): string {
  const text = rest.trim();
  const quote = text[0];
  const isQuoted = (quote === '"' || quote === "'") && text.length >= 2 && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}
