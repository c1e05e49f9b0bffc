import { isJsonObject, type JsonObject } from "./documents/json.ts";
import { objectMember, withMember } from "./members.ts";

/**
 * Changes one entry of a parsed auth-profiles.json and nothing else; entries keep their order, a new one comes last.
 * @param change gets the entry as it is, and gives it as it shall be; `undefined` removes it
 */
export function editProfile(
  root: JsonObject,
  id: string,
  change: (entry: JsonObject | undefined) => JsonObject | undefined,
): JsonObject {
  const profiles = objectMember(root, "profiles");
  const entry = Object.hasOwn(profiles, id) ? profiles[id] : undefined;
  const changed = change(isJsonObject(entry) ? entry : undefined);
  return withMember(root, "profiles", withMember(profiles, id, changed));
}
