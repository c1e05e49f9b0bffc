import { failure, type Result, success } from "../result.ts";
import { setVariable } from "../stores/configVariables.ts";
import type { RefFault } from "./refFailure.ts";
import type { EnvDefinition } from "./secretDefinition.ts";

/** A variable's value as it is, untrimmed. Names are not held against a pattern. Spec: secrets 3.3. */
export function readVariable(
  variables: Readonly<Record<string, string | undefined>>,
  { allowlist }: Pick<EnvDefinition, "allowlist">,
  id: string,
): Result<string, RefFault> {
  if (allowlist !== undefined && !allowlist.includes(id)) return failure({ code: "env_not_allowed" });
  const value = setVariable(variables, id);
  return value === undefined ? failure({ code: "env_missing" }) : success(value);
}
