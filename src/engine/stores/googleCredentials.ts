import type { Environment, FileReads } from "../ports.ts";
import { setVariable } from "./configVariables.ts";
import type { Variables } from "./variableLayers.ts";

/** Whether Google's default credentials are on this machine; what they say is not read. Spec: secrets 8.1 steps 3 and 4. */
export async function hasGoogleCredentials(
  environment: Environment,
  files: Pick<FileReads, "exists">,
  variables: Variables,
): Promise<boolean> {
  const named = setVariable(variables, "GOOGLE_APPLICATION_CREDENTIALS")?.trim();
  if (named !== undefined) return await files.exists(environment.resolvePath(named));
  const usual = [".config", "gcloud", "application_default_credentials.json"];
  return await files.exists(environment.joinPath(environment.osHome(), ...usual));
}
