import { normalizeProviderId } from "./providerId.ts";

/** The parts a profile id is made of; `name` defaults to `default`, `prefix` to the provider as it is spelt. */
export interface ProfileIdParts {
  readonly provider: string;
  readonly name?: string;
  readonly prefix?: string;
}

/** `<provider>:<name>`. Blank parts count as absent; nothing is normalised. Spec: stores 5.1. */
export function buildProfileId(parts: ProfileIdParts): string {
  const prefix = parts.prefix?.trim() || parts.provider;
  const name = parts.name?.trim() || "default";
  return `${prefix}:${name}`;
}

/** The id a pasted token gets when none is chosen. Spec: stores 5.1. */
export function defaultTokenProfileId(provider: string): string {
  return `${normalizeProviderId(provider)}:manual`;
}

/** Makes a name fit for an id: lower-case letters, digits, `.`, `_` and single inner dashes. Spec: stores 5.1. */
export function profileSlug(name: string): string {
  const dashed = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-");
  const from = dashed.startsWith("-") ? 1 : 0;
  const to = dashed.endsWith("-") ? dashed.length - 1 : dashed.length;
  return dashed.slice(from, to) || "default";
}

/**
 * The id for a token a person named: an id that already carries the provider is taken as it is, any other
 * name is made a slug. Spec: stores 5.1 (setup-token method).
 */
export function namedTokenProfileId(provider: string, name: string): string {
  const id = normalizeProviderId(provider);
  const chosen = name.trim();
  return chosen.startsWith(`${id}:`) && chosen.length > id.length + 1
    ? chosen
    : `${id}:${profileSlug(chosen)}`;
}
