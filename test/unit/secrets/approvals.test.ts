import assert from "node:assert/strict";
import { resolveRefs } from "../../../src/engine/secrets/resolveRefs.ts";
import { type SecretRef, secretRefKey } from "../../../src/engine/secrets/secretRef.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  valueOf,
} from "../../support/authRoom.ts";

const approvalsFile = "/home/dev/.config/model-auth/approvals.json";
const vault = { source: "exec", command: "/opt/vault", args: ["get", "two words"] };
const box = { source: "file", path: "/home/dev/box.json" };

const inVault: SecretRef = { source: "exec", provider: "vault", id: "a" };
const inBox: SecretRef = { source: "file", provider: "box", id: "/a" };

function configure({ ports }: AuthRoom, providers: unknown): void {
  ports.files.write(places.config, { secrets: { providers } });
}

function createRoom(providers: unknown): AuthRoom {
  const room = createAuthRoom();
  configure(room, providers);
  room.ports.programs.programs.set("/opt/vault", () => '{"protocolVersion":1,"values":{"a":"1"}}');
  room.ports.secretFiles.files.set("/home/dev/box.json", '{"a":"2"}');
  return room;
}

async function approveAll({ engine, load }: AuthRoom): Promise<void> {
  const world = await load();
  // oxlint-disable-next-line no-await-in-loop -- one file remembers all
  for (const { alias, hash } of await engine.pendingApprovals(world))
    valueOf(await engine.approve(world, alias, hash));
}

/** What becomes of the two refs: a value, or what keeps them from having one. */
async function follow({ ports, load }: AuthRoom): Promise<readonly unknown[]> {
  const outcomes = await resolveRefs(ports, await load(), [inVault, inBox]);
  return [inVault, inBox].map((ref) => {
    const outcome = outcomes.get(secretRefKey(ref)) ?? assert.fail("no answer");
    if (outcome.ok) return outcome.value;
    return outcome.failure.code === "needs_approval" ? outcome.failure.change : outcome.failure.code;
  });
}

function uses({ ports }: AuthRoom): number {
  return ports.programs.runs.length + ports.secretFiles.requests.length;
}

