import assert from "node:assert/strict";
import type { ProgramOutcome, ProgramRun } from "../../../src/engine/ports.ts";
import { createErrand, resolveRef } from "../../../src/engine/secrets/resolve.ts";
import {
  type RefOutcome,
  type ResolveRefsOptions,
  resolveRefs,
} from "../../../src/engine/secrets/resolveRefs.ts";
import type { SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import {
  type AuthRoom,
  createAuthRoom,
  failureOf,
  fakeKey,
  places,
  valueOf,
} from "../../support/authRoom.ts";
import type { MemoryProgram } from "../../support/memoryPrograms.ts";

const exec = (id: string, provider = "vault"): SecretRef => ({ source: "exec", provider, id });
const file = (id: string, provider = "box"): SecretRef => ({ source: "file", provider, id });
const env = (id: string, provider = "default"): SecretRef => ({ source: "env", provider, id });

const vault = { source: "exec", command: "/opt/vault" };
const box = { source: "file", path: "~/box.json" };

interface Room extends AuthRoom {
  readonly world: AuthWorld;
}

/** A room whose configured programs and files are all approved. */
async function createRoom(secrets: unknown, program?: MemoryProgram): Promise<Room> {
  const room = createAuthRoom();
  room.ports.files.write(places.config, { secrets });
  if (program !== undefined) room.ports.programs.programs.set("/opt/vault", program);
  const world = await room.load();
  // oxlint-disable-next-line no-await-in-loop -- one file remembers all
  for (const { alias, hash } of await room.engine.pendingApprovals(world))
    valueOf(await room.engine.approve(world, alias, hash));
  return { ...room, world };
}

/** A program of protocol version 1 that knows these values and refuses these ids. */
function keeper(values: object, errors?: object): MemoryProgram {
  return () => JSON.stringify({ protocolVersion: 1, values, ...(errors && { errors }) });
}

/** Values, or the failures' codes, by key. */
async function answers(
  { ports, world }: Room,
  refs: readonly SecretRef[],
  options?: ResolveRefsOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const outcomes = await resolveRefs(ports, world, refs, options);
  return Object.fromEntries([...outcomes].map(([key, outcome]) => [key, shown(outcome)]));
}

function shown(outcome: RefOutcome): unknown {
  return outcome.ok ? outcome.value : `!${outcome.failure.code}`;
}

async function only(room: Room, ref: SecretRef): Promise<RefOutcome> {
  const [outcome] = [...(await resolveRefs(room.ports, room.world, [ref])).values()];
  return outcome ?? assert.fail("no answer");
}

describe("Following many refs", () => {
  it("runs a program once for all its ids and reads a file once, each id once", async () => {
    const room = await createRoom({ providers: { vault, box } }, keeper({ a: "1", b: { c: 2 } }));
    room.ports.secretFiles.files.set("/home/dev/box.json", '{"x":{"y":"3"},"z":[4]}');
    room.ports.environment.values["NAME"] = " v ";
    const world = await room.load();
    const refs = [exec("a"), file("/x/y"), exec("b"), env("NAME"), exec(" a "), file("/z/0")];
    assert.deepEqual(await answers({ ...room, world }, refs), {
      "exec:vault:a": "1",
      "exec:vault:b": { c: 2 },
      "file:box:/x/y": "3",
      "file:box:/z/0": 4,
      "env:default:NAME": " v ",
    });
    assert.deepEqual(
      room.ports.programs.runs.map(({ input }) => input),
      ['{"protocolVersion":1,"provider":"vault","ids":["a","b"]}'],
    );
    assert.equal(room.ports.secretFiles.requests.length, 1);
  });

  it("answers each ref for itself, whatever becomes of the others", async () => {
    const room = await createRoom(
      { providers: { vault, box } },
      keeper({ a: "1" }, { b: { message: " no " } }),
    );
    room.ports.secretFiles.files.set("/home/dev/box.json", "{}");
    const refs = [exec("a"), exec("b"), exec("c"), file("/x"), file("x"), env("UNSET"), env("A", "none")];
    assert.deepEqual(await answers(room, refs), {
      "exec:vault:a": "1",
      "exec:vault:b": "!refused_by_program",
      "exec:vault:c": "!not_answered",
      "file:box:/x": "!pointer_missing",
      "file:box:x": "!pointer_invalid",
      "env:default:UNSET": "!env_missing",
      "env:none:A": "!provider_not_configured",
    });
    const failure = failureOf(await only(room, exec("b")));
    assert.deepEqual(failure, { code: "refused_by_program", message: "no", scope: "ref", ref: exec("b") });
  });

  for (const id of ["$(touch p)", ";", "a\nb", "--flag", "../../x", "a/../b", "/a", "x y", "a".repeat(257)])
    it(`asks no program for ${JSON.stringify(id.slice(0, 20))}`, async () => {
      const room = await createRoom({ providers: { vault } }, keeper({}));
      assert.deepEqual(failureOf(await only(room, exec(id))), {
        code: "exec_id_invalid",
        scope: "none",
        ref: exec(id),
      });
      assert.equal(room.ports.programs.runs.length, 0);
    });

  it("asks nobody for nothing, and leaves the keychain to its profiles", async () => {
    const room = await createRoom({ providers: { vault } }, keeper({}));
    assert.deepEqual(await answers(room, []), {});
    const kept: SecretRef = { source: "vscode", provider: "default", id: "p/1" };
    assert.deepEqual(await answers(room, [exec(" "), kept]), {
      "exec:vault:": "!id_empty",
      "vscode:default:p/1": "!tampered",
    });
    assert.equal(room.ports.programs.runs.length, 0);
  });

  it("runs no program where none may be run", async () => {
    const room = await createRoom({ providers: { vault } }, keeper({ a: "1" }));
    const found = await answers(room, [exec("a")], { allowExec: false });
    assert.deepEqual(found, { "exec:vault:a": "!exec_not_allowed" });
    assert.equal(room.ports.programs.runs.length, 0);
  });

  it("asks no more than so many providers at once", async () => {
    let running = 0;
    let most = 0;
    const slow: MemoryProgram = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return '{"protocolVersion":1,"values":{"a":"1"}}';
    };
    const providers = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`v${index}`, vault]));
    const room = await createRoom({ providers, resolution: { maxProviderConcurrency: 3 } }, slow);
    const refs = Object.keys(providers).map((alias) => exec("a", alias));
    assert.deepEqual(new Set(Object.values(await answers(room, refs))), new Set(["1"]));
    assert.equal(most, 3);
  });

  it("asks no further provider after a failure where that is wished", async () => {
    const providers = { first: { ...vault, command: "/opt/absent" }, second: vault };
    const room = await createRoom(
      { providers, resolution: { maxProviderConcurrency: 1 } },
      keeper({ a: "1" }),
    );
    const refs = [exec("a", "first"), exec("a", "second")];
    const options = { stopAtFailure: true };
    assert.deepEqual(await answers(room, refs, options), { "exec:first:a": "!program_refused" });
    assert.deepEqual(await answers(room, [exec(""), ...refs], options), { "exec:vault:": "!id_empty" });
    assert.deepEqual(await answers(room, refs), {
      "exec:first:a": "!program_refused",
      "exec:second:a": "1",
    });
  });

  it("asks for no more refs of one provider, and in no longer question, than is configured", async () => {
    const resolution = { maxRefsPerProvider: 1, maxBatchBytes: 60 };
    const room = await createRoom({ providers: { vault }, resolution }, keeper({ a: "1" }));
    assert.deepEqual(await answers(room, [exec("a"), exec("b")]), {
      "exec:vault:a": "!too_many_refs",
      "exec:vault:b": "!too_many_refs",
    });
    assert.deepEqual(await answers(room, [exec("a"), exec("a")]), { "exec:vault:a": "1" });
    const long = exec("a".repeat(30));
    assert.deepEqual(failureOf(await only(room, long)), {
      code: "request_too_large",
      limit: 60,
      scope: "provider",
      ref: long,
    });
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    const cancelled: MemoryProgram = (_run, signal) => {
      controller.abort();
      return signal?.aborted ? { kind: "cancelled" } : "";
    };
    const room = await createRoom({ providers: { vault, other: vault } }, cancelled);
    const refs = [exec("a"), exec("a", "other")];
    assert.deepEqual(await answers(room, refs, { signal: controller.signal }), {
      "exec:vault:a": "!cancelled",
      "exec:other:a": "!cancelled",
    });
    assert.deepEqual(await answers(room, [exec("b")], { signal: controller.signal }), {
      "exec:vault:b": "!cancelled",
    });
  });
});

