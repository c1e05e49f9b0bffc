import { secretEnvNames } from "../../providers/catalogue.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { failure, type Result, success } from "../../result.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";
import { isJsonObject, type Json, type JsonObject } from "../../stores/documents/json.ts";
import { parseJson5 } from "../../stores/documents/json5Document.ts";
import { editJson5 } from "../../stores/documents/json5Edit.ts";
import { parseJson, printJson } from "../../stores/documents/jsonDocument.ts";
import { applyEdits, type JsonEdit } from "../../stores/documents/modelEdit.ts";
import { withoutAssignments } from "../../stores/dotenvEdit.ts";
import { parseDotenv } from "../../stores/dotenvText.ts";
import { withMember, withMembers } from "../../stores/members.ts";
import { editProfile } from "../../stores/profileEdits.ts";
import { readProfilesFile } from "../../stores/profilesFile.ts";
import { knownVersion } from "../../stores/storeVersion.ts";
import { configSurfaces } from "../configSurfaces.ts";
import { type SecretRef, secretFields } from "../secretRef.ts";
import type { FileStep } from "./changeSet.ts";
import type { MigratedSecrets } from "./migrated.ts";

type Edited = ReturnType<FileStep["edit"]>;

/** Edits openclaw.json in place, comments and all; refused where that cannot be done safely. */
export function configStep(path: string, edits: readonly JsonEdit[]): FileStep {
  return {
    path,
    lock: path,
    edit: (text) => {
      const parsed = text === undefined || text.trim() === "" ? undefined : parseJson5(text);
      if (parsed?.ok === false) {
        const { line, column } = parsed.failure;
        return failure({ code: "damaged", path, line, column });
      }
      const edited = editJson5(text, edits);
      if (!edited.ok) return failure({ code: "cannot_edit_safely", path });
      return success(edited.value === (text ?? "") ? undefined : edited.value);
    },
  };
}

/** What a profile's entry becomes. */
export type ProfileChange = readonly [profileId: string, into: (entry: JsonObject) => JsonObject];

/**
 * Points profiles to where their secrets are now, and takes copies of the secrets out of the other profiles of the providers
 * named: these would come before the provider's key. Spec: secrets 5.3.
 * @param scrubbed normalised provider ids
 * @param older what the profiles of older versions' files make, where there is no such file
 */
export function profilesStep(
  path: string,
  changes: readonly ProfileChange[],
  migrated: MigratedSecrets,
  scrubbed: ReadonlySet<string>,
  older: JsonObject = { version: knownVersion, profiles: {} },
): FileStep {
  // Without a change of its own, no file is made of older ones.
  const whenAbsent = changes.length === 0 ? undefined : older;
  return jsonStep(
    path,
    (root) => {
      const read = readProfilesFile(root);
      if (!read.ok) return failure({ code: "damaged", path });
      if (read.value.newerVersion !== undefined) return failure({ code: "newer_version", path });
      const pointed = changes.reduce(
        (at, [id, into]) => editProfile(at, id, (entry) => into(entry ?? {})),
        root,
      );
      const targets = new Set(changes.map(([id]) => id));
      const others = [...read.value.profiles].filter(
        ([id, { provider }]) => !targets.has(id) && scrubbed.has(normalizeProviderId(provider)),
      );
      const cleaned = others.reduce((at, [id, credential]) => {
        const fields = secretFields(credential.type);
        if (fields === undefined || !migrated.has(credential[fields.value])) return at;
        return editProfile(at, id, (entry) =>
          withMembers(entry ?? {}, { [fields.value]: undefined, apiKey: undefined }),
        );
      }, pointed);
      return success(cleaned);
    },
    whenAbsent,
  );
}

/**
 * Puts into a generated models.json what OpenClaw would generate once the secret is a ref. Spec: secrets 8.4.
 */
export function modelsStep(path: string, migrated: MigratedSecrets): FileStep {
  return jsonStep(path, (root) => {
    const edits = configSurfaces(root, ["providers"]).flatMap(
      ({ kind, path: at, value }): readonly JsonEdit[] => {
        const ref = migrated.refOf(value);
        const marker = ref && markerFor(ref, kind);
        return marker === undefined ? [] : [{ path: at, value: marker }];
      },
    );
    const edited = applyEdits(root, edits);
    return edited.ok && isJsonObject(edited.value)
      ? success(edited.value)
      : failure({ code: "cannot_edit_safely", path });
  });
}

function markerFor({ source, id }: SecretRef, kind: "key" | "header" | "request"): string | undefined {
  switch (source) {
    case "env":
      return kind === "key" ? id : `secretref-env:${id}`;
    case "file":
    case "exec":
      return "secretref-managed";
    case "vscode":
      return undefined;
  }
}

/**
 * Takes the lines of known names out of a .env file whose secrets are elsewhere now. A name that a ref reads stays: taking it
 * out would lose the secret. Spec: secrets 5.3.
 */
export function envStep(path: string, migrated: MigratedSecrets, readNames: ReadonlySet<string>): FileStep {
  return {
    path,
    lock: path,
    edit: (text): Edited => {
      if (text === undefined) return success(undefined);
      const known = new Set(secretEnvNames());
      const gone = Object.entries(parseDotenv(text))
        .filter(([name, value]) => known.has(name) && !readNames.has(name) && migrated.has(value))
        .map(([name]) => name);
      if (gone.length === 0) return success(undefined);
      const left = withoutAssignments(text, new Set(gone));
      return left === undefined ? failure({ code: "cannot_edit_safely", path }) : success(left);
    },
  };
}

/** Takes the keys that are elsewhere now out of an older program's auth.json. Spec: secrets 5.3. */
export function authJsonStep(path: string, migrated: MigratedSecrets): FileStep {
  return jsonStep(path, (root) => {
    const gone = Object.entries(root).filter(
      ([, entry]) => isJsonObject(entry) && entry["type"] === "api_key" && migrated.has(entry["key"]),
    );
    return success(gone.reduce((left, [name]) => withMember(left, name, undefined), root));
  });
}

/** Deletes a copy of a file once it holds a secret that has moved. Spec: secrets 12, row 10. */
export function copyStep(path: string, original: string, migrated: MigratedSecrets): FileStep {
  return {
    path,
    lock: original,
    edit: (text) => success(text !== undefined && migrated.isIn(text) ? null : undefined),
  };
}

function jsonStep(
  path: string,
  change: (root: JsonObject) => Result<JsonObject, ConfigRefusal>,
  whenAbsent?: JsonObject,
): FileStep {
  return {
    path,
    lock: path,
    edit: (text): Edited => {
      if (text === undefined && whenAbsent === undefined) return success(undefined);
      const parsed = text === undefined ? success<Json>(whenAbsent ?? {}) : parseJson(text);
      if (!parsed.ok) {
        const { line, column } = parsed.failure;
        return failure({ code: "damaged", path, line, column });
      }
      if (!isJsonObject(parsed.value)) return failure({ code: "damaged", path });
      const changed = change(parsed.value);
      if (!changed.ok) return changed;
      const isSame = JSON.stringify(changed.value) === JSON.stringify(parsed.value);
      return success(isSame ? undefined : printJson(changed.value, text));
    },
  };
}
