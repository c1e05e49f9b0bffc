import assert from "node:assert/strict";
import { type Overview, overview, type ProviderRow } from "../../../src/engine/reports/overview.ts";
import type { KeychainState } from "../../../src/engine/secrets/keychain.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { createAuthRoom, fakeKey, places } from "../../support/authRoom.ts";
import { testTime as now } from "../../support/memoryPorts.ts";

export const hour = 3_600_000;
export const apiKey = (more: object = {}) => ({ type: "api_key", provider: "p", key: fakeKey("x"), ...more });
export const token = (expires?: number, more: object = {}) => ({
  type: "token",
  provider: "p",
  token: fakeKey("t"),
  ...(expires === undefined ? {} : { expires }),
  ...more,
});
export const inKeychain = (id: string) => ({
  key: undefined,
  keyRef: { source: "vscode", provider: "default", id },
});

export interface Furniture {
  readonly state?: unknown;
  readonly config?: unknown;
  readonly variables?: Readonly<Record<string, string>>;
}

export async function worldOf(
  profiles: Readonly<Record<string, unknown>>,
  { state, config, variables }: Furniture = {},
): Promise<AuthWorld> {
  const { ports, load } = createAuthRoom(profiles);
  ports.environment.values = { HOME: "/home/dev", ...variables };
  if (state !== undefined) ports.files.write(places.state, state);
  if (config !== undefined) ports.files.write(places.config, config);
  return await load();
}

export function view(world: AuthWorld, keychain: Readonly<Record<string, KeychainState>> = {}): Overview {
  return overview(world, { keychain: new Map(Object.entries(keychain)) }, now);
}

export function providerOf(all: Overview, provider = "p"): ProviderRow {
  const row = all.providers.find((one) => one.provider === provider);
  assert.ok(row, provider);
  return row;
}

/** Each profile with what becomes of it, in the order of the rows. */
export function uses(row: ProviderRow): readonly string[] {
  return row.profiles.map(({ profileId, use }) => {
    switch (use.kind) {
      case "in_use":
      case "waiting":
        return `${profileId} ${use.kind} ${use.position}`;
      case "excluded":
        return `${profileId} excluded by ${use.by}`;
      case "ineligible":
        return `${profileId} ${use.reason}`;
    }
  });
}