describe("A program's definition", () => {
  it("decides what it is run with; its environment is what is named, and nothing else", async () => {
    const args = ["get", "--quiet"];
    const definition = {
      ...vault,
      args,
      env: { TOKEN: "mine", BOTH: "set" },
      passEnv: ["HOME", "UNSET", "BOTH", "constructor"],
      timeoutMs: 1500.9,
      maxOutputBytes: 1e12,
      trustedDirs: ["/opt"],
      allowSymlinkCommand: true,
    };
    const room = await createRoom({ providers: { vault: definition } }, keeper({ a: "1" }));
    room.ports.environment.values = { ...room.ports.environment.values, BOTH: "passed", OTHER: "no" };
    await only({ ...room, world: await room.load() }, exec("a"));
    const expected: ProgramRun = {
      command: "/opt/vault",
      args,
      env: { HOME: "/home/dev", BOTH: "set", TOKEN: "mine" },
      input: '{"protocolVersion":1,"provider":"vault","ids":["a"]}',
      timeoutMs: 1500,
      noOutputTimeoutMs: 1500,
      maxOutputBytes: 20_971_520,
      checks: { allowSymlink: true, allowInsecurePath: false, trustedDirs: ["/opt"] },
    };
    assert.deepEqual(room.ports.programs.runs, [expected]);
  });

  it("has usual limits where it names none, or none that are numbers", async () => {
    const definition = { ...vault, timeoutMs: "7", noOutputTimeoutMs: -3, maxOutputBytes: null };
    const room = await createRoom({ providers: { vault: definition } }, keeper({ a: "1" }));
    await only(room, exec("a"));
    const [run] = room.ports.programs.runs;
    assert.deepEqual(
      [run?.timeoutMs, run?.noOutputTimeoutMs, run?.maxOutputBytes, run?.args, run?.env],
      [5000, 1, 1_048_576, [], {}],
    );
  });

  const broken: readonly (readonly [field: string, definition: object])[] = [
    ["command", { source: "exec" }],
    ["command", { ...vault, command: " " }],
    ["args", { ...vault, args: "get" }],
    ["args", { ...vault, args: ["get", 1] }],
    ["env", { ...vault, env: { A: 1 } }],
    ["passEnv", { ...vault, passEnv: "HOME" }],
    ["trustedDirs", { ...vault, trustedDirs: [7] }],
    ["path", { source: "file" }],
    ["mode", { ...box, mode: "yaml" }],
    ["allowlist", { source: "env", allowlist: "A" }],
  ];
  for (const [field, definition] of broken)
    it(`does not take effect with a wrong ${field}: ${JSON.stringify(definition)}`, async () => {
      const { source } = { source: "exec", ...definition };
      const ref = { source, provider: "vault", id: source === "file" ? "/a" : "A" } as SecretRef;
      const room = await createRoom({ providers: { vault: definition } }, keeper({ a: "1" }));
      assert.deepEqual(failureOf(await only(room, ref)), {
        code: "definition_invalid",
        field,
        scope: "provider",
        ref,
      });
      assert.equal(room.ports.programs.runs.length + room.ports.secretFiles.requests.length, 0);
    });

  it("of another source is not used", async () => {
    const room = await createRoom({ providers: { vault: box } });
    const { code } = failureOf(await only(room, exec("a")));
    assert.equal(code, "provider_of_other_source");
  });
});

