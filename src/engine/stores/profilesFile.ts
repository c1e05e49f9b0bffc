import { isCredentialType, type StoredCredential } from "../credentials/credential.ts";
import { failure, type Result, success } from "../result.ts";
import { coerceSecretRef, isFilled } from "../secrets/secretRef.ts";
import { isObject } from "./members.ts";
import { readStateSections, type StateSections } from "./stateFile.ts";
import { newerVersion } from "./storeVersion.ts";

/** Why an entry of auth-profiles.json is not a profile. OpenClaw drops such entries; we keep and show them. */
export type EntryRejection = "non_object" | "invalid_type" | "missing_provider";

export interface ProfilesFile {
  /** By profile id, in file order. */
  readonly profiles: ReadonlyMap<string, StoredCredential>;
  readonly rejected: ReadonlyMap<string, EntryRejection>;
  /** Routing state that older versions kept in this file. */
  readonly state: StateSections;
  /** The file's version when it is newer than the one we know; such a file is not written. */
  readonly newerVersion?: number;
}

export const emptyProfilesFile: ProfilesFile = {
  profiles: new Map(),
  rejected: new Map(),
  state: { order: new Map(), lastGood: new Map(), usageStats: new Map() },
};

/**
 * Reads the parsed text of auth-profiles.json. Spec: stores 2.2.
 * Fails with `wrong_shape` when the root or `profiles` is no object: such a file is damaged, not empty. A list in the
 * place of `profiles` is one too: OpenClaw would count its elements as profiles, and we could not write it back.
 */
export function readProfilesFile(value: unknown): Result<ProfilesFile, "wrong_shape"> {
  if (!isObject(value) || !isObject(value["profiles"])) return failure("wrong_shape");
  const profiles = new Map<string, StoredCredential>();
  const rejected = new Map<string, EntryRejection>();
  for (const [id, raw] of Object.entries(value["profiles"])) {
    const entry = readCredential(raw);
    if (entry.ok) profiles.set(id, entry.value);
    else rejected.set(id, entry.failure);
  }
  const newer = newerVersion(value);
  return success({
    profiles,
    rejected,
    state: readStateSections(value),
    ...(newer === undefined ? {} : { newerVersion: newer }),
  });
}

/**
 * One entry, with its older spellings (`mode`, `apiKey`, a ref in the place of a secret) understood. The three rules of the
 * format are checked by hand: a schema library would take most of the time a large store needs to load.
 */
export function readCredential(raw: unknown): Result<StoredCredential, EntryRejection> {
  if (typeof raw !== "object" || raw === null) return failure("non_object");
  if (isInPlace(raw)) return success(raw);
  const fields: Record<string, unknown> = { ...raw };
  if (!Object.hasOwn(fields, "type") && typeof fields["mode"] === "string") fields["type"] = fields["mode"];
  if (!Object.hasOwn(fields, "key") && typeof fields["apiKey"] === "string") fields["key"] = fields["apiKey"];
  moveRef(fields, "key", "keyRef");
  moveRef(fields, "token", "tokenRef");
  const { type, provider } = fields;
  if (!isCredentialType(type)) return failure("invalid_type");
  return isFilled(provider)
    ? success(Object.assign(fields, { type, provider }))
    : failure("missing_provider");
}

/** Whether an entry is as it should be already, as nearly all are: then it need not be copied to be put right. */
function isInPlace(raw: object): raw is StoredCredential {
  if (!("type" in raw && "provider" in raw) || "apiKey" in raw) return false;
  const isNoText = (value: unknown): boolean => value !== undefined && typeof value !== "string";
  if (("key" in raw && isNoText(raw.key)) || ("token" in raw && isNoText(raw.token))) return false;
  return isCredentialType(raw.type) && isFilled(raw.provider);
}

/** A secret that is no string is a ref in the wrong place, or nothing that can be used. */
function moveRef(fields: Record<string, unknown>, secret: "key" | "token", ref: "keyRef" | "tokenRef"): void {
  const value = fields[secret];
  if (value === undefined || value === null || typeof value === "string") return;
  const moved = coerceSecretRef(value);
  if (moved !== undefined && coerceSecretRef(fields[ref]) === undefined) fields[ref] = moved;
  delete fields[secret];
}
