import assert from "node:assert/strict";
import { type AuthEngine, createAuthEngine } from "../../src/engine/engine.ts";
import type { Result } from "../../src/engine/result.ts";
import type { AuthWorld, WorldOptions } from "../../src/engine/stores/world.ts";
import { createMemoryPorts, type MemoryPorts } from "./memoryPorts.ts";

/** Where the files of the usual state dir are in memory. */
export const places = {
  stateDir: "/home/dev/.openclaw",
  config: "/home/dev/.openclaw/openclaw.json",
  profiles: profilesOf("main"),
  state: stateOf("main"),
} as const;

export function profilesOf(agent: string): string {
  return `/home/dev/.openclaw/agents/${agent}/agent/auth-profiles.json`;
}

export function stateOf(agent: string): string {
  return `/home/dev/.openclaw/agents/${agent}/agent/auth-state.json`;
}

/** An engine over a machine in memory. */
export interface AuthRoom {
  readonly ports: MemoryPorts;
  readonly engine: AuthEngine;
  load(options?: WorldOptions): Promise<AuthWorld>;
}

/** @param profiles the entries of main's auth-profiles.json; no file without them */
export function createAuthRoom(profiles?: Readonly<Record<string, unknown>>): AuthRoom {
  const ports = createMemoryPorts();
  if (profiles !== undefined) ports.files.write(places.profiles, { version: 1, profiles });
  const engine = createAuthEngine(ports);
  return { ports, engine, load: (options) => engine.load(options) };
}

/** A text that stands for a secret and cannot be taken for one. */
export function fakeKey(label: string): string {
  return ["not", "a", "key", label].join("-");
}

/** The value of an outcome that must be good. */
export function valueOf<T>(outcome: Result<T, unknown>): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

/** The failure of an outcome that must be bad. */
export function failureOf<F>(outcome: Result<unknown, F>): F {
  assert.ok(!outcome.ok, JSON.stringify(outcome));
  return outcome.failure;
}
