import type { AuthWorld } from "../stores/world.ts";
import { credentialSecret } from "./secretRef.ts";

/** Ids of the profiles that take their secret from a variable. */
export function profilesReading(
  { store, config }: Pick<AuthWorld, "store" | "config">,
  name: string,
): readonly string[] {
  return [...store.profiles]
    .filter(([, credential]) => {
      const stored = credentialSecret(credential, config.secretDefaults);
      return stored.kind === "ref" && stored.ref.source === "env" && stored.ref.id.trim() === name;
    })
    .map(([id]) => id);
}
