import assert from "node:assert/strict";
import { posix } from "node:path";
import type {
  Disposable,
  FileAccess,
  FileContent,
  Files,
  FileUpdate,
  SaveFailure,
  SaveOutcome,
  UnreadableCode,
} from "../../src/engine/ports.ts";
import { inSequence } from "../../src/node/files/keptEdits.ts";
import type { CallCounter } from "./callCounter.ts";

const absent: FileContent = { kind: "absent" };

/**
 * Files in memory that behave as those of `src/node/files`: an edit runs again when a file changed underneath and when a
 * program threw a kept change away, backups are made of what no secret leaves, torn texts are read again. Every edit is
 * held to what the port asks of it: once made it wants nothing more.
 */
export class MemoryFiles implements Files {
  readonly #contents = new Map<string, FileContent>();
  readonly #watches = new Set<{ readonly paths: readonly string[]; readonly onChange: () => void }>();
  readonly #torn = new Map<string, { readonly text: string; times: number }>();
  readonly #backedUp = new Set<string>();
  readonly #kept: FileUpdate<unknown>[] = [];
  readonly #calls: CallCounter;
  /** Permission bits, where they are not 0600 or, of a directory, 0700. By path. */
  readonly modes = new Map<string, number>();
  /** Paths that belong to somebody else. */
  readonly foreign = new Set<string>();
  /** Runs once while the next save is under way, after its edit: the hand of another program. */
  duringNextSave: (() => void) | undefined;
  /** Saves that changed something since the beginning. */
  saves = 0;

  constructor(calls: CallCounter) {
    this.#calls = calls;
  }

  /** Writes a file as another program does: without a lock. A value that is no text is printed as OpenClaw prints it. */
  write(path: string, content: unknown): void {
    const text = typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;
    this.#put(path, { kind: "text", text });
  }

  remove(path: string): void {
    this.#put(path, absent);
  }

  spoil(path: string, code: UnreadableCode): void {
    this.#put(path, { kind: "unreadable", code });
  }

  /** The next `times` reads see this text instead, as in the middle of somebody's writing. */
  tear(path: string, text: string, times: number): void {
    this.#torn.set(path, { text, times });
  }

  /** Another program writes from an old copy; kept changes are then made again, as the port promises. */
  clobber(path: string, content: unknown): void {
    this.write(path, content);
    this.#apply(inSequence(this.#kept, path));
  }

