import { normalizeProviderId } from "../../../providers/providerId.ts";
import { isPlaintext } from "../../../secrets/plaintext.ts";
import { credentialSecret } from "../../../secrets/secretRef.ts";
import type { Json } from "../../../stores/documents/json.ts";
import { plainConfigSecrets } from "../backups.ts";
import { type Check, configPlace, placeIn, profilePlace } from "../examination.ts";
import { type FilePlace, type Finding, sortedIds } from "../finding.ts";
import { opening } from "../fix.ts";

/**
 * Secrets that stand in a file though they need not: one finding a file, since one habit put them all there. A text beside
 * a ref is worse: nobody uses it, and nobody would think of it when the key is revoked.
 */
export const plaintext: Check = (seen) => {
  const { world } = seen;
  const plain = new Map<string, string[]>();
  const found: Finding[] = [];
  for (const [profileId, credential] of world.store.profiles) {
    const stored = credentialSecret(credential, world.config.secretDefaults);
    if (stored.kind === "ref" && stored.alsoPlaintext) {
      const fix = { kind: "remove_plaintext", profileId } as const;
      const place = profilePlace(seen, profileId);
      found.push({ code: "plaintext_beside_ref", severity: "warn", ...place, params: {}, fix });
    }
    if (stored.kind !== "plaintext" || stored.malformedRef || !isPlaintext(stored.text)) continue;
    const { file } = profilePlace(seen, profileId);
    const group = plain.get(file);
    if (group === undefined) plain.set(file, [profileId]);
    else group.push(profileId);
  }
  for (const [file, ids] of plain) {
    const params = { profileIds: sortedIds(ids) };
    const fix = { kind: "move_to_keychain", ...params } as const;
    found.push({ code: "plaintext_secrets", severity: "info", ...placeIn(seen, file), params, fix });
  }
  const { config, configParts } = seen.facts;
  const parts = configParts.flatMap((part) => inConfig(part.config, () => ({ file: part.path })));
  return [...found, ...inConfig(config, (path) => configPlace(seen, ...path)), ...parts];
};

function inConfig(
  config: Json | undefined,
  placeOf: (path: readonly string[]) => FilePlace,
): readonly Finding[] {
  const secrets = plainConfigSecrets(config);
  const [first] = secrets.toSorted((left, right) => (left.provider < right.provider ? -1 : 1));
  if (first === undefined) return [];
  const params = { providers: sortedIds(secrets.map(({ provider }) => normalizeProviderId(provider))) };
  const place = placeOf(first.path);
  return [{ code: "plaintext_in_config", severity: "info", ...place, params, fix: opening(place) }];
}
