import { copyFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { ProfileRow } from "../../src/engine/reports/overview.ts";
import { Secret } from "../../src/engine/secrets/secret.ts";
import type { AuthWorld } from "../../src/engine/stores/world.ts";
import type { Editor } from "../../src/vscode/editor.ts";
import type { AuthSession } from "../../src/vscode/session.ts";
import { simulatedKey } from "../simulator/key.ts";
import type { RecordedRequest } from "../simulator/recording.ts";

const startedWrongly = "Start these tests with npm run test:host.";

/** The one word in every secret of these tests; no trace of it may be found where secrets do not belong. */
export const canary = "canary-of-the-host-tests";

/** A key that works, whose name tells it from others and carries the canary. */
export function workingKey(name: string): string {
  return simulatedKey("good", `${canary}-${name}`);
}

/** The running extension's session. */
export async function openSession(): Promise<AuthSession> {
  const extension = vscode.extensions.getExtension<{ editor(): Promise<Editor> }>("model-auth.model-auth");
  if (extension === undefined) throw new Error("The extension is not installed in this host.");
  return (await (await extension.activate()).editor()).session;
}

let homes = 0;

/**
 * Begins in a state dir of its own that holds these profiles. Another one's file is never used again: what we changed in it
 * lately would be done again over what was put there.
 */
export async function startWith(
  session: AuthSession,
  profiles: Readonly<Record<string, unknown>>,
): Promise<void> {
  const first = process.env["MODEL_AUTH_TEST_HOME"];
  if (first === undefined) throw new Error(startedWrongly);
  homes += 1;
  const home = `${first}-${homes}`;
  const stateDir = join(home, ".openclaw");
  await writeProfiles(join(stateDir, "agents", "main", "agent", "auth-profiles.json"), profiles);
  await copyFile(join(first, ".openclaw", "openclaw.json"), join(stateDir, "openclaw.json"));
  process.env["OPENCLAW_HOME"] = home;
  await session.refresh();
}

export async function writeProfiles(
  path: string,
  profiles: Readonly<Record<string, unknown>>,
): Promise<void> {
  await replaceFile(path, `${JSON.stringify({ version: 1, profiles }, undefined, 2)}\n`);
}

async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** The entry of a profile as it stands in the file. */
export async function entryOf(path: string, profileId: string): Promise<Record<string, unknown> | undefined> {
  const file = JSON.parse(await readFile(path, "utf8"));
  return file.profiles[profileId];
}

/** Saves a key into the keychain as the palette's command does. */
export async function addKey(session: AuthSession, profileId: string, key: string): Promise<void> {
  const [provider = ""] = profileId.split(":");
  const world = await session.currentWorld();
  const added = await session.engine.addProfile(world, {
    profileId,
    provider,
    type: "api_key",
    secret: new Secret(key),
    keeping: "keychain",
  });
  if (!added.ok) throw new Error(`${profileId} was not added: ${added.failure.code}`);
  await session.refresh();
}

/** Where in SecretStorage the secret of a profile stands. */
export async function storageKey(session: AuthSession, profileId: string): Promise<string> {
  const { keyRef, tokenRef } = await storedEntry(session, profileId);
  const ref: unknown = keyRef ?? tokenRef;
  if (typeof ref !== "object" || ref === null || !("id" in ref))
    throw new Error(`${profileId} names no secret in the keychain`);
  return `modelAuth/v1/cred/${String(ref.id)}`;
}

async function storedEntry(session: AuthSession, profileId: string): Promise<Record<string, unknown>> {
  const { files } = await session.currentWorld();
  const entry = await entryOf(files.profiles, profileId);
  if (entry === undefined) throw new Error(`${profileId} is not in the file`);
  return entry;
}

/** The row of a profile as it is shown now. */
export function rowOf(session: AuthSession, profileId: string): ProfileRow | undefined {
  return session.snapshot?.view.providers
    .flatMap((provider) => provider.profiles)
    .find((row) => row.profileId === profileId);
}

/** The text of every file below a directory, by path. */
export async function textsBelow(directory: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) texts.set(path, await readFile(path, "utf8"));
  }
  return texts;
}

/** Everything a value holds, what is in its maps and sets too. */
export function spelledOut(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part instanceof Map || part instanceof Set ? [...part] : part,
    ) ?? "undefined"
  );
}

/** What the simulated providers were asked since the last `forgetRequests`. */
export async function requests(): Promise<readonly RecordedRequest[]> {
  return JSON.parse(await (await fetch(door())).text());
}

export async function forgetRequests(): Promise<void> {
  await fetch(door(), { method: "DELETE" });
}

function door(): string {
  const address = process.env["MODEL_AUTH_TEST_DOOR"];
  if (address === undefined) throw new Error(startedWrongly);
  return address;
}

export function agentFile(world: AuthWorld, agent: string, name: string): string {
  return join(world.paths.stateDir, "agents", agent, "agent", name);
}
