import type { PastedType } from "../../engine/acquisition/keepSecret.ts";
import { displayPath } from "../../engine/reports/displayPath.ts";
import type { Result } from "../../engine/result.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { complain } from "../complain.ts";
import type { TerminalInput } from "../input/terminalInput.ts";
import { authMessages } from "../messages/auth.ts";
import { printable } from "../printable.ts";
import type { Terminal } from "../terminal.ts";
import { type AddRequest, usualProfileId } from "./addRequest.ts";
import { type KeepWhere, readEnvPlace, readRef, usualEnvName } from "./keepWhere.ts";
import { readLifetime, readProfileId, readProvider } from "./profileInput.ts";

/** Where the questions are asked. */
export interface Asking {
  readonly input: TerminalInput;
  readonly terminal: Terminal;
  readonly world: AuthWorld;
  /** ms since the epoch. */
  readonly now: number;
}

/** All of a request but the end of a token that has none. */
export type WholeRequest = Required<Omit<AddRequest, "lifetime">> & Pick<AddRequest, "lifetime">;

/** Asks for what the options left open, each until the answer can be used. `undefined` when the person cancelled. */
export async function askForRest(asking: Asking, given: AddRequest): Promise<WholeRequest | undefined> {
  const provider = given.provider ?? (await askUntil(asking, authMessages.askProvider, readProvider));
  if (provider === undefined) return undefined;
  const type = given.type ?? (await askUntil(asking, authMessages.askType, readTypeLetter));
  if (type === undefined) return undefined;
  const usualId = usualProfileId(provider, type);
  const profileId =
    given.profileId ??
    (await askUntil(asking, authMessages.askProfileId(usualId), (text) => readProfileId(text || usualId)));
  if (profileId === undefined || !(await mayOverwrite(asking, profileId))) return undefined;
  const end =
    type === "token" && given.lifetime === undefined
      ? await askUntil(asking, authMessages.askExpiry, (text) => readEnd(text, asking.now))
      : { lifetime: given.lifetime };
  if (end === undefined) return undefined;
  const keep = given.keep ?? (await askKeeping(asking, provider));
  if (keep === undefined) return undefined;
  const lifetime = end.lifetime === undefined ? {} : { lifetime: end.lifetime };
  return { provider, type, profileId, keep, ...lifetime };
}

async function askUntil<T>(
  { input, terminal }: Pick<Asking, "input" | "terminal">,
  question: string,
  read: (text: string) => Result<T, string>,
): Promise<T | undefined> {
  for (;;) {
    const text = await input.ask(printable(question), "shown");
    if (text === undefined) return undefined;
    const answer = read(text.trim());
    if (answer.ok) return answer.value;
    complain(terminal, answer.failure);
  }
}

function readTypeLetter(text: string): Result<PastedType, string> {
  if (/^(?:k|key|api_key)$/i.test(text)) return { ok: true, value: "api_key" };
  if (/^(?:t|token)$/i.test(text)) return { ok: true, value: "token" };
  return { ok: false, failure: authMessages.answerOneOf("k", "t") };
}

function readEnd(text: string, now: number): Result<{ readonly lifetime: number | undefined }, string> {
  if (text === "") return { ok: true, value: { lifetime: undefined } };
  const lifetime = readLifetime(text, now);
  return lifetime.ok ? { ok: true, value: { lifetime: lifetime.value } } : lifetime;
}

async function mayOverwrite(asking: Asking, profileId: string): Promise<boolean> {
  const existing = asking.world.store.profiles.get(profileId);
  if (existing === undefined) return true;
  const answer = await asking.input.ask(
    printable(authMessages.askOverwrite(profileId, existing.type)),
    "shown",
  );
  return /^y(?:es)?$/i.test(answer?.trim() ?? "");
}

async function askKeeping(asking: Asking, provider: string): Promise<KeepWhere | undefined> {
  const { world } = asking;
  const usualName = usualEnvName(provider);
  const file = displayPath(world, world.files.profiles);
  const place = await askUntil(asking, authMessages.askKeeping(file, usualName), readPlaceLetter);
  switch (place) {
    case undefined:
      return undefined;
    case "f":
      return { kind: "file" };
    case "e":
      return usualName === undefined
        ? await askUntil(asking, authMessages.askEnvName, readEnvPlace)
        : { kind: "env", name: usualName };
    case "r":
      return await askUntil(asking, authMessages.askRef, readRef);
  }
}

function readPlaceLetter(text: string): Result<"f" | "e" | "r", string> {
  const letter = text.toLowerCase();
  return letter === "f" || letter === "e" || letter === "r"
    ? { ok: true, value: letter }
    : { ok: false, failure: authMessages.answerOneOf("f", "e", "r") };
}
