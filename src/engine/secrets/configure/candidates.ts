import { maskSecret } from "../../credentials/masking.ts";
import type { Ports } from "../../ports.ts";
import { secretEnvNames } from "../../providers/catalogue.ts";
import { failure, type Result, success } from "../../result.ts";
import { parseDotenv } from "../../stores/dotenvText.ts";
import { stateEnvironmentFile } from "../../stores/environmentFiles.ts";
import type { WriteRefusal } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { configSurfaces } from "../configSurfaces.ts";
import { fingerprint } from "../keychain.ts";
import { holdsPlaintext, isPlaintext } from "../plaintext.ts";
import { profilesIn } from "../plan/targets.ts";
import { Secret } from "../secret.ts";
import { type PlacePorts, type ReadPlace, readPlace } from "../secretPlaces.ts";
import { secretFields } from "../secretRef.ts";

/** Where a secret can go. `ref` is wherever the person has it already: a program, a file, a variable. */
export type SecretHome = "keychain" | "env" | "file" | "ref";

/**
 * Why it should go there. `gateway_reads_no_keychain`: it can go into the keychain, where no gateway sees it (product decision 18).
 * `no_keychain_here`: a terminal has none. `config_names_no_keychain`: openclaw.json is strict (product decision 1).
 * `env_file_is_read`: the line is what programs read; it is a home itself. `generated`: OpenClaw writes the file anew from its config.
 */
export type HomeAdvice =
  | "gateway_reads_no_keychain"
  | "no_keychain_here"
  | "config_names_no_keychain"
  | "env_file_is_read"
  | "generated";

/** Where a secret stands as plain text. */
export type CandidatePlace =
  | {
      readonly kind: "config";
      readonly provider: string;
      readonly path: readonly string[];
      readonly of: "key" | "header" | "request";
    }
  | {
      readonly kind: "profile";
      readonly agentId: string;
      readonly profileId: string;
      readonly provider: string;
      readonly type: "api_key" | "token";
    }
  | { readonly kind: "env_file"; readonly name: string }
  | { readonly kind: "models"; readonly provider: string };

/** A secret that stands as plain text, without the secret. */
export interface SecretCandidate {
  /** `openclaw:<path>`, `auth-profiles:<agent>:<path>`, `env:<name>` or `models:<agent>:<path>`. Spec: secrets 5.4. */
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  readonly jsonPath: string;
  readonly place: CandidatePlace;
  readonly masked: string;
  /** 8 hex digits of SHA-256. */
  readonly fingerprint: string;
  /** The best first; none where it stays. */
  readonly homes: readonly SecretHome[];
  readonly advice: HomeAdvice;
}

/** A candidate with its secret, for the engine's own hands. */
export interface FoundSecret {
  readonly candidate: SecretCandidate;
  readonly secret: Secret;
}

export interface ConfigureOptions {
  /** Whether there is an editor whose keychain can be written. */
  readonly hasKeychain: boolean;
}

type CandidatePorts = PlacePorts & Pick<Ports, "digest">;

/** Every secret that stands as plain text in the config, the agent's own profiles, .env and models.json; by id. Reads only. */
export async function configureCandidates(
  ports: CandidatePorts,
  world: AuthWorld,
  options: ConfigureOptions,
): Promise<Result<readonly SecretCandidate[], WriteRefusal>> {
  const found = await findSecrets(ports, world, options);
  return found.ok ? success(found.value.map(({ candidate }) => candidate)) : found;
}

