import { setupEnvNamesOf } from "../../engine/providers/catalogue.ts";
import { normalizeProviderIdForAuth } from "../../engine/providers/providerId.ts";
import { failure, type Result, success } from "../../engine/result.ts";
import { coerceSecretRef, isSecretRef, type SecretRef } from "../../engine/secrets/secretRef.ts";
import { isValidEnvId, secretRefFlaws } from "../../engine/secrets/secretRefId.ts";
import { isDangerousName } from "../../engine/stores/variableNames.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { authMessages } from "../messages/auth.ts";

/** Where a terminal can put a secret, or where a person says it is already. */
export type KeepWhere =
  | { readonly kind: "file" }
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "ref"; readonly ref: SecretRef };

/**
 * Reads `--keep` and `--ref`; `undefined` where neither was given.
 * @param provider canonical; its usual variable is meant by `--keep env`
 */
export function readKeeping(
  keep: string | undefined,
  ref: string | undefined,
  provider: string,
): Result<KeepWhere | undefined, string> {
  if (keep !== undefined && ref !== undefined) return failure(authMessages.keepOrRef);
  if (ref !== undefined) return readRef(ref);
  if (keep === undefined) return success(undefined);
  if (keep === "file") return success({ kind: "file" });
  if (keep.startsWith("ref:")) return readRef(keep.slice("ref:".length));
  if (keep === "env") {
    const name = usualEnvName(provider);
    return name === undefined ? failure(authMessages.noUsualName(provider)) : success({ kind: "env", name });
  }
  return keep.startsWith("env:")
    ? readEnvPlace(keep.slice("env:".length))
    : failure(authMessages.unknownKeeping(keep));
}

/** The variable in which most people keep a provider's key. */
export function usualEnvName(provider: string): string | undefined {
  const names = setupEnvNamesOf(normalizeProviderIdForAuth(provider));
  return names.find((name) => name.endsWith("_API_KEY")) ?? names.find((name) => !name.includes("OAUTH"));
}

/** The name of a variable that a ref may lead to, and a file may set. Spec: secrets 1.2, 6.2. */
export function readEnvName(name: string): Result<string, string> {
  if (!isValidEnvId(name)) return failure(authMessages.unusualName(name));
  return isDangerousName(name) ? failure(authMessages.dangerousName(name)) : success(name);
}

/** The variable as a place for a secret. */
export function readEnvPlace(name: string): Result<KeepWhere, string> {
  const read = readEnvName(name);
  return read.ok ? success({ kind: "env", name: read.value }) : read;
}

/** `source:provider:id`, or `${NAME}`. Spec: secrets 1.1, 1.2. */
export function readRef(raw: string): Result<KeepWhere, string> {
  const [, source, provider, id] = /^([^:]*):([^:]*):(.*)$/s.exec(raw) ?? [];
  const ref = coerceSecretRef(raw) ?? { source, provider, id };
  if (!isSecretRef(ref) || secretRefFlaws(ref).length > 0) return failure(authMessages.invalidRef(raw));
  return ref.source === "vscode" ? failure(authMessages.keychainOutOfReach) : success({ kind: "ref", ref });
}

/** The ref that leads to a variable, under the alias this config has for the environment. */
export function envRef(world: AuthWorld, name: string): SecretRef {
  const provider = world.config.secretDefaults.env?.trim() || "default";
  return { source: "env", provider, id: name };
}
