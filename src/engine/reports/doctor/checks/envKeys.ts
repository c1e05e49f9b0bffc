import { envNamesOf, secretEnvNames } from "../../../providers/catalogue.ts";
import { profilesReading } from "../../../secrets/variableUse.ts";
import { setVariable } from "../../../stores/configVariables.ts";
import { ambientKeys } from "../../ambientKeys.ts";
import type { Check, Examination } from "../examination.ts";
import type { Finding } from "../finding.ts";

/** GitHub's variables are set for Git, whatever Copilot makes of them. */
const othersToo: readonly string[] = ["github-copilot"];

/**
 * Keys of the environment that something else stands before: a profile that works, or another variable with another value.
 * One finding a provider. Spec: secrets 8.1, 8.2.
 */
export const envKeys: Check = (seen) => [...shadowed(seen), ...unused(seen)];

/** A key that one place sets and another sets otherwise: the one who changes it may be at the wrong place. Spec: secrets 6.1. */
function shadowed({ world }: Examination): readonly Finding[] {
  const { variableSources, shadowedVariables } = world;
  const names = new Set(secretEnvNames());
  return [...shadowedVariables].flatMap(([variable, others]): readonly Finding[] => {
    const other = others.find(({ isSameValue }) => !isSameValue);
    if (other === undefined || !names.has(variable)) return [];
    const params = { used: variableSources.get(variable) ?? "process", unused: other.source } as const;
    return [{ code: "env_key_shadowed", severity: "info", variable, params }];
  });
}

function unused(seen: Examination): readonly Finding[] {
  const providers = new Set(
    ambientKeys(seen.world).flatMap((key) => (key.kind === "env" ? [key.provider] : [])),
  );
  return [...providers]
    .filter((provider) => !othersToo.includes(provider))
    .flatMap((provider) => {
      const finding = unusedKey(seen, provider);
      return finding === undefined ? [] : [finding];
    });
}

function unusedKey(seen: Examination, provider: string): Finding | undefined {
  const { variables } = seen.world;
  const names = envNamesOf(provider).filter((name) => setVariable(variables, name) !== undefined);
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  const user = seen.rows.find((row) => row.provider === provider && row.use.kind === "in_use");
  if (user !== undefined) {
    // One that a profile takes its secret from is in use after all.
    if (names.some((name) => profilesReading(seen.world, name).length > 0)) return undefined;
    const place = { provider, variable: first, profileId: user.profileId };
    return { code: "env_key_unused", severity: "info", ...place, params: { by: "profile" } };
  }
  const other = others.find((name) => variables[name]?.trim() !== variables[first]?.trim());
  if (other === undefined) return undefined;
  const params = { by: "variable", name: first } as const;
  return { code: "env_key_unused", severity: "info", provider, variable: other, params };
}