/** {@link configureCandidates} with the secrets. */
export async function findSecrets(
  ports: CandidatePorts,
  world: AuthWorld,
  options: ConfigureOptions,
): Promise<Result<readonly FoundSecret[], WriteRefusal>> {
  const { environment, files } = ports;
  const models = environment.joinPath(world.files.profiles, "..", "models.json");
  const places = [
    { kind: "config", path: world.paths.configPath },
    { kind: "profiles", path: world.files.profiles },
    { kind: "env_file", path: stateEnvironmentFile(environment, world.paths) },
    { kind: "models", path: models },
  ] as const;
  const found: FoundSecret[] = [];
  for (const place of places) {
    const read = await readPlace(files, place);
    if (read.kind === "damaged") {
      const at = typeof read.fault === "object" ? read.fault : {};
      return failure({ code: "damaged", path: place.path, ...at });
    }
    for (const one of secretsIn(place.kind, world, read, options)) {
      const secret = new Secret(one.text);
      const { text, ...rest } = one;
      const shown = { masked: maskSecret(text), fingerprint: fingerprint(secret, ports.digest) };
      found.push({ secret, candidate: { ...rest, file: place.path, ...shown } });
    }
  }
  return success(found.toSorted((a, b) => (a.candidate.id < b.candidate.id ? -1 : 1)));
}

type Bare = Omit<SecretCandidate, "file" | "masked" | "fingerprint"> & { readonly text: string };

function secretsIn(
  kind: "config" | "profiles" | "env_file" | "models",
  world: AuthWorld,
  read: ReadPlace,
  options: ConfigureOptions,
): readonly Bare[] {
  switch (kind) {
    case "config":
      return inSurfaces(read, ["models", "providers"]).map(({ text, path, provider, of }) => ({
        id: `openclaw:${path.join(".")}`,
        jsonPath: path.join("."),
        place: { kind, provider, path, of },
        homes: ["env", "file", "ref"],
        advice: "config_names_no_keychain",
        text,
      }));
    case "profiles":
      return inProfiles(world, read, options);
    case "env_file":
      return inEnvFile(read);
    case "models":
      return inSurfaces(read, ["providers"]).map(({ text, path, provider }) => ({
        id: `models:${world.agent.id}:${path.join(".")}`,
        jsonPath: path.join("."),
        place: { kind, provider },
        homes: [],
        advice: "generated",
        text,
      }));
  }
}

interface InSurface {
  readonly provider: string;
  readonly path: readonly string[];
  readonly of: "key" | "header" | "request";
  readonly text: string;
}

function inSurfaces(read: ReadPlace, base: readonly string[]): readonly InSurface[] {
  const root = read.kind === "json" ? read.root : undefined;
  return configSurfaces(root, base)
    .filter(holdsPlaintext)
    .map(({ provider, path, kind: of, value: text }) => ({ provider, path, of, text }));
}

function inProfiles(world: AuthWorld, read: ReadPlace, { hasKeychain }: ConfigureOptions): readonly Bare[] {
  const agentId = world.agent.id;
  return [...profilesIn(read)].flatMap(([profileId, credential]): readonly Bare[] => {
    const { type, provider } = credential;
    const fields = secretFields(type);
    const value = fields === undefined ? undefined : credential[fields.value];
    const isOAuth = type === "oauth" || world.config.profiles.get(profileId)?.mode === "oauth";
    if (type === "oauth" || isOAuth || fields === undefined || !isPlaintext(value)) return [];
    const jsonPath = `profiles.${profileId}.${fields.value}`;
    return [
      {
        id: `auth-profiles:${agentId}:${jsonPath}`,
        jsonPath,
        place: { kind: "profile", agentId, profileId, provider, type },
        homes: hasKeychain ? ["keychain", "env", "file", "ref"] : ["env", "file", "ref"],
        advice: hasKeychain ? "gateway_reads_no_keychain" : "no_keychain_here",
        text: value,
      },
    ];
  });
}

function inEnvFile(read: ReadPlace): readonly Bare[] {
  const known = new Set(secretEnvNames());
  const values = read.kind === "lines" ? Object.entries(parseDotenv(read.text)) : [];
  return values
    .filter(([name, value]) => known.has(name) && value.trim() !== "")
    .map(([name, text]) => ({
      id: `env:${name}`,
      jsonPath: `$env.${name}`,
      place: { kind: "env_file", name },
      homes: [],
      advice: "env_file_is_read",
      text,
    }));
}