describe("Programs and secret files that the configuration names", () => {
  it("are neither run nor opened before the person approved them", async () => {
    const room = createRoom({ vault, box });
    assert.deepEqual(await follow(room), ["new", "new"]);
    assert.equal(uses(room), 0);
    await approveAll(room);
    assert.deepEqual(await follow(room), ["1", "2"]);
  });

  it("of a profile that another program wrote are not used either", async () => {
    const profile = { type: "api_key", provider: "openai", keyRef: inVault };
    const room = createAuthRoom({ "openai:theirs": profile });
    configure(room, { vault });
    const world = await room.load();
    const failure = failureOf(await room.engine.resolveSecret(world, "openai:theirs"));
    assert.equal(failure.code, "needs_approval");
    assert.equal(failureOf(await room.engine.requestKey(world, "openai:theirs")).code, "needs_approval");
    const signal = new AbortController().signal;
    const { rows } = await room.engine.probe(world, {}, { signal });
    assert.deepEqual(
      rows.map(({ status, reasonCode }) => [status, reasonCode]),
      [["unknown", "unresolved_ref"]],
    );
    assert.equal(uses(room), 0);
  });

  it("are shown as they are configured, before they are approved", async () => {
    const definition = { ...vault, passEnv: ["HOME"], trustedDirs: ["/opt"], allowSymlinkCommand: true };
    const room = createRoom({
      vault: definition,
      box: { ...box, path: "~/box.json", allowInsecurePath: true },
    });
    const pending = await room.engine.pendingApprovals(await room.load());
    assert.deepEqual(
      pending.map(({ alias, source, lines }) => ({ alias, source, lines })),
      [
        {
          alias: "vault",
          source: "exec",
          lines: [
            ["source", "exec"],
            ["command", "/opt/vault"],
            ["args", "get"],
            ["args", "two words"],
            ["passEnv", "HOME"],
            ["trustedDirs", "/opt"],
            ["allowSymlinkCommand", "true"],
          ],
        },
        {
          alias: "box",
          source: "file",
          lines: [
            ["source", "file"],
            ["path", "/home/dev/box.json"],
            ["mode", "json"],
            ["allowInsecurePath", "true"],
          ],
        },
      ],
    );
  });

  const changes: readonly (readonly [title: string, changed: object])[] = [
    ["command", { ...vault, command: "/opt/other" }],
    ["arguments", { ...vault, args: ["get two", "words"] }],
    ["environment", { ...vault, env: { LD_PRELOAD: "/tmp/x.so" } }],
    ["handed-on names", { ...vault, passEnv: ["LD_PRELOAD"] }],
    ["checks", { ...vault, allowInsecurePath: true }],
    ["treatment of links", { ...vault, allowSymlinkCommand: true }],
    ["trusted directories", { ...vault, trustedDirs: ["/opt"] }],
    ["answers", { ...vault, jsonOnly: false }],
  ];
  for (const [title, changed] of changes)
    it(`are to be approved anew when their ${title} changed, with what they were before`, async () => {
      const room = createRoom({ vault, box });
      await approveAll(room);
      const before = (await room.engine.pendingApprovals(await room.load())).length;
      assert.equal(before, 0);
      configure(room, { vault: changed, box });
      assert.deepEqual(await follow(room), ["changed", "2"]);
      assert.equal(room.ports.programs.runs.length, 0);
      const [pending] = await room.engine.pendingApprovals(await room.load());
      assert.deepEqual(pending?.before?.slice(0, 2), [
        ["source", "exec"],
        ["command", "/opt/vault"],
      ]);
      assert.notDeepEqual(pending.lines, pending.before);
      await approveAll(room);
      assert.notEqual((await follow(room))[0], "changed");
      configure(room, { vault, box });
      assert.deepEqual(await follow(room), ["changed", "2"], "the old approval is void");
    });

  it("are the same with other limits of time and size", async () => {
    const room = createRoom({ vault, box });
    await approveAll(room);
    configure(room, {
      vault: { ...vault, timeoutMs: 60_000, noOutputTimeoutMs: 9, maxOutputBytes: 99 },
      box: { ...box, maxBytes: 9, timeoutMs: 1 },
    });
    assert.deepEqual(await follow(room), ["1", "2"]);
  });

  it("are approved as they were shown, not as they became meanwhile", async () => {
    const room = createRoom({ vault });
    const [shown] = await room.engine.pendingApprovals(await room.load());
    configure(room, { vault: { ...vault, args: ["rm"] } });
    const world = await room.load();
    const refused = await room.engine.approve(world, "vault", shown?.hash ?? "");
    assert.deepEqual(failureOf(refused), { code: "definition_changed", alias: "vault" });
    const gone = await room.engine.approve(world, "gone", shown?.hash ?? "");
    assert.deepEqual(failureOf(gone), { code: "definition_missing", alias: "gone" });
    assert.equal(room.ports.files.saves, 0);
  });

  it("need an approval for each state dir and each name", async () => {
    const room = createRoom({ vault, box, vault2: vault });
    const world = await room.load();
    const [first] = await room.engine.pendingApprovals(world);
    valueOf(await room.engine.approve(world, "vault", first?.hash ?? ""));
    const left = await room.engine.pendingApprovals(world);
    assert.deepEqual(
      left.map(({ alias }) => alias),
      ["box", "vault2"],
    );
    const elsewhere = { ...world, paths: { ...world.paths, stateDir: "/home/dev/other" } };
    assert.equal((await room.engine.pendingApprovals(elsewhere)).length, 3);
  });

  it("lose their approval when it is taken back", async () => {
    const room = createRoom({ vault, box });
    await approveAll(room);
    const world = await room.load();
    valueOf(await room.engine.revokeApproval(world, "vault"));
    assert.deepEqual(await follow(room), ["new", "2"]);
    valueOf(await room.engine.revokeApproval(world, "box"));
    valueOf(await room.engine.revokeApproval(world, "never"));
    const { text } = await textOf(room);
    assert.deepEqual(JSON.parse(text), { version: 1, approvals: {} });
  });

  it("may be called anything", async () => {
    const providers = JSON.parse(
      '{"__proto__":{"source":"exec","command":"/opt/vault"},"constructor":{"source":"exec","command":"/opt/vault"}}',
    ) as unknown;
    const room = createAuthRoom();
    room.ports.files.write(places.config, `{"secrets":{"providers":${JSON.stringify(providers)}}}`);
    const world = await room.load();
    const aliases = (await room.engine.pendingApprovals(world)).map(({ alias }) => alias);
    await approveAll(room);
    assert.deepEqual(await room.engine.pendingApprovals(world), []);
    for (const alias of aliases) valueOf(await room.engine.revokeApproval(world, alias));
    assert.equal((await room.engine.pendingApprovals(world)).length, aliases.length);
    assert.deepEqual(aliases.toSorted(), ["__proto__", "constructor"]);
  });
});

