import { isCredentialType } from "../../credentials/credential.ts";
import { isJsonObject, type Json } from "../../stores/documents/json.ts";
import { configSurfaces } from "../configSurfaces.ts";
import { isSecretRef } from "../secretRef.ts";
import { secretsConfigSchema } from "../secretsSchema.ts";

/** What openclaw.json may have at its root. One name beside these, and OpenClaw refuses the whole file. Spec: stores 4. */
const rootNames: ReadonlySet<string> = new Set(
  (
    "$schema meta env wizard diagnostics logging cli crestodian update browser ui secrets auth acp models nodeHost " +
    "agents tools bindings broadcast audio media messages commands approvals session cron hooks web channels " +
    "discovery canvasHost talk gateway memory mcp skills plugins proxy"
  ).split(" "),
);
const authNames: ReadonlySet<string> = new Set(["profiles", "order", "cooldowns"]);
const profileNames: ReadonlySet<string> = new Set(["provider", "mode", "email", "displayName"]);

/**
 * Whether OpenClaw will read a config, as far as the parts that concern credentials and the names at the root can tell: it
 * refuses a file with one thing wrong in it, and none of its refs is resolved then. Spec: secrets 2; stores 4.
 */
export function isConfigValid(root: Json): boolean {
  if (!isJsonObject(root) || !hasOnly(root, rootNames)) return false;
  const { auth, secrets } = root;
  return isValidAuth(auth) && secretsConfigSchema.safeParse(secrets).success && areValidProviders(root);
}

function isValidAuth(auth: Json | undefined): boolean {
  if (auth === undefined) return true;
  if (!isJsonObject(auth) || !hasOnly(auth, authNames)) return false;
  return (
    isTable(
      auth["profiles"],
      (entry) =>
        isJsonObject(entry) &&
        hasOnly(entry, profileNames) &&
        typeof entry["provider"] === "string" &&
        isCredentialType(entry["mode"]),
    ) && isTable(auth["order"], (ids) => Array.isArray(ids) && ids.every((id) => typeof id === "string"))
  );
}

/** A key is a text or a whole ref of OpenClaw's three sources. Spec: secrets 1.2. */
function areValidProviders(root: Json): boolean {
  return configSurfaces(root, ["models", "providers"]).every(
    ({ kind, value }) =>
      kind !== "key" || typeof value === "string" || (isSecretRef(value) && value.source !== "vscode"),
  );
}

function isTable(value: Json | undefined, isEntry: (entry: Json) => boolean): boolean {
  return value === undefined || (isJsonObject(value) && Object.values(value).every(isEntry));
}

function hasOnly(object: { readonly [key: string]: Json }, names: ReadonlySet<string>): boolean {
  return Object.keys(object).every((name) => names.has(name));
}
