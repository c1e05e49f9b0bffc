/** The version of auth-profiles.json and auth-state.json that we know. Spec: stores 2.1, 3. */
export const knownVersion = 1;

/** The version a file says it has, where that is newer than ours: such a file is read as far as we know it and not written. */
export function newerVersion(root: { readonly [field: string]: unknown }): number | undefined {
  const version = Number((Object.hasOwn(root, "version") ? root["version"] : undefined) ?? knownVersion);
  return version > knownVersion ? version : undefined;
}
