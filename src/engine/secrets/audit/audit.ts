import type { CredentialType } from "../../credentials/credential.ts";
import type { Ports } from "../../ports.ts";
import { normalizeProviderId } from "../../providers/providerId.ts";
import { type Result, success } from "../../result.ts";
import { followIncludes } from "../../stores/configIncludes.ts";
import type { Json } from "../../stores/documents/json.ts";
import type { DamagedFile } from "../../stores/profileFiles.ts";
import { readProfilesFile } from "../../stores/profilesFile.ts";
import type { AuthWorld } from "../../stores/world.ts";
import type { RefPorts } from "../resolveRefs.ts";
import {
  type PlacePorts,
  type ReadPlace,
  readPlace,
  type SecretPlace,
  secretPlaces,
} from "../secretPlaces.ts";
import type { Found, Login, RefUse } from "./auditedFiles.ts";
import { isConfigValid } from "./configValidity.ts";
import { auditCopies, auditRead } from "./copies.ts";
import { type AuditFinding, type AuditReport, rootPath, unresolvedAt } from "./finding.ts";
import { checkRefs } from "./refChecks.ts";

export interface AuditOptions {
  /** Run programs that refs name. */
  readonly allowExec?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Looks for secrets that stand where anyone may read them, and for refs that lead nowhere, in every file of the state dir and
 * of its agents, copies included. Reads only. Unlike OpenClaw's own, it reads openclaw.json before `${NAME}` is replaced,
 * and goes on behind a config that OpenClaw would refuse. Spec: secrets 5.1, 5.2; 12, rows 8 and 10.
 */
export async function auditSecrets(
  ports: RefPorts & PlacePorts & Pick<Ports, "keychain">,
  world: AuthWorld,
  { allowExec = false, signal }: AuditOptions = {},
): Promise<Result<AuditReport, DamagedFile>> {
  const places = await secretPlaces(ports, world);
  if (!places.ok) return places;
  const looked: Looked[] = [];
  for (const place of places.value) looked.push(await look(ports, world, place));
  const refs = looked.flatMap(({ found }) => found.refs);
  const checks = await checkRefs(ports, world, refs, { allowExec, ...(signal && { signal }) });
  const of = (...kinds: readonly SecretPlace["kind"][]): readonly AuditFinding[] =>
    kinds.flatMap((kind) =>
      looked.filter(({ place }) => place.kind === kind).flatMap(({ found }) => found.findings),
    );
  const findings = [
    ...of("config", "config_part", "profiles", "models"),
    ...checks.findings,
    ...shadowed(
      refs,
      looked.flatMap(({ found }) => found.logins),
    ),
    ...of("env_file", "auth_json"),
    ...looked.flatMap(({ copyFindings }) => copyFindings),
  ];
  return success({
    status: statusOf(findings),
    resolution: {
      refsChecked: checks.refsChecked,
      skippedExecRefs: checks.skippedExecRefs,
      resolvabilityComplete: checks.isComplete,
    },
    unapprovedRefs: checks.unapprovedRefs,
    filesScanned: [...new Set(looked.flatMap(({ scanned }) => scanned))].toSorted(),
    findings,
  });
}

interface Looked {
  readonly place: SecretPlace;
  readonly found: Found;
  readonly copyFindings: readonly AuditFinding[];
  readonly scanned: readonly string[];
}

async function look(ports: PlacePorts, world: AuthWorld, place: SecretPlace): Promise<Looked> {
  const defaults = world.config.secretDefaults;
  const read = await readPlace(ports.files, place);
  const copies = await auditCopies(ports, place, defaults);
  const found = auditRead(place, place.path, read, defaults);
  const damage = await damageOf(ports, place, read);
  return {
    place,
    found: damage === undefined ? found : { ...found, findings: [damage, ...found.findings] },
    copyFindings: copies.findings,
    // The config counts as looked at even where there is none.
    scanned: [...(read.kind === "absent" && place.kind !== "config" ? [] : [place.path]), ...copies.paths],
  };
}

async function damageOf(
  ports: PlacePorts,
  { kind, path }: SecretPlace,
  read: ReadPlace,
): Promise<AuditFinding | undefined> {
  if (kind === "config" || kind === "config_part") {
    const isInvalid =
      kind === "config" && read.kind === "json" && !(await isWholeValid(ports, path, read.root));
    return isInvalid || read.kind === "damaged"
      ? unresolvedAt(path, rootPath, { kind: "config_invalid" })
      : undefined;
  }
  if (kind === "env_file") return undefined;
  // What is no store of profiles may hold anything.
  if (kind === "profiles" && read.kind === "json" && !readProfilesFile(read.root).ok)
    return unresolvedAt(path, rootPath, { kind: "damaged", what: kind, fault: { line: 1, column: 1 } });
  if (read.kind !== "damaged") return undefined;
  return unresolvedAt(path, rootPath, { kind: "damaged", what: kind, fault: read.fault });
}

/** OpenClaw judges a config with its includes in their places. */
async function isWholeValid({ environment, files }: PlacePorts, path: string, root: Json): Promise<boolean> {
  const readPart = async (part: string) => {
    const read = await readPlace(files, { kind: "config_part", path: part });
    return read.kind === "json" ? { value: read.root } : {};
  };
  return isConfigValid((await followIncludes(environment, readPart, path, root)).value);
}

/** Profiles come before a provider's key in openclaw.json, which may then never be used. Spec: secrets 5.1. */
function shadowed(refs: readonly RefUse[], logins: readonly Login[]): readonly AuditFinding[] {
  return refs.flatMap(({ isProviderKey, provider, jsonPath }) => {
    if (isProviderKey !== true) return [];
    const id = normalizeProviderId(provider);
    const same = logins.filter((login) => normalizeProviderId(login.provider) === id);
    const modes: readonly CredentialType[] = [...new Set(same.map(({ type }) => type))];
    if (modes.length === 0) return [];
    const detail = { kind: "shadowed", modes } as const;
    return [
      { code: "REF_SHADOWED", severity: "warn", file: "openclaw.json", jsonPath, detail, provider: id },
    ];
  });
}

function statusOf(findings: readonly AuditFinding[]): AuditReport["status"] {
  if (findings.some(({ code }) => code === "REF_UNRESOLVED")) return "unresolved";
  return findings.length === 0 ? "clean" : "findings";
}
