import { isJsonObject, type Json, type JsonObject } from "./documents/json.ts";
import { withMembers } from "./members.ts";
import { type EntryRejection, readCredential } from "./profilesFile.ts";
import { knownVersion } from "./storeVersion.ts";

/** A profile that an older version's file holds, as auth-profiles.json has it. */
export interface LegacyProfile {
  readonly id: string;
  readonly entry: JsonObject;
  readonly from: "auth.json" | "oauth.json";
}

export interface LegacyProfiles {
  readonly entries: readonly LegacyProfile[];
  /** By the profile id that the entry of auth.json would have had. */
  readonly rejected: ReadonlyMap<string, EntryRejection>;
}

/**
 * The profiles of `auth.json` and `oauth.json`, which older versions kept by provider, as `<provider>:default`. Spec: stores 1.6;
 * but no field is thrown away that we do not know, nor a ref.
 * @param auth the parsed auth.json, @param oauth the parsed oauth.json, each where it is
 */
export function legacyProfiles(auth: Json | undefined, oauth: Json | undefined): LegacyProfiles {
  const entries = new Map<string, LegacyProfile>();
  const rejected = new Map<string, EntryRejection>();
  for (const [key, raw] of membersOf(auth)) {
    const id = `${key}:default`;
    const entry = objectOf(raw);
    if (entry === undefined) {
      rejected.set(id, "non_object");
      continue;
    }
    const converted = fromAuth(key, entry);
    const read = readCredential(converted);
    if (read.ok) entries.set(id, { id, entry: converted, from: "auth.json" });
    else rejected.set(id, read.failure);
  }
  for (const [key, raw] of membersOf(oauth)) {
    const id = `${key}:default`;
    const entry = objectOf(raw);
    if (entry !== undefined && !entries.has(id))
      entries.set(id, { id, entry: { type: "oauth", provider: key, ...entry }, from: "oauth.json" });
  }
  return { entries: [...entries.values()], rejected };
}

/** The auth-profiles.json that these files become; nothing where they hold no profile. */
export function storeOfOlder(auth: Json | undefined, oauth: Json | undefined): JsonObject | undefined {
  const { entries } = legacyProfiles(auth, oauth);
  if (entries.length === 0) return undefined;
  return { version: knownVersion, profiles: Object.fromEntries(entries.map(({ id, entry }) => [id, entry])) };
}

/** Older spellings become today's; an end that is no number was none. */
function fromAuth(key: string, entry: JsonObject): JsonObject {
  const { type, mode, provider, key: secret, apiKey, expires } = entry;
  const kind = type === undefined ? mode : type;
  const isAlias = secret === undefined && typeof apiKey === "string";
  return withMembers(entry, {
    ...(type === undefined && typeof mode === "string" && { type: mode, mode: undefined }),
    provider: provider ?? key,
    ...(isAlias && { key: apiKey, apiKey: undefined }),
    ...(kind === "token" && typeof expires !== "number" && { expires: undefined }),
  });
}

/** The members of a file by provider; a file with `profiles` in it is of another kind. */
function membersOf(root: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(root) && !Object.hasOwn(root, "profiles") ? Object.entries(root) : [];
}

/** A list counts as an object here, as OpenClaw has it. */
function objectOf(value: Json): JsonObject | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return isJsonObject(value) ? value : Object.fromEntries(Object.entries(value));
}
