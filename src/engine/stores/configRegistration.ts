import type { CredentialType, StoredCredential } from "../credentials/credential.ts";
import { normalizeProviderIdForAuth, sharesCredentials } from "../providers/providerId.ts";
import { readConfig } from "./configFile.ts";
import type { Json } from "./documents/json.ts";

/** One change of a value in openclaw.json; `undefined` removes the member. */
export interface ConfigEdit {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

export interface Registration {
  readonly profileId: string;
  /** Canonical provider id. */
  readonly provider: string;
  readonly mode: CredentialType;
  readonly email?: string;
  readonly displayName?: string;
}

/**
 * The edits of openclaw.json that make a profile known there. Spec: stores 4.2: the entry is replaced; orders of the
 * provider are merged under the name its credentials go by, the new id first; without an order one is made only when
 * profiles of the provider have different modes.
 *
 * The first entry of a provider hides all its stored profiles that have none (spec: stores 7, step 4), so those in use until
 * now are registered with it: adding an account must not switch the others off.
 * @param config the parsed file, before substitution; `undefined` when there is none
 * @param stored the profiles of every agent: they share the config
 */
export function registrationEdits(
  config: unknown,
  registration: Registration,
  stored: ReadonlyMap<string, StoredCredential>,
): readonly ConfigEdit[] {
  const { profiles, order } = readConfig(config);
  const { profileId, provider, mode, email, displayName } = registration;
  const entry = {
    provider,
    mode,
    ...(email === undefined ? {} : { email }),
    ...(displayName === undefined ? {} : { displayName }),
  };
  const ofProvider = (id: string): boolean => sharesCredentials(id, provider);
  const configured = [...profiles].filter(([, other]) => ofProvider(other.provider));
  const hidden =
    configured.length > 0
      ? []
      : [...stored]
          .filter(([id, credential]) => id !== profileId && ofProvider(credential.provider))
          .map(([id, credential]) => [id, { provider: credential.provider, mode: credential.type }] as const);
  const siblings = [...configured.filter(([id]) => id !== profileId), ...hidden];
  const edits: ConfigEdit[] = [
    ...hidden.map(([id, value]) => ({ path: ["auth", "profiles", id], value })),
    { path: ["auth", "profiles", profileId], value: entry },
  ];
  const orderPath = (key: string): readonly string[] => ["auth", "order", key];
  const orderKey = normalizeProviderIdForAuth(provider);
  const orders = [...order].filter(([key]) => ofProvider(key));
  if (orders.length > 0) {
    const listed = orders.flatMap(([, ids]) => ids);
    for (const [key] of orders) if (key !== orderKey) edits.push({ path: orderPath(key), value: undefined });
    edits.push({ path: orderPath(orderKey), value: [...new Set([profileId, ...listed])] });
  } else if (siblings.some(([, other]) => other.mode !== mode)) {
    edits.push({ path: orderPath(orderKey), value: [profileId, ...siblings.map(([id]) => id)] });
  }
  return edits;
}

/** The edits that take profiles out of openclaw.json again: their entries, and their places in every order. */
export function removalEdits(config: unknown, profileIds: readonly string[]): readonly ConfigEdit[] {
  const { profiles, order } = readConfig(config);
  const removed = new Set(profileIds);
  const edits = [...profiles.keys()]
    .filter((id) => removed.has(id))
    .map((id): ConfigEdit => ({ path: ["auth", "profiles", id], value: undefined }));
  for (const [key, ids] of order) {
    const left = ids.filter((id) => !removed.has(id));
    if (left.length === ids.length) continue;
    // An empty order would switch the provider off; what is meant is that no order is set.
    edits.push({ path: ["auth", "order", key], value: left.length === 0 ? undefined : left });
  }
  return edits;
}
