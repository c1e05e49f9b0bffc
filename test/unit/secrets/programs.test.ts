import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProgramChecks, ProgramOutcome, ProgramRun } from "../../../src/engine/ports.ts";
import { isWindowsScript, ownershipFault } from "../../../src/node/programChecks.ts";
import { createPrograms, nodePrograms } from "../../../src/node/programs.ts";
import { fakeKey } from "../../support/authRoom.ts";
import { inSecretRoom, programRun, type SecretRoom } from "./secretRoom.ts";

async function said(run: ProgramRun): Promise<string> {
  const outcome = await nodePrograms.run(run);
  assert.equal(outcome.kind, "ended", JSON.stringify(outcome));
  return outcome.kind === "ended" ? outcome.stdout : "";
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

/** A process that ended, but that nobody asked how. */
function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Signals arrive when the system gets to it. */
async function whenGone(pid: number): Promise<void> {
  for (let look = 0; look < 200 && isRunning(pid); look++)
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(!isRunning(pid), `${pid} still runs`);
}

/** A file that is no program to be run, and what to say of it. */
interface Refused {
  readonly title: string;
  readonly fault: string;
  readonly checks?: Partial<ProgramChecks>;
  readonly make: (room: SecretRoom) => string;
}

const touch = (name: string): string => `echo ran > "$(dirname "$0")/${name}"`;

function linkTo(target: string, room: SecretRoom): string {
  const link = join(room.directory, "link");
  symlinkSync(target, link);
  return link;
}

const refusedPrograms: readonly Refused[] = [
  {
    title: "a link",
    fault: "symlink",
    make: (room) => linkTo(room.script("real", touch("ran")), room),
  },
  {
    title: "a link that leads nowhere, where links are allowed",
    fault: "symlink_target",
    checks: { allowSymlink: true },
    make: (room) => linkTo(join(room.directory, "absent"), room),
  },
  {
    title: "a link to a program its group may write",
    fault: "too_open",
    checks: { allowSymlink: true },
    make: (room) => linkTo(room.script("real", touch("ran"), 0o770), room),
  },
  {
    title: "what its group may write",
    fault: "too_open",
    make: ({ script }) => script("x", touch("ran"), 0o770),
  },
  {
    title: "what anybody may write",
    fault: "too_open",
    make: ({ script }) => script("x", touch("ran"), 0o707),
  },
  { title: "a directory", fault: "not_file", make: ({ directory }) => directory },
  { title: "nothing", fault: "not_readable", make: ({ directory }) => join(directory, "absent") },
  { title: "a relative path", fault: "not_absolute", make: () => "./program" },
  { title: "a name to be searched for", fault: "not_absolute", make: () => "sh" },
  {
    title: "what is in no trusted directory",
    fault: "outside_trusted_dirs",
    checks: { trustedDirs: ["/usr/bin"] },
    make: ({ script }) => script("x", touch("ran")),
  },
  {
    title: "what only begins like a trusted directory",
    fault: "outside_trusted_dirs",
    checks: { trustedDirs: ["/usr/bin", "/tmp/model"] },
    make: ({ script }) => script("x", touch("ran")),
  },
];

describe("A program of this machine", () => {
  it("is asked on its standard input and answers on its standard output", () =>
    inSecretRoom(async ({ script }) => {
      const echo = script("echo", 'cat; printf "|%s" "$#" "$@"');
      const run = programRun(echo, {
        input: '{"a":"ü"}',
        args: ["$(touch p)", ";", "two words", "--flag", "a\nb"],
      });
      const path = "/usr/bin:/bin";
      assert.equal(
        await said({ ...run, env: { PATH: path } }),
        '{"a":"ü"}|5|$(touch p)|;|two words|--flag|a\nb',
      );
    }));

  it("has no environment but the one it is given, and runs where it lives", () =>
    inSecretRoom(async ({ directory, script }) => {
      const show = script("show", "/usr/bin/env; /bin/pwd");
      const lines = (await said(programRun(show, { env: { ONLY: "this one" } }))).trim().split("\n");
      // The shell sets these three itself.
      const own = lines.filter((line) => !/^(?:PWD|SHLVL|_)=/.test(line));
      assert.deepEqual(own, ["ONLY=this one", directory]);
    }));

  it("has nothing of what it is asked or answers in its arguments or environment", () =>
    inSecretRoom(async ({ script }) => {
      const canary = fakeKey("canary");
      const look = script("look", `cat > /dev/null; cat /proc/$$/cmdline /proc/$$/environ`);
      const output = await said(programRun(look, { input: canary, env: { PATH: "/usr/bin:/bin" } }));
      assert.ok(!output.includes(canary), "the canary is to be seen");
    }));

  for (const { title, fault, checks, make } of refusedPrograms)
    it(`is not ${title}`, () =>
      inSecretRoom(async (room) => {
        const run = programRun(make(room));
        const asked = { ...run, checks: { ...run.checks, ...checks } };
        const outcome = await nodePrograms.run(asked);
        assert.equal(outcome.kind === "refused" ? outcome.fault : outcome.kind, fault);
        assert.deepEqual(await nodePrograms.inspect(asked), { fault, referenceFault: fault });
        assert.throws(() => readFileSync(join(room.directory, "ran")), "it was run");
      }));

  it("may be a link where links are allowed, into a trusted directory that holds the file itself", () =>
    inSecretRoom(async ({ directory, script }) => {
      mkdirSync(join(directory, "real"));
      const link = join(directory, "link");
      symlinkSync(script("real/program", "echo yes"), link);
      const checks = { allowSymlink: true, allowInsecurePath: false };
      const within = (trusted: string): ProgramRun =>
        programRun(link, { checks: { ...checks, trustedDirs: [trusted] } });
      assert.equal(await said(within(join(directory, "real"))), "yes\n");
      const outside = await nodePrograms.run(within(join(directory, "other")));
      assert.equal(verdict(outside), "outside_trusted_dirs");
    }));

  it("may be anybody's where that is allowed", () =>
    inSecretRoom(async ({ script }) => {
      const run = programRun(script("open", "echo yes", 0o777));
      assert.equal(await said({ ...run, checks: { ...run.checks, allowInsecurePath: true } }), "yes\n");
    }));

  it("cannot be judged on Windows, and no command file is run there at all", () =>
    inSecretRoom(async ({ script }) => {
      const windows = createPrograms({ uid: undefined, platform: "win32" });
      const program = programRun(script("program", touch("ran")));
      assert.equal(verdict(await windows.run(program)), "unverified");
      const file = programRun(script("program.Cmd", touch("ran")));
      const insecure = { ...file, checks: { ...file.checks, allowInsecurePath: true } };
      assert.equal(verdict(await windows.run(insecure)), "script_type");
    }));

  it("that hangs silently is killed with all it started", () =>
    inSecretRoom(async (room) => {
      const outcome = await nodePrograms.run(hanging(room, { timeoutMs: 400, noOutputTimeoutMs: 400 }));
      assert.deepEqual(outcome, { kind: "silent" });
      await whenGone(childOf(room));
    }));

  it("that talks and never ends is killed at its deadline", () =>
    inSecretRoom(async ({ script }) => {
      const talk = script("talk", "while :; do echo x; /bin/sleep 0.05; done");
      const outcome = await nodePrograms.run(programRun(talk, { timeoutMs: 500, noOutputTimeoutMs: 400 }));
      assert.deepEqual(outcome, { kind: "timeout" });
    }));

  for (const stream of ["1", "2"])
    it(`that floods descriptor ${stream} is killed when its output is too much`, () =>
      inSecretRoom(async ({ script }) => {
        const flood = script("flood", `exec /bin/cat /dev/zero >&${stream}`);
        const outcome = await nodePrograms.run(programRun(flood, { maxOutputBytes: 100_000 }));
        assert.deepEqual(outcome, { kind: "too_much_output" });
      }));

  it("may say exactly as much as it may", () =>
    inSecretRoom(async ({ script }) => {
      const exact = script("exact", "printf 12345; printf 678 >&2");
      assert.equal(await said(programRun(exact, { maxOutputBytes: 8 })), "12345");
      const over = await nodePrograms.run(programRun(exact, { maxOutputBytes: 7 }));
      assert.deepEqual(over, { kind: "too_much_output" });
    }));

  it("leaves nothing running that it started, though that holds its output open", () =>
    inSecretRoom(async ({ script }) => {
      const fork = script("fork", "/bin/sleep 600 &\necho $!");
      const pid = Number(await said(programRun(fork)));
      assert.ok(pid > 1);
      await whenGone(pid);
    }));

  it("leaves nothing running that it started and let go of", () =>
    inSecretRoom(async ({ script }) => {
      const fork = script("fork", "/bin/sleep 600 </dev/null >/dev/null 2>&1 &\necho $!");
      await whenGone(Number(await said(programRun(fork))));
    }));

  it("is killed when it is cancelled, and not run when that came first", () =>
    inSecretRoom(async (room) => {
      const controller = new AbortController();
      const running = nodePrograms.run(hanging(room), controller.signal);
      const pid = await eventualChildOf(room);
      controller.abort();
      assert.deepEqual(await running, { kind: "cancelled" });
      await whenGone(pid);
      const late = programRun(room.script("late", touch("ran")));
      assert.deepEqual(await nodePrograms.run(late, controller.signal), { kind: "cancelled" });
      assert.throws(() => readFileSync(join(room.directory, "ran")));
    }));

  it("that ends badly gives its exit code and nothing it said", () =>
    inSecretRoom(async ({ script }) => {
      const bad = await nodePrograms.run(programRun(script("bad", "echo secret; exit 3")));
      assert.deepEqual(bad, { kind: "ended", exitCode: 3, stdout: "" });
      const killed = await nodePrograms.run(programRun(script("killed", "echo secret; kill -9 $$")));
      assert.deepEqual(killed, { kind: "ended", exitCode: null, stdout: "" });
    }));

  it("that the system cannot start gives the system's code", () =>
    inSecretRoom(async ({ file, script }) => {
      const path = script("not-executable", "echo x", 0o600);
      const denied = await nodePrograms.run(programRun(path));
      assert.deepEqual(denied, { kind: "not_started", path, systemCode: "EACCES" });
      const lost = file("lost", "#!/no/such/interpreter\n", 0o700);
      const absent = await nodePrograms.run(programRun(lost));
      assert.deepEqual(absent, { kind: "not_started", path: lost, systemCode: "ENOENT" });
    }));

  it("whose arguments hold what no argument can is not started, and they are not told", () =>
    inSecretRoom(async ({ script }) => {
      const canary = fakeKey("canary");
      const outcome = await nodePrograms.run(programRun(script("x", "echo"), { args: [`${canary}\0`] }));
      assert.equal(outcome.kind, "not_started");
      assert.ok(!JSON.stringify(outcome).includes(canary));
    }));

  it("that does not read what it is asked is no worse for it", () =>
    inSecretRoom(async ({ script }) => {
      const deaf = script("deaf", "exec <&-; echo fine");
      assert.equal(await said(programRun(deaf, { input: "x".repeat(1_000_000) })), "fine\n");
    }));

  it("that answers in no UTF-8 is not guessed at", () =>
    inSecretRoom(async ({ script }) => {
      const outcome = await nodePrograms.run(programRun(script("odd", "printf 'a\\377b'")));
      assert.deepEqual(outcome, { kind: "not_text" });
    }));

  it("may be root's, as long as nobody else can change it; OpenClaw wants the user's own", () => {
    const dev = { uid: 1000, platform: "linux" } as const;
    assert.deepEqual(ownershipFault({ mode: 0o100755, uid: 0 }, dev), { referenceFault: "foreign_owner" });
    assert.deepEqual(ownershipFault({ mode: 0o100755, uid: 1000 }, dev), {});
    const both = (fault: string): unknown => ({ fault, referenceFault: fault });
    assert.deepEqual(ownershipFault({ mode: 0o100755, uid: 1001 }, dev), both("foreign_owner"));
    assert.deepEqual(ownershipFault({ mode: 0o100775, uid: 0 }, dev), both("too_open"));
    assert.deepEqual(
      ownershipFault({ mode: 0o100755, uid: 1000 }, { uid: 0, platform: "linux" }),
      both("foreign_owner"),
    );
  });
});

describe("A file that Windows would hand to a command interpreter", () => {
  const scripts = [
    "C:\\tools\\get.bat",
    "C:\\tools\\get.BAT",
    "C:\\tools\\get.Cmd",
    "C:/tools/get.pS1",
    "C:\\tools\\get.bat ",
    "C:\\tools\\get.bat.",
    "C:\\tools\\get.cmd . .",
    "C:\\tools\\get.bat::$DATA",
    "C:\\tools\\get.cmd:stream",
    "C:\\tools\\get.bat :x",
    "\\\\server\\share\\get.CMD",
    "C:get.bat",
  ];
  for (const path of scripts)
    it(`is ${JSON.stringify(path)}`, () => {
      assert.equal(isWindowsScript(path, "win32"), true);
      assert.equal(isWindowsScript(path, "linux"), false);
    });

  for (const path of [
    "C:\\tools\\get.exe",
    "C:\\get.bat\\op.exe",
    "C:\\tools\\bat",
    "C:\\tools\\get.batx",
    "D:\\a.com",
  ])
    it(`is not ${path}`, () => assert.equal(isWindowsScript(path, "win32"), false));
});

function verdict(of: ProgramOutcome): string {
  return of.kind === "refused" ? of.fault : of.kind;
}

/** A script that starts another process, writes down which, and waits for it without a word. */
function hanging(room: SecretRoom, changes: Partial<ProgramRun> = {}): ProgramRun {
  const script = room.script(
    "hang",
    '/bin/sleep 600 &\necho $! > "${0%/*}/child.part"; mv "${0%/*}/child.part" "${0%/*}/child"; wait',
  );
  return programRun(script, { env: { PATH: `/usr/bin:/bin:${dirname(process.execPath)}` }, ...changes });
}

function childOf({ directory }: SecretRoom): number {
  return Number(readFileSync(join(directory, "child"), "utf8"));
}

async function eventualChildOf(room: SecretRoom): Promise<number> {
  for (let look = 0; look < 500; look++) {
    try {
      return childOf(room);
    } catch {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return assert.fail("the program did not begin");
}
