import type { FileReads } from "../../ports.ts";
import { copiesOf, type PlacePorts, type ReadPlace, readPlace, type SecretPlace } from "../secretPlaces.ts";
import type { SecretDefaults } from "../secretRef.ts";
import {
  auditAuthJson,
  auditConfig,
  auditEnvFile,
  auditModels,
  auditProfiles,
  type Found,
} from "./auditedFiles.ts";
import { type AuditFinding, plaintextAt, rootPath } from "./finding.ts";

/** A field that holds a secret, in a text that does not parse. */
const secretField = /["']?(?:key|apiKey|token|access|refresh)["']?\s*:\s*["'][^"'$]{4}/;

/** What stands in a file that was read, by its kind. */
export function auditRead(
  { kind, at }: SecretPlace,
  path: string,
  read: ReadPlace,
  defaults: SecretDefaults,
): Found {
  if (read.kind === "lines") return auditEnvFile(path, read.text);
  if (read.kind !== "json") return { findings: [], refs: [], logins: [] };
  switch (kind) {
    case "config":
      return auditConfig(path, read.root, defaults);
    case "config_part":
      return auditConfig(path, read.root, defaults, at);
    case "profiles":
      return auditProfiles(path, read.root, defaults);
    case "models":
      return auditModels(path, read.root);
    case "auth_json":
      return auditAuthJson(path, read.root);
    case "env_file":
      return { findings: [], refs: [], logins: [] };
  }
}

/**
 * The plain text in copies of a file. A secret that was moved out of the file and stayed in a copy has not been moved.
 * Spec: secrets 12, row 10.
 */
export async function auditCopies(
  ports: PlacePorts,
  place: SecretPlace,
  defaults: SecretDefaults,
): Promise<{ readonly paths: readonly string[]; readonly findings: readonly AuditFinding[] }> {
  const paths = await copiesOf(ports, place.path);
  const findings: AuditFinding[] = [];
  for (const path of paths) findings.push(...(await auditCopy(ports.files, place, path, defaults)));
  return { paths, findings };
}

async function auditCopy(
  files: FileReads,
  place: SecretPlace,
  path: string,
  defaults: SecretDefaults,
): Promise<readonly AuditFinding[]> {
  const original = place.path;
  const read = await readPlace(files, { ...place, path });
  if (read.kind === "damaged") {
    return secretField.test(read.text ?? "")
      ? [plaintextAt(path, rootPath, { kind: "copy_unclear", original })]
      : [];
  }
  return auditRead(place, path, read, defaults)
    .findings.filter(({ code, detail }) => code === "PLAINTEXT_FOUND" || detail.kind.endsWith("_residue"))
    .map(({ jsonPath, provider, profileId }) =>
      plaintextAt(
        path,
        jsonPath,
        { kind: "copy_plaintext", original },
        { ...(provider && { provider }), ...(profileId && { profileId }) },
      ),
    );
}