describe("A program's answer", () => {
  const bad: readonly (readonly [said: string, code: string])[] = [
    ["", "answer_empty"],
    [" \n", "answer_empty"],
    ["plain", "answer_not_json"],
    ["[1]", "answer_not_object"],
    ['"text"', "answer_not_object"],
    ["{}", "answer_version"],
    ['{"protocolVersion":"1","values":{"a":"1"}}', "answer_version"],
    ['{"protocolVersion":1}', "answer_without_values"],
    ['{"protocolVersion":1,"values":[]}', "answer_without_values"],
    ['{"protocolVersion":1,"values":{"A":"1"}}', "not_answered"],
    ['{"protocolVersion":1,"values":{"a":"1"},"errors":{"a":"no"}}', "refused_by_program"],
    ['{"protocolVersion":1,"values":{"a":"1"},"errors":{"a":null}}', "refused_by_program"],
  ];
  for (const [said, code] of bad)
    it(`${JSON.stringify(said)} is ${code}`, async () => {
      const room = await createRoom({ providers: { vault } }, () => said);
      assert.equal(failureOf(await only(room, exec("a"))).code, code);
    });

  it("has no ids but its own", async () => {
    const room = await createRoom({ providers: { vault } }, keeper({}));
    const ids = ["toString", "constructor", "hasOwnProperty"].map((id) => exec(id));
    const codes = Object.values(await answers(room, ids));
    assert.deepEqual(codes, ["!not_answered", "!not_answered", "!not_answered"]);
  });

  it("may be the bare secret where the definition says so and one id was asked for", async () => {
    const bare = { ...vault, jsonOnly: false };
    const answer = async (said: string): Promise<unknown> =>
      shown(await only(await createRoom({ providers: { vault: bare } }, () => said), exec("a")));
    assert.equal(await answer(" two words \n"), "two words");
    assert.equal(await answer('" quoted "'), " quoted ");
    assert.equal(await answer("12345"), "!answer_not_object");
    assert.equal(await answer('{"protocolVersion":1,"values":{"a":"1"}}'), "1");
    const room = await createRoom({ providers: { vault: bare } }, () => "plain");
    const both = await answers(room, [exec("a"), exec("b")]);
    assert.deepEqual(Object.values(both), ["!answer_not_json", "!answer_not_json"]);
  });

  const ends: readonly (readonly [outcome: ProgramOutcome, failure: object])[] = [
    [
      { kind: "ended", exitCode: 3, stdout: "x" },
      { code: "program_failed", exitCode: 3 },
    ],
    [
      { kind: "ended", exitCode: null, stdout: "" },
      { code: "program_failed", exitCode: null },
    ],
    [{ kind: "timeout" }, { code: "program_timeout", ms: 5000 }],
    [{ kind: "silent" }, { code: "program_silent", ms: 5000 }],
    [{ kind: "too_much_output" }, { code: "too_much_output", limit: 1_048_576 }],
    [{ kind: "not_text" }, { code: "answer_not_text" }],
    [
      { kind: "not_started", path: "/opt/vault", systemCode: "EACCES" },
      { code: "program_not_started", path: "/opt/vault", systemCode: "EACCES" },
    ],
    [
      { kind: "refused", fault: "too_open", path: "/opt/real" },
      { code: "program_refused", fault: "too_open", path: "/opt/real" },
    ],
  ];
  for (const [outcome, failure] of ends)
    it(`is none when the program ended so: ${JSON.stringify(outcome)}`, async () => {
      const room = await createRoom({ providers: { vault } }, () => outcome);
      assert.deepEqual(failureOf(await only(room, exec("a"))), {
        ...failure,
        scope: "provider",
        ref: exec("a"),
      });
    });
});

