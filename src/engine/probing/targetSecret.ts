/** Where a planned target's secret comes from. Called just before the send; nothing of it is kept. */
import { oauthRefViolations } from "../credentials/oauthGuard.ts";
import type { Clock } from "../ports.ts";
import { failure, type Result, success } from "../result.ts";
import { oauthAccess } from "../secrets/oauthAccess.ts";
import type { Unresolved } from "../secrets/resolve.ts";
import { Secret } from "../secrets/secret.ts";
import type { SecretRef } from "../secrets/secretRef.ts";
import { configKey as configKeyOf } from "../selection/configKey.ts";
import { envValue } from "../selection/envKey.ts";
import type { AuthWorld } from "../stores/world.ts";
import type { ResolveTargetSecret } from "./probe.ts";
import type { NoSecret } from "./probeResult.ts";

/** How profiles and refs are followed on this machine. */
export interface SecretSources {
  readonly profile: (profileId: string) => Promise<Result<Secret, Unresolved>>;
  readonly ref: (ref: SecretRef) => Promise<Result<Secret, Unresolved>>;
}

type SecretWorld = Pick<AuthWorld, "config" | "store" | "variables">;

/** The resolver for the targets of a plan made of this world. */
export function targetSecretResolver(
  world: SecretWorld,
  sources: SecretSources,
  clock: Pick<Clock, "now">,
): ResolveTargetSecret {
  return async ({ place, provider }) => {
    switch (place.kind) {
      case "profile":
        return (
          oauthAccessOf(world, place.profileId, clock.now()) ?? told(await sources.profile(place.profileId))
        );
      case "env":
        return filled(envValue(world, place.name));
      case "config":
        return await configKey(world, sources, provider);
    }
  };
}

/** The access token of an OAuth profile, as it stands: a probe refreshes nothing. Undefined for other types. */
function oauthAccessOf(
  world: SecretWorld,
  profileId: string,
  now: number,
): Result<Secret, NoSecret> | undefined {
  const credential = world.store.profiles.get(profileId);
  if (credential?.type !== "oauth") return undefined;
  const violations = oauthRefViolations(profileId, credential, world.config);
  if (violations.length > 0) return told(failure({ code: "oauth_ref", violations }));
  const access = oauthAccess(credential, now);
  if (access.ok) return access;
  return failure({ reasonCode: access.failure === "expired" ? "expired" : "missing_credential" });
}

/** A config key is the key itself, a ref, or the name of a variable that holds it. Spec: secrets 8.2 step 6. */
async function configKey(
  world: SecretWorld,
  sources: SecretSources,
  provider: string,
): Promise<Result<Secret, NoSecret>> {
  const key = configKeyOf(world.config, provider);
  switch (key?.kind) {
    case "ref":
      return told(await sources.ref(key.ref));
    case "variable":
      return filled(envValue(world, key.name));
    case "plaintext":
      return filled(key.text);
    case "marker":
    case undefined:
      return filled("");
  }
}

function filled(text: string): Result<Secret, NoSecret> {
  return text === "" ? failure({ reasonCode: "missing_credential" }) : success(new Secret(text));
}

function told(resolved: Result<Secret, Unresolved>): Result<Secret, NoSecret> {
  if (resolved.ok) return resolved;
  const unresolved = resolved.failure;
  return unresolved.code === "nothing_stored"
    ? failure({ reasonCode: "missing_credential" })
    : failure({ reasonCode: "unresolved_ref", unresolved });
}
