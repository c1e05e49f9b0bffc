import { createAuthEngine } from "../../../src/engine/engine.ts";
import type { ProfileRow, ProviderRow } from "../../../src/engine/reports/overview.ts";
import { AuthSession } from "../../../src/vscode/session.ts";
import { assertNoSecretIn, secretsInFile } from "../../support/canary.ts";
import { FakeMemento, fake } from "../../support/fakeVscode.ts";
import { createMemoryPorts, type MemoryPorts, testTime } from "../../support/memoryPorts.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const profilesPath = "/home/dev/.openclaw/agents/main/agent/auth-profiles.json";

/** A window's session over a machine in memory. */
export interface SessionRoom {
  readonly ports: MemoryPorts;
  readonly session: AuthSession;
  /** Writes main's profiles as another program does, and lets the session look. */
  write(profiles: Readonly<Record<string, unknown>>): Promise<void>;
}

/**
 * Gives a session to `work`, and ends it afterwards. No secret of its files and its keychain may then stand in what the editor
 * was told to show, copy or log.
 */
export async function inSession(
  profiles: Readonly<Record<string, unknown>>,
  work: (room: SessionRoom) => Promise<void>,
): Promise<void> {
  const ports = createMemoryPorts();
  const session = new AuthSession(ports, new FakeMemento(), () => ({}), createAuthEngine);
  const write = async (next: Readonly<Record<string, unknown>>): Promise<void> => {
    ports.files.write(profilesPath, { version: 1, profiles: next });
    await session.refresh();
  };
  try {
    await write(profiles);
    await work({ ports, session, write });
    const kept = new Map([...ports.files.texts(), ...ports.keychain.values]);
    const bars = fake.statusBarItems.map(({ text, tooltip }) => [text, tooltip?.value]);
    const shown = JSON.stringify([fake.messages, fake.clipboard, bars, ports.log.lines]);
    const secrets = [...kept].flatMap(([path, text]) => secretsInFile(path, text));
    assertNoSecretIn(shown, secrets, "what the editor shows, copies and logs");
  } finally {
    session.dispose();
  }
}

/** A token that ends so long after the time of the tests; it came in long before. */
export function tokenFor(provider: string, endsInMs: number): object {
  return {
    type: "token",
    provider,
    token: "t",
    expires: testTime + endsInMs,
    "x-model-auth": { addedAt: testTime - 40 * dayMs },
  };
}

/** A profile that is well. */
export function profileRow(changes: Partial<ProfileRow> = {}): ProfileRow {
  return {
    profileId: "openai:work",
    provider: "openai",
    type: "api_key",
    label: "openai:work",
    place: { kind: "plaintext" },
    condition: { kind: "static" },
    cooldown: { kind: "ready" },
    use: { kind: "in_use", position: 1 },
    alsoPlaintext: false,
    inherited: false,
    ...changes,
  };
}

export function providerRow(
  profiles: readonly ProfileRow[],
  changes: Partial<ProviderRow> = {},
): ProviderRow {
  return {
    provider: "openai",
    label: "OpenAI",
    level: "fine",
    profiles,
    ambient: [],
    orderSource: "stored",
    ghosts: [],
    ...changes,
  };
}
