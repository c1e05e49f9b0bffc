import type { NewProfile } from "../../engine/acquisition/addProfile.ts";
import { displayPath } from "../../engine/reports/displayPath.ts";
import { overview } from "../../engine/reports/overview.ts";
import { coerceSecretRef } from "../../engine/secrets/secretRef.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import type { ChangeRoom } from "../changing.ts";
import { complain, failedExitCode } from "../complain.ts";
import { authMessages, refusalSentence } from "../messages/auth.ts";
import { printable } from "../printable.ts";
import { shellWord } from "../shellWord.ts";

/**
 * Saves a profile and says so in OpenClaw's lines, then what keeps it from being used, if anything does. Resolves to the exit
 * code: 1 also where openclaw.json could not be made to name the profile. Spec: stores 10.1 (output).
 * @param place where the secret is, for a person; not told where the command leaves no choice
 */
export async function saveProfile(room: ChangeRoom, given: NewProfile, place?: string): Promise<number> {
  const { context, engine, world } = room;
  const { terminal } = context;
  const profile = withoutTemplate(given, world);
  const { profileId, provider, type } = profile;
  const added = await engine.addProfile(world, profile);
  if (!added.ok) {
    complain(terminal, refusalSentence(added.failure));
    return failedExitCode;
  }
  const { registered } = added.value;
  const lines = [
    ...(registered.ok && registered.value === "edited"
      ? [authMessages.updatedConfig(displayPath(world, world.paths.configPath))]
      : []),
    authMessages.savedProfile(profileId, provider, type),
    ...(place === undefined ? [] : [authMessages.keptIn(place)]),
  ];
  terminal.out(lines.map((line) => `${printable(line)}\n`).join(""));
  if (!registered.ok)
    complain(terminal, authMessages.notRegistered(profileId, refusalSentence(registered.failure)));
  const idle = whyNotUsed(await room.reload(), profileId, context.ports.clock.now());
  if (idle !== undefined) complain(terminal, idle);
  return registered.ok ? 0 : failedExitCode;
}

/** A key typed as `${NAME}` means the variable. Spec: stores 10.5. */
function withoutTemplate(profile: NewProfile, world: AuthWorld): NewProfile {
  if ("ref" in profile) return profile;
  const { secret, keeping: _, ...rest } = profile;
  const ref = coerceSecretRef(secret.reveal(), world.config.secretDefaults);
  return ref === undefined ? profile : { ...rest, ref };
}

/** What keeps a profile that was just saved from being tried, in a sentence. */
function whyNotUsed(world: AuthWorld, profileId: string, now: number): string | undefined {
  const providers = overview(world, { keychain: new Map() }, now).providers;
  const provider = providers.find(({ profiles }) => profiles.some((row) => row.profileId === profileId));
  const row = provider?.profiles.find((one) => one.profileId === profileId);
  if (provider === undefined || row === undefined) return undefined;
  if (row.condition.kind === "env_missing") return authMessages.variableNotSet(row.condition.name);
  const { use } = row;
  switch (use.kind) {
    case "in_use":
    case "waiting":
      return undefined;
    case "ineligible":
      return authMessages.ineligible(profileId, use.reason);
    case "excluded": {
      if (use.by === "config_profiles") return authMessages.notInConfig(profileId, row.provider);
      const where = use.by === "state" ? world.files.state : world.paths.configPath;
      const ids = [...(provider.written ?? []), profileId].map(shellWord).join(" ");
      const next = `model-auth auth order set --provider ${shellWord(row.provider)} ${ids}`;
      return authMessages.excluded(profileId, row.provider, displayPath(world, where), next);
    }
  }
}
