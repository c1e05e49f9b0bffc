/** How the keys and tokens of well-known vendors begin. Spec: secrets 11.6. */
const keyShape =
  /^(?:bearer\s|(?:sk|rk|pk|gsk|xai|pplx|nvapi|fw|hf|r8|tvly|gh[opsur]|github_pat)[-_](?=\S*[A-Z\d])[\w-]{10}|(?:AIza|ya29\.|AKIA|ASIA|eyJ)[\w.-]{12})/i;

const secretOptions: ReadonlySet<string> = new Set([
  "api-key",
  "apikey",
  "bearer",
  "credential",
  "key",
  "password",
  "secret",
  "token",
]);

/** Whether an argument is, or carries behind `=`, what looks like a secret. Such a one is refused and never repeated. */
export function looksLikeSecret(argument: string): boolean {
  const value = /^--?[\w-]+=(.*)$/s.exec(argument)?.[1] ?? argument.replace(/^-+/, "");
  return keyShape.test(value.trim());
}

/** Whether an option of this name would be meant for a secret, had we one: arguments can be seen by every program. */
export function isSecretOption(name: string): boolean {
  return secretOptions.has(name.toLowerCase());
}
