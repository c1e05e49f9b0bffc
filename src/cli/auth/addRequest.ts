import type { PastedType } from "../../engine/acquisition/keepSecret.ts";
import { buildProfileId, defaultTokenProfileId } from "../../engine/providers/profileId.ts";
import { failure, type Result, success } from "../../engine/result.ts";
import { type CommandContext, textOption } from "../command.ts";
import { authMessages } from "../messages/auth.ts";
import { type KeepWhere, readKeeping } from "./keepWhere.ts";
import { readLifetime, readProfileId, readProvider } from "./profileInput.ts";

/** What `auth add` knows of a new profile before it is asked for the secret. What is absent was not given. */
export interface AddRequest {
  readonly provider?: string;
  readonly type?: PastedType;
  readonly profileId?: string;
  /** ms; for tokens. */
  readonly lifetime?: number;
  readonly keep?: KeepWhere;
}

/** Reads the options of `auth add`, or says in a sentence what is wrong with them. */
export function readAddOptions({ values, ports }: CommandContext): Result<AddRequest, string> {
  const written = {
    provider: textOption(values, "provider"),
    type: textOption(values, "type"),
    profileId: textOption(values, "profile-id"),
    expiresIn: textOption(values, "expires-in"),
    keep: textOption(values, "keep"),
    ref: textOption(values, "ref"),
  };
  const provider = written.provider === undefined ? success(undefined) : readProvider(written.provider);
  if (!provider.ok) return provider;
  const type = readType(written.type);
  if (!type.ok) return type;
  const profileId = written.profileId === undefined ? success(undefined) : readProfileId(written.profileId);
  if (!profileId.ok) return profileId;
  if (written.expiresIn !== undefined && type.value === "api_key") return failure(authMessages.keyHasNoEnd);
  const lifetime =
    written.expiresIn === undefined ? success(undefined) : readLifetime(written.expiresIn, ports.clock.now());
  if (!lifetime.ok) return lifetime;
  const keep = readKeeping(written.keep, written.ref, provider.value ?? "");
  if (!keep.ok) return keep;
  return success({
    ...(provider.value !== undefined && { provider: provider.value }),
    ...(type.value !== undefined && { type: type.value }),
    ...(profileId.value !== undefined && { profileId: profileId.value }),
    ...(lifetime.value !== undefined && { lifetime: lifetime.value }),
    ...(keep.value !== undefined && { keep: keep.value }),
  });
}

function readType(text: string | undefined): Result<PastedType | undefined, string> {
  if (text === undefined) return success(undefined);
  return text === "api_key" || text === "token" ? success(text) : failure(authMessages.unknownType(text));
}

/** The id a profile gets when none is chosen. Spec: stores 5.1, 10.5. */
export function usualProfileId(provider: string, type: PastedType): string {
  return type === "token" ? defaultTokenProfileId(provider) : buildProfileId({ provider });
}