async function textOf({ ports }: AuthRoom): Promise<{ readonly text: string }> {
  const content = await ports.files.read(approvalsFile);
  return content.kind === "text" ? content : assert.fail(content.kind);
}

describe("The file of approvals", () => {
  it("holds what the environment is set to only as digests", async () => {
    const secret = fakeKey("environment");
    const room = createRoom({ vault: { ...vault, env: { TOKEN: secret } } });
    const [pending] = await room.engine.pendingApprovals(await room.load());
    assert.ok(!JSON.stringify(pending).includes(secret));
    await approveAll(room);
    const { text } = await textOf(room);
    assert.ok(!text.includes(secret));
    assert.match(text, /TOKEN=sha256:[0-9a-f]{64}/);
    configure(room, { vault: { ...vault, env: { TOKEN: `${secret}2` } } });
    assert.equal((await follow(room))[0], "changed");
  });

  const unusable: readonly (readonly [title: string, text: string])[] = [
    ["is damaged", '{"version":1,"approvals":'],
    ["is no object", "[]"],
    ["has no version", '{"approvals":{}}'],
    ["is of a newer version", '{"version":2,"approvals":{}}'],
  ];
  for (const [title, text] of unusable)
    it(`that ${title} approves nothing and is not written over`, async () => {
      const room = createRoom({ vault, box });
      await approveAll(room);
      room.ports.files.write(approvalsFile, text);
      assert.deepEqual(await follow(room), ["new", "new"]);
      const world = await room.load();
      const [pending] = await room.engine.pendingApprovals(world);
      const refused = failureOf(await room.engine.approve(world, "vault", pending?.hash ?? ""));
      assert.equal("path" in refused ? refused.path : undefined, approvalsFile);
      assert.equal(failureOf(await room.engine.revokeApproval(world, "vault")).code, refused.code);
      assert.equal((await textOf(room)).text, text);
    });

  it("that may not be read approves nothing and is not written over", async () => {
    const room = createRoom({ vault, box });
    room.ports.files.spoil(approvalsFile, "denied");
    assert.deepEqual(await follow(room), ["new", "new"]);
    const world = await room.load();
    const [pending] = await room.engine.pendingApprovals(world);
    const refused = failureOf(await room.engine.approve(world, "vault", pending?.hash ?? ""));
    assert.equal(refused.code, "damaged");
  });

  it("keeps what it does not understand, and takes nothing of a wrong shape for an approval", async () => {
    const room = createRoom({ vault, box });
    const odd = { hash: "short", lines: [] };
    room.ports.files.write(approvalsFile, {
      later: [1],
      version: 1,
      approvals: { "/elsewhere": { x: 1 }, [places.stateDir]: { vault: odd, other: odd } },
    });
    assert.deepEqual(await follow(room), ["new", "new"]);
    await approveAll(room);
    assert.deepEqual(await follow(room), ["1", "2"]);
    const file = JSON.parse((await textOf(room)).text) as Record<string, Record<string, unknown>>;
    assert.deepEqual(Object.keys(file), ["later", "version", "approvals"]);
    assert.deepEqual(Object.keys(file["approvals"] ?? {}), ["/elsewhere", places.stateDir]);
  });

  it("is not written by looking", async () => {
    const room = createRoom({ vault, box });
    await follow(room);
    await room.engine.pendingApprovals(await room.load());
    assert.equal(room.ports.files.saves, 0);
  });
});
