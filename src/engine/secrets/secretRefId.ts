import type { SecretRef, SecretSource } from "./secretRef.ts";

export const secretAliasPattern = /^[a-z][a-z0-9_-]{0,63}$/;
export const envIdPattern = /^[A-Z][A-Z0-9_]{0,127}$/;
const execIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$/;
const pointerEscape = /^[01]/;

/** Why the id of a ref to a program is refused. Spec: secrets 1.2. */
export type ExecIdCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "pattern" | "traversal-segment" };

/** Which part of a ref does not follow its pattern. */
export type SecretRefFlaw = "provider" | "id";

/** The alias of a configured secret provider. Spec: secrets 1.2. */
export function isValidSecretAlias(text: string): boolean {
  return secretAliasPattern.test(text);
}

/** The name of an environment variable. Spec: secrets 1.2. */
export function isValidEnvId(text: string): boolean {
  return envIdPattern.test(text);
}

/** `value` for a file that is the secret, else an absolute JSON pointer. Spec: secrets 1.2. */
export function isValidFileId(text: string): boolean {
  if (text === "value") {
    return true;
  }
  return (
    text.startsWith("/") &&
    text
      .split("~")
      .slice(1)
      .every((rest) => pointerEscape.test(rest))
  );
}

/** What a program is asked for: a path-like name without `.` and `..` segments. Spec: secrets 1.2. */
export function checkExecId(text: string): ExecIdCheck {
  if (!execIdPattern.test(text)) {
    return { ok: false, reason: "pattern" };
  }
  return text.split("/").some((segment) => segment === "." || segment === "..")
    ? { ok: false, reason: "traversal-segment" }
    : { ok: true };
}

/** Whether an id follows the pattern of its source; keychain ids follow the one of programs. Spec: secrets 1.2. */
export function isValidSecretId(source: SecretSource, id: string): boolean {
  switch (source) {
    case "env":
      return isValidEnvId(id);
    case "file":
      return isValidFileId(id);
    case "exec":
    case "vscode":
      return checkExecId(id).ok;
  }
}

/** The parts of a ref that OpenClaw's config schema would refuse. Spec: secrets 1.2. */
export function secretRefFlaws(ref: SecretRef): readonly SecretRefFlaw[] {
  const flaws: SecretRefFlaw[] = [];
  if (!isValidSecretAlias(ref.provider)) {
    flaws.push("provider");
  }
  if (!isValidSecretId(ref.source, ref.id)) {
    flaws.push("id");
  }
  return flaws;
}
