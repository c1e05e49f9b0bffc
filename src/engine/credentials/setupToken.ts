/** What Anthropic's setup tokens begin with, and how long they are at least. Spec: stores 10.2. */
export const setupTokenPrefix = "sk-ant-oat01-";
const setupTokenMinLength = 80;

export type SetupTokenCheck = "ok" | "empty" | "wrong_prefix" | "too_short";

/** Whether a text looks like a setup token of Anthropic. Spec: stores 10.2. */
export function checkSetupToken(text: string): SetupTokenCheck {
  const token = text.trim();
  if (token === "") {
    return "empty";
  }
  if (!token.startsWith(setupTokenPrefix)) {
    return "wrong_prefix";
  }
  return token.length < setupTokenMinLength ? "too_short" : "ok";
}
