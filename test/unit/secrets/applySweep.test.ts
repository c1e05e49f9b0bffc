import assert from "node:assert/strict";
import { applyPlan } from "../../../src/engine/secrets/plan/apply.ts";
import { readPlan } from "../../../src/engine/secrets/plan/contract.ts";
import {
  type AuthRoom,
  createAuthRoom,
  fakeKey,
  places,
  profilesOf,
  valueOf,
} from "../../support/authRoom.ts";
import type { FaultKind } from "../../support/callCounter.ts";

const text = fakeKey("that-moves");
const envRef = { source: "env", provider: "default", id: "ACME_KEY" };

const plan = valueOf(
  readPlan({
    version: 1,
    protocolVersion: 1,
    targets: [
      { type: "models.providers.apiKey", path: "models.providers.acme.apiKey", ref: envRef },
      { type: "auth-profiles.api_key.key", path: "profiles.acme:a.key", agentId: "main", ref: envRef },
      { type: "auth-profiles.api_key.key", path: "profiles.acme:a.key", agentId: "side", ref: envRef },
    ],
    providerDeletes: ["idle"],
  }),
);

function furnished(): AuthRoom {
  const profiles = { "acme:a": { type: "api_key", provider: "acme", key: text, "x-theirs": 1 } };
  const room = createAuthRoom(profiles);
  const { files, environment } = room.ports;
  environment.values = { ...environment.values, ACME_KEY: text };
  const config = {
    secrets: { providers: { idle: { source: "env" } } },
    models: { providers: { acme: { baseUrl: "https://acme.example/v1", apiKey: text, models: [] } } },
  };
  files.write(places.config, config);
  files.write(`${places.config}.bak`, config);
  files.write(profilesOf("side"), { version: 1, profiles });
  files.write("/home/dev/.openclaw/.env", `GROQ_API_KEY=${text}\n`);
  files.write("/home/dev/.openclaw/agents/main/agent/auth.json", { acme: { type: "api_key", key: text } });
  return room;
}

/** The texts of all files but the ones a failed change may have taken away for good: copies. */
function texts({ ports }: AuthRoom): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(ports.files.tree()).flatMap(([path, content]) =>
      content.kind === "text" && !path.includes(".model-auth.bak") ? [[path, content.text]] : [],
    ),
  );
}

async function attempt(at: number | undefined, kind: FaultKind): Promise<number> {
  const room = furnished();
  const before = texts(room);
  const world = await room.load();
  room.ports.calls.restart(at, kind);
  const outcome = await applyPlan(room.ports, world, plan, { write: true });
  const made = room.ports.calls.count;
  room.ports.calls.restart();
  const where = `call ${at ?? "none"} failing ${kind}`;
  const after = texts(room);
  if (outcome.ok) {
    assert.deepEqual(
      Object.entries(after).filter(([, one]) => one.includes(text)),
      // A copy that could not be looked for or at stays, and the next audit names it.
      at === undefined
        ? []
        : Object.entries(after).filter(([path, one]) => path.endsWith(".bak") && one.includes(text)),
      where,
    );
  } else if (outcome.failure.unrestored.length === 0) {
    assert.deepEqual(after, before, where);
  }
  // Whatever became of the call, every place either has the secret or says where it is.
  const credential = (await room.load()).store.profiles.get("acme:a");
  assert.ok(credential?.key === text || credential?.keyRef !== undefined, where);
  const config = JSON.stringify(room.ports.files.json(places.config));
  assert.ok(config.includes(text) || config.includes("ACME_KEY"), where);
  return made;
}

describe("Whatever call of a port fails while a plan is applied", () => {
  it("all files are as they were or as they shall be, and no secret is lost", async () => {
    const calls = await attempt(undefined, "without_effect");
    assert.ok(calls > 10);
    for (let at = 1; at <= calls; at++) {
      for (const kind of ["without_effect", "with_effect"] as const) await attempt(at, kind);
    }
  });

  it("and so they are when the machine stops in the middle", async () => {
    const calls = await attempt(undefined, "without_effect");
    for (let at = 1; at <= calls; at++) await stopAt(at);
  });
});

/** Every call from this one on fails, as those of a process that is no more: nothing is put back. */
async function stopAt(at: number): Promise<void> {
  const room = furnished();
  const world = await room.load();
  const { files, calls } = room.ports;
  let count = 0;
  const update: typeof files.update = async (request) => {
    count++;
    if (count >= at) throw new Error("the machine stopped");
    return await files.update(request);
  };
  calls.restart();
  const stopped = new Proxy(files, {
    get: (target, name) => (name === "update" ? update : bound(target, name)),
  });
  await applyPlan({ ...room.ports, files: stopped }, world, plan, { write: true }).then(
    () => {},
    () => {},
  );
  const credential = (await room.load()).store.profiles.get("acme:a");
  assert.ok(credential?.key === text || credential?.keyRef !== undefined, `stopped at save ${at}`);
  const config = JSON.stringify(files.json(places.config));
  assert.ok(config.includes(text) || config.includes("ACME_KEY"), `stopped at save ${at}`);
  const again = await applyPlan(room.ports, await room.load(), plan, { write: true });
  assert.ok(again.ok, `applied again after a stop at save ${at}`);
  assert.deepEqual(
    Object.entries(texts(room)).filter(([, one]) => one.includes(text)),
    [],
  );
}

function bound(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name);
  return typeof member === "function" ? member.bind(target) : member;
}
