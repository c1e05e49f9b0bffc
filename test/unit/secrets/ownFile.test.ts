import assert from "node:assert/strict";
import { chmodSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { allowHost, readAllowedHosts } from "../../../src/engine/probing/hostApprovals.ts";
import { failureOf, valueOf } from "../../support/authRoom.ts";
import { inStateDir, type StateDirRoom } from "../../support/stateDir.ts";

const own = ".config/model-auth/approvals.json";
const state = ".openclaw/openclaw.json";
const vault = { source: "exec", command: "/opt/vault" };

/** What the file says of the definition and the host: whether either may be used. */
async function approved({ engine, ports }: StateDirRoom): Promise<readonly [boolean, boolean]> {
  const world = await engine.load();
  const pending = await engine.pendingApprovals(world);
  return [pending.length === 0, (await readAllowedHosts(ports, world))("openai", "gateway.test")];
}

/** Approves both. @returns the codes of the refusals */
async function approve({ engine, ports }: StateDirRoom): Promise<readonly (string | undefined)[]> {
  const world = await engine.load();
  const [pending] = await engine.pendingApprovals(world);
  const program = await engine.approve(world, "vault", pending?.hash ?? "");
  const host = await allowHost(ports, world, "openai", "gateway.test");
  return [program, host].map((outcome) => (outcome.ok ? undefined : outcome.failure.code));
}

async function inRoom(work: (room: StateDirRoom) => Promise<void>): Promise<void> {
  await inStateDir(async (room) => {
    room.write(state, { secrets: { providers: { vault } } });
    await work(room);
  });
}

describe("The file of what a person approved, on a real disk", () => {
  it("is the person's alone, in a directory of theirs alone, and is made so again when it was opened to others", () =>
    inRoom(async (room) => {
      assert.deepEqual(await approved(room), [false, false]);
      assert.deepEqual(await approve(room), [undefined, undefined]);
      assert.deepEqual(await approved(room), [true, true]);
      const path = room.at(own);
      const mode = (of: string): number => statSync(of).mode & 0o777;
      assert.deepEqual([mode(path), mode(dirname(path))], [0o600, 0o700]);
      chmodSync(path, 0o644);
      valueOf(await room.engine.revokeApproval(await room.engine.load(), "vault"));
      assert.equal(mode(path), 0o600);
    }));

  it("may be a link, which stays one", () =>
    inRoom(async (room) => {
      room.write("elsewhere/mine.json", { version: 1, approvals: {} });
      mkdirSync(dirname(room.at(own)), { recursive: true });
      symlinkSync(room.at("elsewhere/mine.json"), room.at(own));
      assert.deepEqual(await approve(room), [undefined, undefined]);
      assert.ok(lstatSync(room.at(own)).isSymbolicLink());
      assert.deepEqual(Object.keys(JSON.parse(room.text("elsewhere/mine.json"))), [
        "version",
        "approvals",
        "hosts",
      ]);
    }));

  const unusable: Readonly<Record<string, (room: StateDirRoom) => void>> = {
    "200 MB": (room) => {
      room.write(own, '{"version":1}');
      truncateSync(room.at(own), 200 * 1024 ** 2);
    },
    "a hundred thousand brackets": (room) => room.write(own, `{"version":1,"hosts":${"[".repeat(100_000)}`),
    "half of itself": (room) => room.write(own, '{"version":1,"approvals":{"'),
    "of a newer program": (room) => room.write(own, { version: 2, approvals: {}, hosts: {} }),
    "no text": (room) => {
      room.write(own, "");
      truncateSync(room.at(own), 3);
    },
    "a directory": (room) => mkdirSync(room.at(own), { recursive: true }),
    "a loop of links": (room) => {
      mkdirSync(dirname(room.at(own)), { recursive: true });
      symlinkSync(room.at(own), room.at(own));
    },
  };
  it("approves nothing while it cannot be used, and is not written over", async () => {
    // All at once: a file that looks torn is looked at several times.
    const rooms = Object.entries(unusable).map(([what, make]) =>
      inRoom(async (room) => {
        make(room);
        const before = lstatSync(room.at(own), { bigint: true });
        assert.deepEqual(await approved(room), [false, false], what);
        const refusals = await approve(room);
        assert.ok(!refusals.includes(undefined), `written over: ${what}`);
        const after = lstatSync(room.at(own), { bigint: true });
        assert.deepEqual(
          [after.ino, after.mtimeNs, after.size],
          [before.ino, before.mtimeNs, before.size],
          what,
        );
      }),
    );
    await Promise.all(rooms);
  });

  it("approves nothing by names that every object has, and keeps them as data", () =>
    inRoom(async (room) => {
      const stateDir = room.at(".openclaw");
      const text = `{"version":1,"__proto__":{"hosts":{"${stateDir}":{"openai":["gateway.test"]}}},"approvals":{"__proto__":{"vault":{"hash":"x","lines":[]}},"${stateDir}":{"__proto__":{"hash":"x"},"constructor":1}},"hosts":{"${stateDir}":{"__proto__":["gateway.test"]}}}`;
      room.write(own, text);
      assert.deepEqual(await approved(room), [false, false]);
      const world = await room.engine.load();
      const allowed = await readAllowedHosts(room.ports, world);
      for (const name of ["constructor", "toString", "valueOf"]) assert.equal(allowed(name, "x"), false);
      valueOf(await allowHost(room.ports, world, "__proto__", "other.test"));
      const written = readFileSync(room.at(own), "utf8");
      assert.ok(written.startsWith(text.slice(0, text.indexOf('"hosts":{"', 60))), written);
      assert.match(written, /"__proto__": ?\[\s*"gateway\.test",\s*"other\.test"\s*\]/);
      assert.equal(Reflect.get({}, "hosts"), undefined);
    }));

  it("is refused as what it is", () =>
    inRoom(async (room) => {
      room.write(own, '{"version":1,\n"approvals":');
      const world = await room.engine.load();
      const [pending] = await room.engine.pendingApprovals(world);
      const refused = failureOf(await room.engine.approve(world, "vault", pending?.hash ?? ""));
      assert.deepEqual(refused, { code: "damaged", path: room.at(own), line: 2, column: 13 });
    }));
});
