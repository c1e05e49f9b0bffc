import type { Disposable, FileUpdate, SaveOutcome } from "../../engine/ports.ts";
import { systemCode } from "../systemCode.ts";
import { type FilesContext, pause } from "./filesContext.ts";
import { type EditSequence, inSequence } from "./keptEdits.ts";
import { resultOfWantedChange } from "./save.ts";
import { watchEvents } from "./watch.ts";

/**
 * When a saved change is looked at again, ms after the save, besides every time its file changes; for so long as the last of
 * them it is kept.
 */
const usualLooksMs: readonly number[] = [250, 2_000];
const mostRepeats = 5;

interface KeptEdit {
  readonly update: FileUpdate<unknown>;
  keptUntil: number;
  repeats: number;
}

/** Saves through the same queue as everybody else. */
export type QueuedSave = (update: EditSequence) => Promise<SaveOutcome<unknown>>;

/**
 * Sees to it that saved changes survive programs that write without a lock from an old copy, as OpenClaw's
 * gateway does. Whether a change still stands is asked of the edit itself: it stands when it wants nothing.
 */
export class Keeper implements Disposable {
  readonly #keepings = new Map<string, Keeping>();
  readonly #context: FilesContext;
  readonly #save: QueuedSave;
  readonly #looksMs: readonly number[];

  constructor(context: FilesContext, queuedSave: QueuedSave, looksMs = usualLooksMs) {
    this.#context = context;
    this.#save = queuedSave;
    this.#looksMs = looksMs;
  }

  /** Keeps what `update` just saved, after what is already kept under the same lock. */
  keep(update: FileUpdate<unknown>): void {
    const keeping =
      this.#keepings.get(update.lock) ??
      new Keeping(update.lock, this.#context, this.#save, this.#looksMs, () =>
        this.#keepings.delete(update.lock),
      );
    this.#keepings.set(update.lock, keeping);
    keeping.add(update);
  }

  /** Ends the keeping of changes to the targets of an update that is not kept itself: it may contradict them. */
  release(update: FileUpdate<unknown>): void {
    this.#keepings.get(update.lock)?.drop(update.targets);
  }

  /** Resolves when nothing is being kept any more. Keeps the process alive meanwhile. */
  async settled(): Promise<void> {
    while (this.#keepings.size > 0) {
      await pause(25);
    }
  }

  dispose(): void {
    for (const keeping of this.#keepings.values()) {
      keeping.dispose();
    }
  }
}

/** The kept changes under one lock. */
class Keeping implements Disposable {
  readonly #lock: string;
  readonly #context: FilesContext;
  readonly #save: QueuedSave;
  readonly #looksMs: readonly number[];
  readonly #keepMs: number;
  readonly #onEnd: () => void;
  #edits: KeptEdit[] = [];
  #timers: NodeJS.Timeout[] = [];
  #watched: { readonly targets: string; readonly watch: Disposable } | undefined;
  #checking = false;
  #isCheckDue = false;
  #isOver = false;

  constructor(
    lock: string,
    context: FilesContext,
    queuedSave: QueuedSave,
    looksMs: readonly number[],
    onEnd: () => void,
  ) {
    this.#lock = lock;
    this.#context = context;
    this.#save = queuedSave;
    this.#looksMs = looksMs;
    this.#keepMs = Math.max(0, ...looksMs);
    this.#onEnd = onEnd;
  }

  add(update: FileUpdate<unknown>): void {
    this.#edits.push({ update, keptUntil: performance.now() + this.#keepMs, repeats: 0 });
    this.#watchTargets();
    this.#lookLater();
  }

  drop(targets: readonly string[]): void {
    this.#edits = this.#edits.filter(({ update }) => !update.targets.some((path) => targets.includes(path)));
    if (this.#edits.length === 0) {
      this.dispose();
    }
  }

  dispose(): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    this.#edits = [];
    this.#clearTimers();
    this.#watched?.watch.dispose();
    this.#onEnd();
  }

  #watchTargets(): void {
    const targets = this.#inSequence().targets;
    const key = targets.join("\0");
    if (this.#watched?.targets !== key) {
      this.#watched?.watch.dispose();
      this.#watched = { targets: key, watch: watchEvents(targets, () => this.#look(), this.#context) };
    }
  }

  #lookLater(): void {
    this.#clearTimers();
    this.#timers = this.#looksMs.map((delayMs) => setTimeout(() => this.#look(), delayMs).unref());
  }

  #clearTimers(): void {
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers = [];
  }

  #look(): void {
    if (this.#checking) {
      this.#isCheckDue = true;
      return;
    }
    this.#checking = true;
    this.#check()
      .catch((error: unknown) => {
        this.#context.log.error(`keeping a change failed (${systemCode(error) ?? "bug"}): ${this.#lock}`);
        this.dispose();
      })
      .finally(() => {
        this.#checking = false;
        if (this.#isCheckDue && !this.#isOver) {
          this.#isCheckDue = false;
          this.#look();
        }
      });
  }

  async #check(): Promise<void> {
    if (this.#isOver) {
      return;
    }
    const undone = resultOfWantedChange(this.#inSequence(), this.#context);
    this.#forgetSettled(undone);
    if (undone === undefined || this.#isOver) {
      return;
    }
    // Edits that stand do not suffer for the one that somebody keeps undoing.
    const hopeless = this.#edits.filter(
      ({ update, repeats }) => undone.has(update) && repeats >= mostRepeats,
    );
    if (hopeless.length > 0) {
      this.#giveUp(hopeless);
      return;
    }
    const repeated = this.#edits.filter(({ update }) => undone.has(update));
    for (const edit of repeated) {
      edit.repeats++;
    }
    await this.#context.hooks?.at("repeat", this.#lock);
    const outcome = await this.#save(this.#inSequence());
    if (this.#isOver) {
      return;
    }
    if (outcome.kind === "failed") {
      this.#context.log.warn(`could not repeat a lost change (${outcome.failure.code}): ${this.#lock}`);
    }
    for (const edit of repeated) {
      edit.keptUntil = performance.now() + this.#keepMs;
    }
    this.#lookLater();
  }

  #forgetSettled(undone: ReadonlySet<FileUpdate<unknown>> | undefined): void {
    // A timer may fire a moment before the time it was set for.
    const now = performance.now() + 5;
    this.#edits = this.#edits.filter(
      ({ update, keptUntil }) => keptUntil > now || undone?.has(update) === true,
    );
    if (this.#edits.length === 0) {
      this.dispose();
    }
  }

  #giveUp(hopeless: readonly KeptEdit[]): void {
    const paths = [...new Set(hopeless.flatMap(({ update }) => update.targets))];
    this.#context.log.warn(
      `another program keeps undoing a change, gave up after ${mostRepeats}: ${this.#lock}`,
    );
    this.#edits = this.#edits.filter((edit) => !hopeless.includes(edit));
    if (this.#edits.length === 0) {
      this.dispose();
    } else {
      this.#isCheckDue = true;
    }
    this.#context.onNotice({ kind: "given_up", paths, repeats: mostRepeats });
  }

  #inSequence(): EditSequence {
    return inSequence(
      this.#edits.map(({ update }) => update),
      this.#lock,
    );
  }
}
