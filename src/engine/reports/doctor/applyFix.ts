import { type ChangeRefusal, filesHolding, removePlaintext } from "../../acquisition/changeProfile.ts";
import type { Ports } from "../../ports.ts";
import { failure, type Result, success } from "../../result.ts";
import { agentFiles } from "../../stores/agents.ts";
import { removalEdits } from "../../stores/configRegistration.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";
import { isJsonObject, type JsonObject } from "../../stores/documents/json.ts";
import { objectMember, withMember, withMembers } from "../../stores/members.ts";
import { editProfile } from "../../stores/profileEdits.ts";
import { readAllAgents } from "../../stores/profileFiles.ts";
import { readCredential } from "../../stores/profilesFile.ts";
import { writeBarrier, writeStores } from "../../stores/storeWriter.ts";
import type { AuthWorld } from "../../stores/world.ts";
import { staleBackups } from "./backups.ts";
import { saysTheSame } from "./checks/agentCopies.ts";
import { registrationFix, renameFix, writeCheckedConfig } from "./configFixes.ts";
import type { EngineFix } from "./fix.ts";
import { applyOrderFix } from "./orderFixes.ts";

/** Why a fix was not made; nothing was changed. */
export type FixRefusal =
  | ChangeRefusal
  | ConfigRefusal
  /** What the finding was about is not as it was: the doctor has to look again. */
  | { readonly code: "outdated" };

type Outcome = Result<void, FixRefusal>;

const outdated: Outcome = failure({ code: "outdated" });

/**
 * Makes one fix of a finding about this world, on the files as they are now. Each is made again on what it finds under the
 * lock, and refused where that is no longer what the finding was about.
 */
export async function applyDoctorFix(ports: Ports, world: AuthWorld, fix: EngineFix): Promise<Outcome> {
  const barrier = writeBarrier(world);
  if (barrier !== undefined) return failure(barrier);
  switch (fix.kind) {
    case "set_file_mode":
      return await setFileMode(ports, fix.path);
    case "remove_plaintext":
      return await removePlaintext(ports, world, fix.profileId);
    case "set_expiry":
      return await setExpiry(ports, world, fix);
    case "register_in_config":
      return await register(ports, world, fix.profileIds);
    case "unregister":
      return await unregister(ports, world, fix.profileId);
    case "rename_registration":
      return await writeCheckedConfig(ports.files, world, (config) => renameFix(config, world, fix));
    case "repair_order":
    case "clear_order":
      return await applyOrderFix(ports, world, fix);
    case "remove_copies":
      return await removeCopies(ports, world, fix);
    case "remove_backup":
      return await removeBackup(ports, world, fix.path);
  }
}

async function setFileMode({ files }: Ports, path: string): Promise<Outcome> {
  const refused = await files.makePrivate(path);
  return refused === undefined ? success(undefined) : failure(refused);
}

async function setExpiry(
  { files }: Ports,
  world: AuthWorld,
  { profileId, at, instead }: Extract<EngineFix, { kind: "set_expiry" }>,
): Promise<Outcome> {
  return await writeStores(files, filesHolding(world, profileId), {
    profileId,
    stands: (entry) =>
      entry !== undefined && isJsonObject(entry) && (entry["expires"] === instead || entry["expires"] === at),
    profiles: (root) => editProfile(root, profileId, (entry) => withMembers(entry ?? {}, { expires: at })),
  });
}

async function register(ports: Ports, world: AuthWorld, profileIds: readonly string[]): Promise<Outcome> {
  const agents = await readAllAgents(ports, world);
  if (!agents.ok) return agents;
  const isAsItWas = profileIds.every((id) => {
    const seen = world.store.profiles.get(id);
    return agents.value.some(({ profiles }) => {
      const now = profiles.get(id);
      return now !== undefined && now.type === seen?.type && now.provider === seen.provider;
    });
  });
  if (!isAsItWas) return outdated;
  return await writeCheckedConfig(ports.files, world, (config) => registrationFix(config, world, profileIds));
}

async function unregister(ports: Ports, world: AuthWorld, profileId: string): Promise<Outcome> {
  const agents = await readAllAgents(ports, world);
  if (!agents.ok) return agents;
  if (agents.value.some(({ profiles }) => profiles.has(profileId))) return outdated;
  return await writeCheckedConfig(ports.files, world, (config) => removalEdits(config, [profileId]));
}

/** Main's file is read again, and each entry compared with it under the lock of the agent's file. */
async function removeCopies(
  ports: Ports,
  world: AuthWorld,
  { file, profileIds }: Extract<EngineFix, { kind: "remove_copies" }>,
): Promise<Outcome> {
  const agents = await readAllAgents(ports, world);
  if (!agents.ok) return agents;
  const main = agents.value.find(({ at }) => at.profiles === world.mainFiles.profiles);
  const agent = agents.value.find(({ at }) => at.profiles === file);
  if (main === undefined || agent === undefined || agent === main) return outdated;
  const isCopy = (id: string, entry: unknown): boolean => {
    const copy = readCredential(entry);
    const original = main.profiles.get(id);
    return copy.ok && original !== undefined && saysTheSame(original, copy.value);
  };
  if (profileIds.some((id) => agent.profiles.has(id) && !isCopy(id, agent.profiles.get(id)))) return outdated;
  const withoutCopies = (root: JsonObject): JsonObject => {
    const entries = Object.entries(objectMember(root, "profiles"));
    const left = entries.filter(([id, entry]) => !profileIds.includes(id) || !isCopy(id, entry));
    return withMember(root, "profiles", Object.fromEntries(left));
  };
  const at = agentFiles(ports.environment, ports.environment.joinPath(file, ".."));
  return await writeStores(ports.files, at, { profiles: withoutCopies, secretsLeave: true });
}

async function removeBackup(ports: Ports, world: AuthWorld, path: string): Promise<Outcome> {
  const { configPath } = world.paths;
  const isOfConfig = path.startsWith(configPath);
  const name = "auth-profiles.json";
  const of = isOfConfig ? configPath : path.slice(0, path.lastIndexOf(name) + name.length);
  const place = { kind: isOfConfig ? "config" : "profiles", path: of } as const;
  if (!(await staleBackups(ports, place)).includes(path)) return outdated;
  const outcome = await ports.files.update({
    lock: path,
    targets: [path],
    edit: () => ({ contents: [null], result: undefined }),
    secretsLeave: true,
  });
  return outcome.kind === "failed" ? failure(outcome.failure) : success(undefined);
}
