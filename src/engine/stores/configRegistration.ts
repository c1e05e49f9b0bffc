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
 * An entry that a stored profile has hides all stored profiles of the provider that have none, and so does an order that names
 * one (spec: stores 7, steps 4 and 7). Where nothing did so until now, the others come in with the new one: adding an account
 * must not switch them off.
 * @param config the parsed file, before substitution; `undefined` when there is none
 * @param stored the profiles of every agent, who share the config, as they were before this one was saved
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
  const namesOnlyGhosts = (ids: readonly string[]): boolean => !ids.some((id) => stored.has(id));
  const others = [...stored].filter(([id, other]) => id !== profileId && ofProvider(other.provider));
  const hidden = namesOnlyGhosts(configured.map(([id]) => id))
    ? others.map(([id, other]) => [id, { provider: other.provider, mode: other.type }] as const)
    : [];
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
    const isRepaired = listed.length > 0 && configured.length > 0 && namesOnlyGhosts(listed);
    if (isRepaired && !listed.includes(profileId)) listed.push(...others.map(([id]) => id));
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