describe("A secret file's content", () => {
  async function answer(definition: object, text: string, id: string): Promise<unknown> {
    const room = await createRoom({ providers: { box: { ...box, ...definition } } });
    room.ports.secretFiles.files.set("/home/dev/box.json", text);
    return shown(await only(room, file(id)));
  }

  it("is the secret itself but for one line end, where the definition says so", async () => {
    const single = { mode: "singleValue" };
    assert.equal(await answer(single, " a b \r\n", "value"), " a b ");
    assert.equal(await answer(single, "a\n\n", "value"), "a\n");
    assert.equal(await answer(single, "a", "/value"), "!single_value_id");
  });

  it("is else one object of strict JSON", async () => {
    assert.equal(await answer({}, '{"a":"1"}', "/a"), "1");
    assert.equal(await answer({}, '{"a":"1",}', "/a"), "!file_not_json");
    assert.equal(await answer({}, "\uFEFF{}", "/a"), "!file_not_json");
    assert.equal(await answer({}, "[1]", "/0"), "!file_not_object");
  });

  it("is asked for with the limits of its definition, at a path made absolute", async () => {
    const definition = {
      source: "file",
      path: "box.json",
      maxBytes: 9,
      timeoutMs: 7,
      allowInsecurePath: true,
    };
    const room = await createRoom({ providers: { box: definition } });
    await only(room, file("/a"));
    const [request] = room.ports.secretFiles.requests;
    const { path, maxBytes, timeoutMs, allowInsecurePath } = request ?? assert.fail();
    assert.deepEqual([path, maxBytes, timeoutMs, allowInsecurePath], ["/cwd/box.json", 9, 7, true]);
  });

  it("is in no failure, not even where it is damaged", async () => {
    const room = await createRoom({ providers: { box } });
    const canary = fakeKey("canary");
    room.ports.secretFiles.files.set("/home/dev/box.json", `{"a": ${canary}}`);
    const outcome = await only(room, file("/a"));
    assert.ok(!JSON.stringify(outcome).includes(canary.slice(0, 5)));
  });
});

describe("Following one ref", () => {
  it("wants text that is not blank", async () => {
    const room = await createRoom({ providers: { vault } }, keeper({ n: 5, blank: " ", text: " t " }));
    const follow = async (id: string): Promise<unknown> => {
      const found = await resolveRef(room.ports, room.world, exec(id));
      return found.ok ? found.value.reveal() : found.failure.code;
    };
    assert.equal(await follow("n"), "no_text");
    assert.equal(await follow("blank"), "no_text");
    assert.equal(await follow("text"), " t ");
  });

  it("asks once for what one errand needs several times, and anew for the next", async () => {
    const room = await createRoom({ providers: { vault, box } }, keeper({ a: "1", b: "2" }));
    room.ports.secretFiles.files.set("/home/dev/box.json", '{"x":"3","y":"4"}');
    const follow = async (refs: readonly SecretRef[]): Promise<void> => {
      const errand = createErrand();
      await Promise.all(refs.map((ref) => resolveRef(room.ports, room.world, ref, { errand })));
    };
    await follow([exec("a"), exec("a"), exec("b"), file("/x"), file("/y"), file("/x")]);
    assert.equal(room.ports.programs.runs.length, 2);
    assert.equal(room.ports.secretFiles.requests.length, 1);
    await follow([exec("a")]);
    assert.equal(room.ports.programs.runs.length, 3);
  });
});
