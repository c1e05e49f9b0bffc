import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { linkSync, mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { SecretFileFault } from "../../../src/engine/ports.ts";
import { secretFileFault, thisProcess } from "../../../src/node/secretFileRules.ts";
import { createSecretFiles, nodeSecretFiles } from "../../../src/node/secretFiles.ts";
import { fakeKey } from "../../support/authRoom.ts";
import { fileRequest, inSecretRoom, type SecretRoom } from "./secretRoom.ts";

const secret = fakeKey("file");
/** Node itself makes none. */
const makePipe = "mkfifo";

/** What stands where the secret file should be, and why it is refused. */
interface Impostor {
  readonly title: string;
  readonly fault: SecretFileFault;
  readonly make: (room: SecretRoom) => string;
  readonly onlyOn?: NodeJS.Platform;
}

/** A program that puts a link to another file and the file itself in a secret's place, in turn. */
const swapForEver = `
  const { renameSync, symlinkSync, writeFileSync } = require("node:fs");
  const [directory, secret] = process.argv.slice(1);
  const [path, next] = [directory + "/secret", directory + "/next"];
  const wait = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; ; turn++) {
    if (turn % 2 === 0) symlinkSync(directory + "/stolen", next);
    else writeFileSync(next, secret, { mode: 0o600 });
    renameSync(next, path);
    if (turn % 7 === 0) Atomics.wait(wait, 0, 0, 1);
  }
`;

const impostors: readonly Impostor[] = [
  {
    title: "a link to a file that would be fine",
    fault: "symlink",
    make({ directory, file }) {
      const link = join(directory, "link");
      symlinkSync(file("real", secret), link);
      return link;
    },
  },
  {
    title: "a link that leads to itself",
    fault: "symlink",
    make({ directory }) {
      const link = join(directory, "loop");
      symlinkSync(link, link);
      return link;
    },
  },
  { title: "a file others may read", fault: "too_open", make: ({ file }) => file("open", secret, 0o644) },
  {
    title: "a file its group may write",
    fault: "too_open",
    make: ({ file }) => file("group", secret, 0o620),
  },
  {
    title: "a file that has a second name",
    fault: "hard_linked",
    make({ directory, file }) {
      const path = file("first", secret);
      linkSync(path, join(directory, "second"));
      return path;
    },
  },
  { title: "a directory", fault: "not_file", make: ({ directory }) => directory },
  { title: "a device without an end", fault: "not_file", make: () => "/dev/zero" },
  {
    title: "a pipe nobody writes to",
    fault: "not_file",
    make({ directory }) {
      const path = join(directory, "pipe");
      execFileSync(makePipe, ["-m", "600", path]);
      return path;
    },
  },
  {
    title: "five sparse gigabytes",
    fault: "too_large",
    make({ file }) {
      const path = file("huge", "");
      truncateSync(path, 5 * 1024 ** 3);
      return path;
    },
  },
  {
    title: "a file of the system that says to be empty and is not",
    fault: "changed_while_read",
    make: () => "/proc/self/environ",
    onlyOn: "linux",
  },
  { title: "nothing", fault: "not_readable", make: ({ directory }) => join(directory, "absent") },
  { title: "a name no file can have", fault: "not_readable", make: ({ directory }) => `${directory}/a\0b` },
  { title: "a relative path", fault: "not_absolute", make: () => "secret" },
  {
    title: "bytes that are no text",
    fault: "not_text",
    make: ({ file }) => file("bytes", Uint8Array.of(0x6b, 0xff, 0xfe)),
  },
];

/** What cannot be told without opening the file. */
const foundOnReading: readonly SecretFileFault[] = ["changed_while_read", "not_text"];

describe("A secret file of this machine", () => {
  it("is read as it is, blanks, line ends and all", () =>
    inSecretRoom(async ({ file }) => {
      const text = ` ${secret}\r\n\n\uFEFFü`;
      const outcome = await nodeSecretFiles.read(fileRequest(file("secret", text)));
      assert.deepEqual(outcome, { kind: "text", text });
    }));

  it("may be empty, read-only and exactly as large as it may be", () =>
    inSecretRoom(async ({ file }) => {
      const empty = await nodeSecretFiles.read(fileRequest(file("empty", "", 0o400)));
      assert.deepEqual(empty, { kind: "text", text: "" });
      const path = file("full", "12345");
      const full = await nodeSecretFiles.read(fileRequest(path, { maxBytes: 5 }));
      assert.deepEqual(full, { kind: "text", text: "12345" });
      const over = await nodeSecretFiles.read(fileRequest(path, { maxBytes: 4 }));
      assert.deepEqual(over, { kind: "refused", fault: "too_large" });
    }));

  it("may be in a directory that is reached through a link", () =>
    inSecretRoom(async ({ directory, file }) => {
      mkdirSync(join(directory, "real"));
      symlinkSync(join(directory, "real"), join(directory, "linked"));
      file("real/secret", secret);
      const outcome = await nodeSecretFiles.read(fileRequest(join(directory, "linked", "secret")));
      assert.deepEqual(outcome, { kind: "text", text: secret });
    }));

  for (const { title, fault, make, onlyOn } of impostors) {
    if (onlyOn !== undefined && process.platform !== onlyOn) continue;
    it(`is not ${title}`, () =>
      inSecretRoom(async (room) => {
        const request = fileRequest(make(room));
        const before = process.memoryUsage().rss;
        assert.deepEqual(await nodeSecretFiles.read(request), { kind: "refused", fault });
        assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024, "it was read into memory");
        const seen = await nodeSecretFiles.inspect(request);
        assert.equal(seen, foundOnReading.includes(fault) ? undefined : fault);
      }));
  }

  it("belongs to whoever reads it", () =>
    inSecretRoom(async ({ file }) => {
      const { uid = 0 } = thisProcess;
      const another = createSecretFiles({ ...thisProcess, uid: uid + 1 });
      const outcome = await another.read(fileRequest(file("secret", secret)));
      assert.deepEqual(outcome, { kind: "refused", fault: "foreign_owner" });
    }));

  it("cannot be judged on Windows, and is read there only when told to", () =>
    inSecretRoom(async ({ file }) => {
      const windows = createSecretFiles({ uid: undefined, platform: "win32" });
      const path = file("secret", secret);
      const refused = await windows.read(fileRequest(path));
      assert.deepEqual(refused, { kind: "refused", fault: "unverified" });
      const read = await windows.read(fileRequest(path, { allowInsecurePath: true }));
      assert.deepEqual(read, { kind: "text", text: secret });
    }));

  it("may be anybody's when that is allowed, but is no link and no device all the same", () =>
    inSecretRoom(async ({ directory, file }) => {
      const allowed = { allowInsecurePath: true };
      const path = file("open", secret, 0o644);
      assert.deepEqual(await nodeSecretFiles.read(fileRequest(path, allowed)), {
        kind: "text",
        text: secret,
      });
      const link = join(directory, "link");
      symlinkSync(path, link);
      const linked = await nodeSecretFiles.read(fileRequest(link, allowed));
      assert.deepEqual(linked, { kind: "refused", fault: "symlink" });
      const device = await nodeSecretFiles.read(fileRequest("/dev/null", allowed));
      assert.deepEqual(device, { kind: "refused", fault: "not_file" });
    }));

  it("is never read through a link that takes its place for moments", () =>
    inSecretRoom(async ({ directory, file }) => {
      file("stolen", fakeKey("stolen"));
      const path = file("secret", secret);
      const swapper = spawn(process.execPath, ["-e", swapForEver, directory, secret], { stdio: "inherit" });
      const seen = new Map<string, number>();
      try {
        for (let reads = 0; reads < 2_000 || !seen.has(secret) || !seen.has("symlink"); reads++) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other, as the files change
          const outcome = await nodeSecretFiles.read(fileRequest(path));
          const what = outcome.kind === "text" ? outcome.text : outcome.fault;
          seen.set(what, (seen.get(what) ?? 0) + 1);
        }
      } finally {
        swapper.kill("SIGKILL");
        await once(swapper, "exit");
      }
      const allowed = [secret, "symlink", "changed_while_read"];
      const others = [...seen.keys()].filter((what) => !allowed.includes(what));
      assert.deepEqual(others, []);
    }));
});

describe("The rules of secret files", () => {
  const looks = { isFile: () => true, isSymbolicLink: () => false, nlink: 1n, size: 1n, uid: 7n };
  const beholder = { uid: 7, platform: "linux" } as const;
  const request = { allowInsecurePath: false, maxBytes: 1 };

  it("allow no bit to group and others, and any to the owner", () => {
    for (let mode = 0n; mode <= 0o777n; mode++) {
      const fault = secretFileFault({ ...looks, mode: mode | 0o100000n }, request, beholder);
      assert.equal(fault, (mode & 0o077n) === 0n ? undefined : "too_open", mode.toString(8));
    }
  });
});
