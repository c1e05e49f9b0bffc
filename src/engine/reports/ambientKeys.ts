import { envNamesOf, findProvider, listProviders } from "../providers/catalogue.ts";
import { normalizeProviderId } from "../providers/providerId.ts";
import { coerceSecretRef } from "../secrets/secretRef.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { VariableSource } from "../stores/variableLayers.ts";
import type { AuthWorld } from "../stores/world.ts";
import { checkOf, configReference, type ReferenceCheck, type ReferenceChecks } from "./referenceCheck.ts";

/** A key that is used without a profile: found in the environment or in openclaw.json. Read-only to us. */
export type AmbientKey =
  | {
      readonly kind: "env";
      readonly provider: string;
      readonly name: string;
      /** Of several set names, the one used. */
      readonly isFirst: boolean;
      /** The place that says it, where that is not the process: a workspace's own key goes to the built-in address only. */
      readonly source?: VariableSource;
    }
  | {
      readonly kind: "config";
      readonly provider: string;
      readonly refersTo: "plaintext" | "env" | "file" | "exec" | "vscode";
      /** Left out where no person had its ref checked. */
      readonly check?: ReferenceCheck;
    };

/** Every provider's keys in the environment, in the catalogue's order, then those of `models.providers`. */
export function ambientKeys(world: AuthWorld, checks?: ReferenceChecks): readonly AmbientKey[] {
  const env = listProviders().flatMap((provider) => envKeys(world, provider.id));
  const config = [...world.config.modelProviders].flatMap(([id, configured]): AmbientKey[] => {
    const { apiKey } = configured;
    const ref = coerceSecretRef(apiKey, world.config.secretDefaults);
    if (ref === undefined && (typeof apiKey !== "string" || apiKey.trim() === "")) return [];
    const check = checkOf(checks, configReference(`models.providers.${id}.apiKey`), ref);
    const key = { kind: "config", provider: normalizeProviderId(id) } as const;
    return [{ ...key, refersTo: ref?.source ?? "plaintext", ...(check && { check }) }];
  });
  return [...env, ...config];
}

function envKeys(world: AuthWorld, provider: string): readonly AmbientKey[] {
  // A coding plan reads its vendor's variables; the key is shown once, at the vendor.
  if (findProvider(provider)?.authProvider !== undefined) return [];
  const set = envNamesOf(provider).filter((name) => setVariable(world.variables, name) !== undefined);
  return set.map((name, index) => {
    const source = world.variableSources.get(name);
    return { kind: "env", provider, name, isFirst: index === 0, ...(source === undefined ? {} : { source }) };
  });
}
