import type { EditorWindow } from "../editor/editorWindow.ts";

/** Adds an API key through the wizard, into the keychain, as a person does. */
export async function addKey(
  window: EditorWindow,
  provider: string,
  name: string,
  secret: string,
): Promise<void> {
  const { quickInput } = window;
  await window.runCommand("Model Auth: Add API Key...");
  await quickInput.titled("Add API Key");
  await quickInput.type(provider);
  await quickInput.pick(provider);
  await quickInput.atStep("2/4");
  await quickInput.type(name);
  await quickInput.accept();
  await quickInput.atStep("3/4");
  await quickInput.type(secret);
  await quickInput.accept();
  await quickInput.atStep("4/4");
  await quickInput.accept();
  await window.notifications.saying(`:${name} is saved.`).dismiss();
}