  /** Every text, by path. */
  texts(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#contents].flatMap(([path, content]) =>
        content.kind === "text" ? [[path, content.text] as const] : [],
      ),
    );
  }

  /** The text of a file; a test that reads one that is absent is wrong. */
  text(path: string): string {
    const content = this.#contents.get(path);
    assert.equal(content?.kind, "text", path);
    return content.text;
  }

  json(path: string): unknown {
    return JSON.parse(this.text(path));
  }

  /** Everything there is, by path. */
  tree(): Readonly<Record<string, FileContent>> {
    return Object.fromEntries([...this.#contents].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }

  async read(path: string, isWhole?: (text: string) => boolean): Promise<FileContent> {
    if (this.#calls.next() !== undefined) return { kind: "unreadable", code: "io" };
    return this.#readWhole(path, isWhole);
  }

  async exists(path: string): Promise<boolean> {
    if (this.#calls.next() !== undefined) return false;
    return this.#contents.has(path) || this.#isDirectory(path);
  }

  async list(directory: string): Promise<readonly string[]> {
    if (this.#calls.next() !== undefined) return [];
    const inside = [...this.#contents.keys()].filter((path) => path.startsWith(`${directory}/`));
    return [...new Set(inside.map((path) => path.slice(directory.length + 1).split("/", 1)[0] ?? ""))];
  }

  async access(path: string): Promise<FileAccess> {
    if (this.#calls.next() !== undefined) return { kind: "unknown" };
    const isFile = this.#contents.has(path);
    if (!isFile && !this.#isDirectory(path)) return { kind: "absent" };
    const mode = this.modes.get(path) ?? (isFile ? 0o600 : 0o700);
    const owned = { mode, byMe: !this.foreign.has(path) };
    return { kind: isFile ? "file" : "directory", isLink: false, owned };
  }

  async makePrivate(path: string): Promise<SaveFailure | undefined> {
    if (this.#calls.next() === "without_effect" || this.foreign.has(path)) return { code: "denied", path };
    this.modes.delete(path);
    return undefined;
  }

  async update<R>(update: FileUpdate<R>): Promise<SaveOutcome<R>> {
    const fault = this.#calls.next();
    if (fault === "without_effect")
      return { kind: "failed", failure: { code: "disk_full", path: update.lock } };
    const outcome = this.#apply(update);
    if (fault === "with_effect")
      return { kind: "failed", failure: { code: "unverified", path: update.lock } };
    if (outcome.kind === "saved" && update.keep === true) this.#kept.push(update);
    return outcome;
  }

  watch(paths: readonly string[], onChange: () => void): Disposable {
    const watch = { paths, onChange };
    this.#watches.add(watch);
    return { dispose: () => this.#watches.delete(watch) };
  }

  #isDirectory(path: string): boolean {
    return [...this.#contents.keys()].some((other) => other.startsWith(`${path}/`));
  }

  #apply<R>(update: FileUpdate<R>): SaveOutcome<R> {
    const before = update.targets.map((path) => this.#readWhole(path, update.isWhole));
    const { contents, result } = update.edit(before);
    const interfere = this.duringNextSave;
    this.duringNextSave = undefined;
    if (interfere !== undefined) {
      interfere();
      return this.#apply(update);
    }
    const changes = update.targets.flatMap((path, index) => {
      const after = contents[index];
      const old = before[index] ?? absent;
      const isAlready = after === null ? old.kind === "absent" : old.kind === "text" && old.text === after;
      return after === undefined || isAlready ? [] : [{ path, old, after }];
    });
    const refused = changes.find(({ old }) => old.kind === "unreadable");
    if (refused !== undefined) return { kind: "failed", failure: { code: "io", path: refused.path } };
    if (changes.length === 0) return { kind: "unchanged", result };
    for (const { path, old, after } of changes) {
      this.#backUp(path, old, update.secretsLeave === true);
      this.#put(path, after === null ? absent : { kind: "text", text: after });
      this.modes.delete(path);
    }
    this.saves++;
    this.#mustWantNothing(update);
    return { kind: "saved", result };
  }

  #mustWantNothing(update: FileUpdate<unknown>): void {
    const now = update.targets.map((path) => this.#contents.get(path) ?? absent);
    for (const [index, wanted] of update.edit(now).contents.entries()) {
      const content = now[index];
      if (wanted === undefined) continue;
      assert.equal(wanted, content?.kind === "text" ? content.text : null, "an edit, once made, wants more");
    }
  }

  #backUp(path: string, old: FileContent, secretsLeave: boolean): void {
    const backup = `${path}.model-auth.bak`;
    if (secretsLeave) {
      this.#contents.delete(backup);
      this.#backedUp.delete(path);
    } else if (old.kind === "text" && !this.#backedUp.has(path)) {
      this.#contents.set(backup, old);
      this.#backedUp.add(path);
    }
  }

  #readWhole(path: string, isWhole: ((text: string) => boolean) | undefined): FileContent {
    const torn = this.#torn.get(path);
    const looks = isWhole === undefined ? 1 : 5;
    for (let look = 0; look < looks && torn !== undefined && torn.times > 0; look++) {
      torn.times--;
      if (look === looks - 1 || isWhole?.(torn.text) === true) return { kind: "text", text: torn.text };
    }
    return this.#contents.get(path) ?? absent;
  }

  #put(path: string, content: FileContent): void {
    const name = posix.normalize(path);
    assert.equal(name, path, "paths are absolute and normal");
    if (content.kind === "absent") this.#contents.delete(path);
    else this.#contents.set(path, content);
    for (const { paths, onChange } of this.#watches) if (paths.includes(path)) onChange();
  }
}
