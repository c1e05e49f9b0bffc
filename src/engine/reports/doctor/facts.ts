import type { FileAccess, FileReads, Ports } from "../../ports.ts";
import { pendingApprovals } from "../../secrets/approvals.ts";
import {
  type DefinitionInspection,
  type InspectionPorts,
  inspectDefinition,
} from "../../secrets/inspectDefinition.ts";
import { inspectKeychain } from "../../secrets/inspectKeychain.ts";
import { fingerprint, type KeychainState } from "../../secrets/keychain.ts";
import { ownFields } from "../../secrets/ownFields.ts";
import { isPlaintext } from "../../secrets/plaintext.ts";
import { Secret } from "../../secrets/secret.ts";
import { readPlace, readRawConfig } from "../../secrets/secretPlaces.ts";
import { credentialSecret, secretRefKey } from "../../secrets/secretRef.ts";
import { aroundPart } from "../../stores/configIncludes.ts";
import type { Json } from "../../stores/documents/json.ts";
import type { FileProblem } from "../../stores/fileProblem.ts";
import { agentDirs } from "../../stores/profileFiles.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { type AgentFacts, readAgents } from "./agentFacts.ts";
import { type BackedUp, staleBackups } from "./backups.ts";
import { type TextPlaces, textPlaces } from "./textPlaces.ts";

/** What the doctor needs beside the world. Gathered by reading alone; no secret of an env, file or exec ref is looked at. */
export interface DoctorFacts {
  /** Mode and owner of files with credentials and of the directories they are in, where they exist. By path. */
  readonly access: ReadonlyMap<string, FileAccess>;
  readonly keychain: KeychainFacts;
  /** openclaw.json as it is written, before substitution. */
  readonly config: Json | undefined;
  /** The files that openclaw.json includes, each as a config of nothing else. */
  readonly configParts: readonly { readonly path: string; readonly config: Json | undefined }[];
  /** By path of the file. */
  readonly places: ReadonlyMap<string, TextPlaces>;
  /** Every agent's own profiles, this one's and main's among them. */
  readonly agents: readonly AgentFacts[];
  /** Why there may be agents that are not among them. */
  readonly unlistedAgents?: FileProblem;
  /** Equal for profiles that hold or name the same secret; no part of a secret. By profile id. */
  readonly secretIdentities: ReadonlyMap<string, string>;
  /** Backups with a plain text secret that was taken out of the file since. */
  readonly staleBackups: readonly string[];
  /** Places of older versions that nobody reads any more. */
  readonly legacy: { readonly agentDir?: string; readonly authJson?: string };
  /** Every configured program and secret file, with what is the matter with it, if anything. */
  readonly definitions: readonly DefinitionInspection[];
  /** Aliases of definitions that the person has not approved. */
  readonly unapproved: ReadonlySet<string>;
}

export type KeychainFacts =
  /** There is none to ask, or it was not to be asked. */
  | { readonly kind: "not_asked" }
  | {
      readonly kind: "asked";
      /** By profile id. */
      readonly states: ReadonlyMap<string, KeychainState>;
      readonly durability: Awaited<ReturnType<Ports["keychain"]["durability"]>>;
    };

export interface FactOptions {
  /** Ask the editor's keychain for every secret the profiles keep there. */
  readonly keychain?: boolean;
  readonly signal?: AbortSignal;
}

/** What gathering needs of the machine: reading, and the keychain where it is to be asked. */
export type FactPorts = Pick<Ports, "keychain" | "digest"> & InspectionPorts & { readonly files: FileReads };

/** Looks at everything the checks judge. Writes nothing, starts nothing. */
export async function gatherDoctorFacts(
  ports: FactPorts,
  world: AuthWorld,
  options: FactOptions = {},
): Promise<DoctorFacts> {
  const { files, environment } = ports;
  const { paths, agent } = world;
  const dirs = await agentDirs(ports, world);
  // Where the agents' directory cannot be listed, the two that are known are all there is to look at.
  const known = dirs.ok ? dirs.value : new Set([agent.dir, agent.mainDir]);
  const agents = await readAgents(ports, world, known);
  const legacyAgent = environment.joinPath(paths.stateDir, "agent");
  const legacyStores = ["auth-profiles.json", "auth.json"].map((name) =>
    environment.joinPath(legacyAgent, name),
  );
  const authJson = environment.joinPath(agent.dir, "auth.json");
  const isLegacyAgent = await existsAny(files, legacyStores);
  const isAuthJson = await files.exists(authJson);
  const isConfigDamaged = world.problems.some(({ path }) => path === paths.configPath);
  const config = isConfigDamaged ? undefined : await readRawConfig(files, world);
  return {
    access: await accessOf(files, watchedPaths(ports, world, agents)),
    keychain: await askKeychain(ports, world, options),
    config: config?.ok ? config.value : undefined,
    configParts: await readConfigParts(files, world),
    places: await placesOf(files, world),
    agents,
    ...(dirs.ok ? {} : { unlistedAgents: { path: dirs.failure.path, code: "denied" } }),
    secretIdentities: secretIdentities(ports, world),
    staleBackups: await allStaleBackups(ports, world, agents),
    legacy: {
      ...(isLegacyAgent ? { agentDir: legacyAgent } : {}),
      ...(isAuthJson && ![...world.legacy.values()].includes(authJson) ? { authJson } : {}),
    },
    definitions: await inspectDefinitions(ports, world),
    unapproved: new Set((await pendingApprovals(ports, world)).map(({ alias }) => alias)),
  };
}

