import { secretEnvNames } from "../../providers/catalogue.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { isJsonObject } from "../../stores/documents/json.ts";
import { parseDotenv } from "../../stores/dotenvText.ts";
import type { SecretPlace } from "../secretPlaces.ts";
import { credentialSecret, isFilled } from "../secretRef.ts";
import type { Foreseen } from "./foreseen.ts";
import type { MigratedSecrets } from "./migrated.ts";
import { type LocatedTarget, profilesIn, rootOf } from "./targets.ts";

/** What applying a plan leaves for a person to look at. `path` is absolute. */
export type ApplyWarning =
  /** A sign-in of the provider stays, and comes before the provider's key. */
  | { readonly code: "oauth_kept"; readonly path: string; readonly profileId: string }
  /** A profile of the provider has another secret, or a ref; it stays, and comes before the provider's key. */
  | { readonly code: "profile_kept"; readonly path: string; readonly profileId: string }
  /** A line of .env that a ref reads. */
  | { readonly code: "env_kept"; readonly path: string; readonly name: string }
  /** An entry of auth.json with a secret that is nowhere else. */
  | { readonly code: "auth_json_kept"; readonly path: string; readonly provider: string }
  /** The ref leads to another secret than the one it replaces, which is gone. */
  | { readonly code: "value_differs"; readonly path: string; readonly jsonPath: string }
  /** The file still holds a secret that moved: in a comment, or at a place that is none of the plan's. */
  | { readonly code: "value_left"; readonly path: string };

/** Looks at the files as they will be. */
export function warningsOf(
  places: readonly SecretPlace[],
  foreseen: Foreseen,
  located: readonly LocatedTarget[],
  values: ReadonlyMap<LocatedTarget, string>,
  migrated: MigratedSecrets,
  scrubbed: ReadonlySet<string>,
): readonly ApplyWarning[] {
  const warnings = places.flatMap((place): readonly ApplyWarning[] => {
    switch (place.kind) {
      case "profiles":
        return [...keptProfiles(place, foreseen, located, scrubbed), ...left(place, foreseen, migrated)];
      case "config":
      case "config_part":
      case "models":
        return left(place, foreseen, migrated);
      case "env_file":
        return keptNames(place, foreseen, migrated);
      case "auth_json":
        return keptEntries(place, foreseen);
    }
  });
  const differing = located.filter((one) => {
    const value = values.get(one);
    return value !== undefined && one.plaintext !== undefined && one.plaintext !== value;
  });
  return [
    ...warnings,
    ...differing.map(
      ({ path, target }): ApplyWarning => ({ code: "value_differs", path, jsonPath: target.path.join(".") }),
    ),
  ];
}

function keptProfiles(
  place: SecretPlace,
  foreseen: Foreseen,
  located: readonly LocatedTarget[],
  scrubbed: ReadonlySet<string>,
): readonly ApplyWarning[] {
  const { path } = place;
  const targets = new Set(
    located.flatMap(({ path: at, target }) =>
      at === path && target.kind === "profile" ? [target.profileId] : [],
    ),
  );
  return [...profilesIn(foreseen.placeOf(place))].flatMap(
    ([profileId, credential]): readonly ApplyWarning[] => {
      if (targets.has(profileId) || !scrubbed.has(normalizeProviderId(credential.provider))) return [];
      if (credential.type === "oauth") return [{ code: "oauth_kept", path, profileId }];
      return credentialSecret(credential).kind === "none" ? [] : [{ code: "profile_kept", path, profileId }];
    },
  );
}

function left({ path }: SecretPlace, foreseen: Foreseen, migrated: MigratedSecrets): readonly ApplyWarning[] {
  return migrated.isIn(foreseen.textOf(path) ?? "") ? [{ code: "value_left", path }] : [];
}

function keptNames(
  { path }: SecretPlace,
  foreseen: Foreseen,
  migrated: MigratedSecrets,
): readonly ApplyWarning[] {
  const known = new Set(secretEnvNames());
  return Object.entries(parseDotenv(foreseen.textOf(path) ?? ""))
    .filter(([name, value]) => known.has(name) && migrated.has(value))
    .map(([name]) => ({ code: "env_kept", path, name }));
}

function keptEntries(place: SecretPlace, foreseen: Foreseen): readonly ApplyWarning[] {
  const root = rootOf(foreseen.placeOf(place));
  return Object.entries(isJsonObject(root) ? root : {})
    .filter(([, entry]) => isJsonObject(entry) && entry["type"] === "api_key" && isFilled(entry["key"]))
    .map(([provider]) => ({ code: "auth_json_kept", path: place.path, provider }));
}
