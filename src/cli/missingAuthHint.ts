import { envNamesOf, type Provider } from "../engine/providers/catalogue.ts";
import { normalizeProviderIdForAuth } from "../engine/providers/providerId.ts";
import { statusMessages } from "./messages/status.ts";

/** How a person gives a provider its credentials: our commands first, then the environment. Spec: stores 9.4, 11.2. */
export function missingAuthHint(provider: string, known: Provider | undefined): string {
  return statusMessages.missingHint([...signInWays(provider, known), ...variableWays(provider)]);
}

function signInWays(provider: string, known: Provider | undefined): readonly string[] {
  if (known === undefined) {
    return [
      statusMessages.addHere(provider),
      statusMessages.addInEditor(provider),
      statusMessages.setConfigKey(provider),
    ];
  }
  if (known.ambientAuth !== undefined) {
    return [known.ambientAuth === "aws-sdk" ? statusMessages.signInToAws : statusMessages.signInToGoogle];
  }
  return [statusMessages.addHere(provider), statusMessages.addInEditor(known.label)];
}

/** The name that most people know is the one of an API key, not of a sign-in. */
function variableWays(provider: string): readonly string[] {
  const names = envNamesOf(normalizeProviderIdForAuth(provider));
  const name = names.find((candidate) => !candidate.includes("OAUTH")) ?? names[0];
  return name === undefined ? [] : [statusMessages.setVariable(name)];
}
