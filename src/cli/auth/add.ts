import { displayPath } from "../../engine/reports/displayPath.ts";
import { secretRefKey } from "../../engine/secrets/secretRef.ts";
import { profilesReading } from "../../engine/secrets/variableUse.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import type { CommandContext } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { authMessages, refusalSentence } from "../messages/auth.ts";
import { askForRest, type WholeRequest } from "./addQuestions.ts";
import { type AddRequest, readAddOptions, usualProfileId } from "./addRequest.ts";
import { envRef } from "./keepWhere.ts";
import { envFileOf, putInEnv } from "./putInEnv.ts";
import { saveProfile } from "./saveProfile.ts";
import { takeSecret } from "./secretInput.ts";

/**
 * `auth add`: an API key or token into a place that a terminal can reach, or a ref to where it is already. What the options
 * leave open is asked for where a person sits at the terminal. Spec: stores 10.4.
 */
export async function addCredential(context: CommandContext): Promise<number> {
  const given = readAddOptions(context);
  if (!given.ok) {
    complain(context.terminal, given.failure);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => {
    const refused = foreseenRefusal(room.world, room.world.files);
    if (refused !== undefined) {
      complain(context.terminal, refusalSentence(refused));
      return failedExitCode;
    }
    const request = await completed(room, given.value);
    return typeof request === "number" ? request : await add(room, request);
  });
}

/** The whole request, or the exit code to end with. */
async function completed({ context, world }: ChangeRoom, given: AddRequest): Promise<WholeRequest | number> {
  const { terminal, ports } = context;
  const input = ports.input();
  if (input.isInteractive) {
    const asking = { input, terminal, world, now: ports.clock.now() };
    return (await askForRest(asking, given)) ?? cancelledExitCode;
  }
  const { provider, type } = given;
  if (provider !== undefined && type !== undefined) {
    const profileId = given.profileId ?? usualProfileId(provider, type);
    return { ...given, provider, type, profileId, keep: given.keep ?? { kind: "file" } };
  }
  const missing = [
    ...(provider === undefined ? ["--provider"] : []),
    ...(type === undefined ? ["--type"] : []),
  ];
  complain(terminal, authMessages.tellMissing(missing));
  return failedExitCode;
}

async function add(room: ChangeRoom, request: WholeRequest): Promise<number> {
  const { world, context } = room;
  const { provider, type, profileId, lifetime, keep } = request;
  const owner = { profileId, provider, type };
  const end = lifetime === undefined ? {} : { expires: context.ports.clock.now() + lifetime };
  if (keep.kind === "ref") {
    const { ref } = keep;
    const place = authMessages.placeRef(secretRefKey(ref));
    const exitCode = await saveProfile(room, { ...owner, ...end, ref }, place);
    if (ref.source !== "env" && !world.config.secretProviders.has(ref.provider))
      complain(context.terminal, authMessages.unknownSecretProvider(ref.provider, ref.source));
    return exitCode;
  }
  const [reader] = keep.kind === "env" ? otherReaders(world, keep.name, profileId) : [];
  if (keep.kind === "env" && reader !== undefined) {
    complain(context.terminal, authMessages.variableTaken(keep.name, reader));
    return failedExitCode;
  }
  const secret = await takeSecret(
    context.ports.input(),
    context.terminal,
    question(request),
    isSetupToken(request),
  );
  if (secret === "cancelled") return cancelledExitCode;
  if (secret === "refused") return failedExitCode;
  if (keep.kind === "env") {
    if (!(await putInEnv(room, keep.name, secret))) return failedExitCode;
    const place = authMessages.placeEnv(keep.name, envFileOf(room));
    return await saveProfile(room, { ...owner, ...end, ref: envRef(world, keep.name) }, place);
  }
  const place = authMessages.placeFile(displayPath(world, world.files.profiles));
  return await saveProfile(room, { ...owner, ...end, secret, keeping: "file" }, place);
}

/** Other profiles would lose their secret, were the variable given another. */
function otherReaders(world: AuthWorld, name: string, profileId: string): readonly string[] {
  return profilesReading(world, name).filter((id) => id !== profileId);
}

function isSetupToken({ provider, type }: WholeRequest): boolean {
  return type === "token" && provider === "anthropic";
}

function question(request: WholeRequest): string {
  const { type, profileId } = request;
  if (isSetupToken(request)) return authMessages.askSetupToken(profileId);
  return authMessages.askSecret(type === "token" ? authMessages.token : authMessages.apiKey, profileId);
}
