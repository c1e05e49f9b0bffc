import type { StoredCredential } from "../credentials/credential.ts";
import { failure, type Result, success } from "../result.ts";
import { Secret } from "./secret.ts";
import { isFilled } from "./secretRef.ts";

/** The access token of a sign-in as it stands: nothing is refreshed. A time that is none does not end it. */
export function oauthAccess(
  { access, expires }: StoredCredential,
  now: number,
): Result<Secret, "expired" | "nothing_stored"> {
  if (typeof expires === "number" && expires > 0 && expires <= now) return failure("expired");
  return isFilled(access) ? success(new Secret(access)) : failure("nothing_stored");
}
