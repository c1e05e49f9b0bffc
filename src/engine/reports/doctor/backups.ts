import { configSurfaces } from "../../secrets/configSurfaces.ts";
import { holdsPlaintext, isPlaintext } from "../../secrets/plaintext.ts";
import { copiesOf, type PlacePorts, readPlace, type SecretPlace } from "../../secrets/secretPlaces.ts";
import { credentialSecret } from "../../secrets/secretRef.ts";
import type { Json } from "../../stores/documents/json.ts";
import { readProfilesFile } from "../../stores/profilesFile.ts";

/** Whose secrets stand in a file as plain text: ids of profiles, or places in openclaw.json. */
type Holders = ReadonlySet<string>;

/** The kinds of file that are copied before they are changed. */
export type BackedUp = SecretPlace & { readonly kind: "config" | "profiles" };

/**
 * Copies of a file in which a secret stands as plain text that was moved out of the file itself: a backup must not be the last
 * home of a secret. OpenClaw's, ours, and those people make. Sorted.
 */
export async function staleBackups(ports: PlacePorts, place: BackedUp): Promise<readonly string[]> {
  const live = await readPlace(ports.files, place);
  if (live.kind !== "json") return [];
  const still = holdersIn(place.kind, live.root);
  const found: string[] = [];
  for (const path of await copiesOf(ports, place.path)) {
    const copy = await readPlace(ports.files, { ...place, path });
    if (copy.kind !== "json") continue;
    if ([...holdersIn(place.kind, copy.root)].some((holder) => !still.has(holder))) found.push(path);
  }
  return found;
}

function holdersIn(kind: "config" | "profiles", root: Json): Holders {
  return kind === "config"
    ? new Set(plainConfigSecrets(root).map(({ path }) => JSON.stringify(path)))
    : profileHolders(root);
}

function profileHolders(root: Json): Holders {
  const file = readProfilesFile(root);
  if (!file.ok) return new Set();
  const holders = [...file.value.profiles].filter(([, credential]) => {
    const stored = credentialSecret(credential);
    return stored.kind === "plaintext" && isPlaintext(stored.text);
  });
  return new Set(holders.map(([id]) => id));
}

/** The secrets of model providers that stand in openclaw.json itself; templates, markers and refs are none. */
export function plainConfigSecrets(
  config: Json | undefined,
): readonly { readonly provider: string; readonly path: readonly string[] }[] {
  return configSurfaces(config, ["models", "providers"]).filter(holdsPlaintext);
}
