import type { NewProfile } from "../../../src/engine/acquisition/addProfile.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { type AuthRoom, fakeKey, profilesOf } from "../../support/authRoom.ts";

/** The secret that comes in. */
export const text = fakeKey("fresh");
/** The secret that was there. */
export const old = fakeKey("old");

/** An API key for the keychain, unless told otherwise. */
export function given(changes: Partial<NewProfile> = {}): NewProfile {
  const usual = { profileId: "p:work", provider: "p", type: "api_key", keeping: "keychain" } as const;
  return { ...usual, secret: new Secret(text), ...changes };
}

/** The entries of an agent's auth-profiles.json. */
export function entries(
  { ports }: AuthRoom,
  agent = "main",
): Readonly<Record<string, Record<string, unknown>>> {
  return Reflect.get(Object(ports.files.json(profilesOf(agent))), "profiles");
}