async function readConfigParts(
  files: FileReads,
  { configParts }: AuthWorld,
): Promise<DoctorFacts["configParts"]> {
  const found: { path: string; config: Json | undefined }[] = [];
  for (const { path, at } of configParts) {
    const read = await readPlace(files, { kind: "config_part", path });
    if (read.kind === "json") found.push({ path, config: aroundPart(at, read.root) });
  }
  return found;
}

/** Paths whose mode matters: they hold credentials, or could be exchanged for others. */
function watchedPaths(
  { environment }: FactPorts,
  world: AuthWorld,
  agents: readonly AgentFacts[],
): readonly string[] {
  const { paths, files, mainFiles } = world;
  const signIns = mainFiles.legacyOAuth ?? environment.joinPath(paths.stateDir, "credentials", "oauth.json");
  return [
    paths.stateDir,
    paths.configPath,
    ...world.configParts.map(({ path }) => path),
    ...world.environmentFiles.flatMap(({ source, path }) => (source === "workspace" ? [] : [path])),
    environment.joinPath(signIns, ".."),
    signIns,
    files.state,
    mainFiles.state,
    ...agents.flatMap(({ dir, file }) => [dir, file, environment.joinPath(dir, "auth.json")]),
  ];
}

async function accessOf(
  files: FileReads,
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileAccess>> {
  const found = new Map<string, FileAccess>();
  for (const path of paths) {
    const access = await files.access(path);
    if (access.kind !== "absent") found.set(path, access);
  }
  return found;
}

async function askKeychain(
  ports: FactPorts,
  world: AuthWorld,
  { keychain = false, signal = new AbortController().signal }: FactOptions,
): Promise<KeychainFacts> {
  if (!keychain) return { kind: "not_asked" };
  const states = await inspectKeychain(ports, world, signal);
  return { kind: "asked", states, durability: await ports.keychain.durability() };
}

/** Of a file that is damaged nobody knows what was taken out of it. */
async function allStaleBackups(
  ports: FactPorts,
  world: AuthWorld,
  agents: readonly AgentFacts[],
): Promise<readonly string[]> {
  const problems = [...world.problems, ...agents.flatMap((agent) => agent.problems)];
  const damaged = new Set(problems.map(({ path }) => path));
  const places: readonly BackedUp[] = [
    { kind: "config", path: world.paths.configPath },
    ...agents.map(({ file }) => ({ kind: "profiles", path: file }) as const),
  ];
  const found: string[] = [];
  for (const place of places) if (!damaged.has(place.path)) found.push(...(await staleBackups(ports, place)));
  return found;
}

async function inspectDefinitions(
  ports: FactPorts,
  world: AuthWorld,
): Promise<readonly DefinitionInspection[]> {
  const found: DefinitionInspection[] = [];
  for (const alias of world.config.secretProviders.keys()) {
    const inspected = await inspectDefinition(ports, world, alias);
    if (inspected !== undefined) found.push(inspected);
  }
  return found;
}

/** How deep the places of values are wanted: `profiles.<id>.<field>`, `models.providers.<id>.apiKey`. */
const placesDepth = 4;

async function placesOf(files: FileReads, world: AuthWorld): Promise<ReadonlyMap<string, TextPlaces>> {
  const { files: own, mainFiles: main, paths } = world;
  const found = new Map<string, TextPlaces>();
  for (const path of new Set([own.profiles, own.state, main.profiles, main.state, paths.configPath])) {
    const content = await files.read(path);
    if (content.kind === "text") found.set(path, await textPlaces(content.text, placesDepth));
  }
  return found;
}

/** A fingerprint of what stands in the file or, as our own field says, in the keychain; of another ref its name. */
function secretIdentities({ digest }: FactPorts, world: AuthWorld): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [id, credential] of world.store.profiles) {
    const stored = credentialSecret(credential, world.config.secretDefaults);
    if (stored.kind === "plaintext" && isPlaintext(stored.text))
      found.set(id, fingerprint(new Secret(stored.text.trim()), digest));
    if (stored.kind !== "ref") continue;
    const { fingerprint: kept } = ownFields(credential);
    found.set(id, stored.ref.source === "vscode" && kept !== undefined ? kept : secretRefKey(stored.ref));
  }
  return found;
}

async function existsAny(files: FileReads, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if (await files.exists(path)) return true;
  return false;
}
