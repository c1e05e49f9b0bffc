import assert from "node:assert/strict";
import type { NewProfile } from "../../../src/engine/acquisition/addProfile.ts";
import type { Keeping } from "../../../src/engine/acquisition/keepSecret.ts";
import type { Result } from "../../../src/engine/result.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import {
  type AuthRoom,
  createAuthRoom,
  fakeKey,
  places,
  profilesOf,
  stateOf,
  valueOf,
} from "../../support/authRoom.ts";
import type { FaultKind } from "../../support/callCounter.ts";

const oldText = fakeKey("old");
const newText = fakeKey("new");

function profile(profileId: string, keeping: Keeping): NewProfile {
  return { profileId, provider: "p", type: "api_key", secret: new Secret(newText), keeping };
}

interface Operation {
  readonly title: string;
  /** The profile it is about, and what it may resolve to afterwards. */
  readonly profileId: string;
  readonly agentId?: string;
  run(room: AuthRoom, world: AuthWorld): Promise<Result<unknown, unknown>>;
  /** What the profile resolves to when the operation says it is done; nothing when it is gone then. */
  readonly done: string | undefined;
}

const replaceBy = (profileId: string, keeping: "keychain" | "file") => (room: AuthRoom, world: AuthWorld) =>
  room.engine.replaceSecret(world, profileId, { secret: new Secret(newText), keeping });

const operations: readonly Operation[] = [
  {
    title: "adding a profile with its secret in the keychain",
    profileId: "p:new",
    run: ({ engine }, world) => engine.addProfile(world, profile("p:new", "keychain")),
    done: newText,
  },
  {
    title: "adding a profile with its secret in the file",
    profileId: "p:new",
    run: ({ engine }, world) => engine.addProfile(world, profile("p:new", "file")),
    done: newText,
  },
  {
    title: "adding over a profile",
    profileId: "p:alone",
    run: ({ engine }, world) => engine.addProfile(world, profile("p:alone", "keychain")),
    done: newText,
  },
  {
    title: "adding over a profile that another agent has a copy of",
    profileId: "p:shared",
    run: ({ engine }, world) => engine.addProfile(world, profile("p:shared", "keychain")),
    done: newText,
  },
  {
    title: "replacing by the keychain",
    profileId: "p:alone",
    run: replaceBy("p:alone", "keychain"),
    done: newText,
  },
  { title: "replacing by the file", profileId: "p:alone", run: replaceBy("p:alone", "file"), done: newText },
  {
    title: "replacing what another agent has a copy of",
    profileId: "p:shared",
    run: replaceBy("p:shared", "keychain"),
    done: newText,
  },
  {
    title: "replacing an inherited profile",
    profileId: "p:alone",
    agentId: "other",
    run: replaceBy("p:alone", "keychain"),
    done: newText,
  },
  {
    title: "moving a plain text into the keychain",
    profileId: "p:plain",
    run: ({ engine }, world) => engine.moveToKeychain(world, "p:plain"),
    done: oldText,
  },
  {
    title: "removing a profile",
    profileId: "p:alone",
    run: ({ engine }, world) => engine.removeProfile(world, "p:alone"),
    done: undefined,
  },
  {
    title: "removing a profile that another agent has a copy of",
    profileId: "p:shared",
    run: ({ engine }, world) => engine.removeProfile(world, "p:shared"),
    done: undefined,
  },
  {
    title: "removing an inherited profile",
    profileId: "p:alone",
    agentId: "other",
    run: ({ engine }, world) => engine.removeProfile(world, "p:alone"),
    done: undefined,
  },
  {
    title: "forgetting everything",
    profileId: "p:shared",
    run: ({ engine }, world) => engine.forgetEverything(world),
    done: undefined,
  },
];

/** Main with a secret in each place, a copy of one entry in another agent's file, orders, usage and a config. */
async function furnished(): Promise<AuthRoom> {
  const room = createAuthRoom({ "p:plain": { type: "api_key", provider: "p", key: oldText, "x-theirs": 1 } });
  const { files } = room.ports;
  for (const id of ["p:alone", "p:shared"]) {
    const kept = { ...profile(id, "keychain"), secret: new Secret(oldText) };
    valueOf(await room.engine.addProfile(await room.load(), kept));
  }
  const entry: unknown = Reflect.get(
    Object(Reflect.get(Object(files.json(places.profiles)), "profiles")),
    "p:shared",
  );
  files.write(profilesOf("copy"), { version: 1, profiles: { "p:shared": entry } });
  files.write(places.state, {
    version: 1,
    order: { p: ["p:alone", "p:plain"] },
    usageStats: { "p:alone": { lastUsed: 1 } },
  });
  files.write(stateOf("other"), { version: 1, order: { p: ["p:alone"] } });
  return room;
}

describe("Whatever call of a port fails", () => {
  for (const operation of operations)
    it(`${operation.title} leaves no profile without its secret and says done only of what is done`, async () => {
      const calls = await attempt(operation, undefined, "without_effect");
      assert.ok(calls > 2);
      for (let at = 1; at <= calls; at++) {
        for (const kind of ["without_effect", "with_effect"] as const) await attempt(operation, at, kind);
      }
    });
});

async function attempt(operation: Operation, at: number | undefined, kind: FaultKind): Promise<number> {
  const room = await furnished();
  const { calls, files, keychain } = room.ports;
  const world = await room.load(operation.agentId === undefined ? {} : { agentId: operation.agentId });
  calls.restart(at, kind);
  const outcome = await operation.run(room, world);
  const made = calls.count;
  calls.restart();
  const where = `call ${at ?? "none"} failing ${kind}`;

  const stores = Object.entries(files.tree()).filter(([path]) => path.endsWith("auth-profiles.json"));
  const named = new Set(stores.flatMap(([, content]) => keychainIdsIn(content)));
  for (const id of named)
    assert.ok(keychain.values.has(`modelAuth/v1/cred/${id}`), `${where}: ${id} is dangling`);

  const after = await room.load(operation.agentId === undefined ? {} : { agentId: operation.agentId });
  const resolved = await room.engine.resolveSecret(after, operation.profileId);
  const text = resolved.ok ? resolved.value.reveal() : undefined;
  if (outcome.ok) assert.equal(text, operation.done, where);
  else
    assert.ok(
      text === undefined
        ? operation.profileId === "p:new" || operation.done === undefined
        : text === oldText || text === newText,
      where,
    );

  if (outcome.ok && operation.profileId === "p:plain") {
    const texts = Object.values(files.tree()).map((content) => (content.kind === "text" ? content.text : ""));
    assert.ok(!texts.some((one) => one.includes(oldText)), `${where}: plain text is left`);
  }
  if (at === undefined) {
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const kept = [...keychain.values.keys()].map((key) => key.slice("modelAuth/v1/cred/".length));
    assert.deepEqual(kept.toSorted(), [...named].toSorted(), "an unused secret is left");
  }
  return made;
}

function keychainIdsIn(content: { readonly kind: string; readonly text?: string }): readonly string[] {
  const found: string[] = [];
  JSON.parse(content.text ?? "null", (_key, value: unknown) => {
    if (typeof value === "object" && value !== null && Reflect.get(value, "source") === "vscode")
      found.push(String(Reflect.get(value, "id")));
    return value;
  });
  return found;
}
