import { defaultTokenProfileId } from "../../engine/providers/profileId.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import { type ChangeRoom, withMachine } from "../changing.ts";
import { type CommandContext, textOption } from "../command.ts";
import { cancelledExitCode, complain, failedExitCode } from "../complain.ts";
import { authMessages, refusalSentence } from "../messages/auth.ts";
import { readLifetime, readProfileId, readProvider } from "./profileInput.ts";
import { saveProfile } from "./saveProfile.ts";
import { takeSecret } from "./secretInput.ts";

/** What paste-token was told besides the secret. */
interface TokenRequest {
  readonly provider: string;
  readonly profileId: string;
  /** ms. */
  readonly lifetime: number | undefined;
}

/**
 * `auth paste-token`: a token from standard input into auth-profiles.json, as OpenClaw keeps it. All that can be wrong apart
 * from the token is found out before it is asked for. Spec: stores 10.1.
 */
export async function pasteToken(context: CommandContext): Promise<number> {
  const request = readRequest(context);
  if (typeof request === "string") {
    complain(context.terminal, request);
    return failedExitCode;
  }
  return await withMachine(context, async (room) => await paste(room, request));
}

/** The request, or what is wrong with it. */
function readRequest({ values, ports }: CommandContext): TokenRequest | string {
  const written = textOption(values, "provider");
  if (written === undefined) return authMessages.missingProvider;
  const provider = readProvider(written);
  if (!provider.ok) return provider.failure;
  const profileId = readProfileId(textOption(values, "profile-id") ?? defaultTokenProfileId(provider.value));
  if (!profileId.ok) return profileId.failure;
  const expiresIn = textOption(values, "expires-in");
  const lifetime = expiresIn === undefined ? undefined : readLifetime(expiresIn, ports.clock.now());
  if (lifetime?.ok === false) return lifetime.failure;
  return { provider: provider.value, profileId: profileId.value, lifetime: lifetime?.value };
}

async function paste(room: ChangeRoom, { provider, profileId, lifetime }: TokenRequest): Promise<number> {
  const { terminal, ports } = room.context;
  const refused = foreseenRefusal(room.world, room.world.files);
  if (refused !== undefined) {
    complain(terminal, refusalSentence(refused));
    return failedExitCode;
  }
  const isSetupToken = provider === "anthropic";
  const question = isSetupToken
    ? authMessages.askSetupToken(profileId)
    : authMessages.askSecret(authMessages.token, profileId);
  const secret = await takeSecret(ports.input(), terminal, question, isSetupToken);
  if (secret === "cancelled") return cancelledExitCode;
  if (secret === "refused") return failedExitCode;
  const end = lifetime === undefined ? {} : { expires: ports.clock.now() + lifetime };
  const profile = { profileId, provider, type: "token", secret, keeping: "file", ...end } as const;
  const exitCode = await saveProfile(room, profile);
  if (isSetupToken && exitCode === 0)
    terminal.out(authMessages.setupTokenNote.map((line) => `${line}\n`).join(""));
  return exitCode;
}
