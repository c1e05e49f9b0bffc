import type { AuthEngine } from "../../../src/engine/engine.ts";
import { doctorFindings } from "../../../src/engine/reports/doctor/doctor.ts";
import { gatherDoctorFacts } from "../../../src/engine/reports/doctor/facts.ts";
import type { Finding } from "../../../src/engine/reports/doctor/finding.ts";
import { sealSecret } from "../../../src/engine/secrets/keychain.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { type AuthRoom, createAuthRoom, fakeKey, places, profilesOf } from "../../support/authRoom.ts";
import { type MemoryPorts, testTime } from "../../support/memoryPorts.ts";

type Entries = Readonly<Record<string, unknown>>;

/** What is in a home; all of it healthy unless it says otherwise. */
export interface Home {
  readonly profiles?: Entries;
  /** Beside the version. */
  readonly state?: Entries;
  readonly config?: unknown;
  /** Profiles of other agents. */
  readonly agents?: Readonly<Record<string, Entries>>;
  /** Other files by path under the state dir. */
  readonly files?: Entries;
  readonly variables?: Readonly<Record<string, string>>;
  readonly arrange?: (ports: MemoryPorts) => unknown;
  readonly agentId?: string;
  readonly keychain?: boolean;
}

export const now = testTime;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A ref to a variable that every home has set. */
export const envRef = { source: "env", provider: "default", id: "A_KEY" };

/** A healthy key whose secret is in a variable of its own. */
export function keyOf(provider: string, more: Entries = {}): Entries {
  return { type: "api_key", provider, keyRef: envRef, ...more };
}

export function tokenOf(provider: string, expires: unknown, more: Entries = {}): Entries {
  return { type: "token", provider, tokenRef: envRef, expires, ...more };
}

export function signInOf(provider: string, more: Entries = {}): Entries {
  const text = fakeKey(provider);
  return { type: "oauth", provider, access: text, refresh: text, expires: now + 30 * dayMs, ...more };
}

export function keychainRef(id: string): Entries {
  return { source: "vscode", provider: "default", id: `${id}/00000001` };
}

/** Puts the secret of a keychain ref where it belongs. */
export async function seal(ports: MemoryPorts, profileId: string, provider: string): Promise<void> {
  const ref = { source: "vscode", provider: "default", id: `${profileId}/00000001` } as const;
  await sealSecret(ports.keychain, ref, { profileId, provider }, new Secret(fakeKey(profileId)));
}

export async function furnish(home: Home): Promise<AuthRoom> {
  const room = createAuthRoom(home.profiles);
  const { files, environment } = room.ports;
  environment.values = { ...environment.values, A_KEY: fakeKey("a"), B_KEY: fakeKey("b"), ...home.variables };
  if (home.state !== undefined) files.write(places.state, { version: 1, ...home.state });
  if (home.config !== undefined) files.write(places.config, home.config);
  for (const [agent, profiles] of Object.entries(home.agents ?? {}))
    files.write(profilesOf(agent), { version: 1, profiles });
  for (const [path, content] of Object.entries(home.files ?? {}))
    files.write(`${places.stateDir}/${path}`, content);
  await home.arrange?.(room.ports);
  return room;
}

export interface Look {
  readonly room: AuthRoom;
  readonly engine: AuthEngine;
  readonly world: AuthWorld;
  readonly findings: readonly Finding[];
}

/** Furnishes a home and lets the doctor look at it. */
export async function look(home: Home): Promise<Look> {
  const room = await furnish(home);
  const { world, findings } = await lookAgain(room, home);
  return { room, engine: room.engine, world, findings };
}

export async function lookAgain(room: AuthRoom, home: Home = {}): Promise<Pick<Look, "world" | "findings">> {
  const world = await room.load(home.agentId === undefined ? {} : { agentId: home.agentId });
  const facts = await gatherDoctorFacts(room.ports, world, { keychain: home.keychain ?? false });
  return { world, findings: doctorFindings(world, facts, now) };
}
