import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linesOf, type Reckoning, reckon } from "./acknowledgements.ts";
import {
  allReady,
  buildPrograms,
  inTemporaryDirectory,
  type RunningProgram,
  startProgram,
} from "./processes.ts";
import type { SaverOrder } from "./saver.ts";

export interface UpdateRun extends Reckoning {
  readonly seconds: number;
  /** How often a saver found the lock busy, broke an abandoned one, or started an edit again. */
  readonly busy: number;
  readonly broken: number;
  readonly redone: number;
  readonly kills: number;
  readonly reads: number;
  /** Reads in which the file was not whole JSON. */
  readonly damagedReads: number;
  readonly failures: readonly string[];
}

export interface UpdatePlan {
  readonly savers: number;
  readonly updatesEach: number;
  /** Kill a saver with SIGKILL so often, so many times; it is started again at once. */
  readonly kills?: { readonly count: number; readonly everyMs: number; readonly random: () => number };
}

/** Several processes update one file at the same time, from a common start; start-up is not in the seconds. */
export async function runLockedUpdates(plan: UpdatePlan): Promise<UpdateRun> {
  buildPrograms(["saver", "reader"]);
  return await inTemporaryDirectory((directory) => new UpdateTorture(plan, directory).run());
}

class UpdateTorture {
  readonly #plan: UpdatePlan;
  readonly #file: string;
  readonly #start: string;
  readonly #until: string;
  readonly #readerUntil: string;
  readonly #orders: readonly SaverOrder[];
  readonly #running = new Map<string, RunningProgram>();
  readonly #failures: string[] = [];
  #kills = 0;

  constructor(plan: UpdatePlan, directory: string) {
    this.#plan = plan;
    this.#file = join(directory, "store", "shared.json");
    this.#start = join(directory, "start");
    this.#until = join(directory, "until");
    this.#readerUntil = join(directory, "reader-until");
    this.#orders = Array.from({ length: plan.savers }, (_, index) => ({
      file: this.#file,
      saver: `saver${index}`,
      count: plan.updatesEach,
      acknowledgements: join(directory, `acknowledged-${index}`),
      events: join(directory, `events-${index}`),
      start: this.#start,
      ...(plan.kills !== undefined && { until: this.#until }),
    }));
  }

  async run(): Promise<UpdateRun> {
    const reader = startProgram("reader", [this.#file, this.#readerUntil]);
    const finished = Promise.all(this.#orders.map((order) => this.#live(order)));
    await allReady([...this.#running.values()]);
    const begin = performance.now();
    writeFileSync(this.#start, "");
    await this.#killSome();
    writeFileSync(this.#until, "");
    await finished;
    const seconds = (performance.now() - begin) / 1000;
    writeFileSync(this.#readerUntil, "");
    const seen: { readonly reads: number; readonly damaged: number } = JSON.parse((await reader.end).output);
    const events = this.#orders.flatMap((order) => linesOf(order.events));
    const count = (name: string) => events.filter((event) => event === name).length;
    return {
      ...reckon(this.#file, new Map(this.#orders.map((order) => [order.saver, order.acknowledgements]))),
      seconds,
      busy: count("lock_busy"),
      broken: count("lock_broken"),
      redone: count("redo"),
      kills: this.#kills,
      reads: seen.reads,
      damagedReads: seen.damaged,
      failures: this.#failures,
    };
  }

  /** Starts a saver again as long as it gets killed. */
  async #live(order: SaverOrder): Promise<void> {
    for (;;) {
      const program = startProgram("saver", [JSON.stringify(order)]);
      this.#running.set(order.saver, program);
      const end = await program.end;
      if (end.signal !== "SIGKILL") {
        this.#running.delete(order.saver);
        if (end.exitCode !== 0) {
          this.#failures.push(`${order.saver} ended with ${end.exitCode ?? end.signal}: ${end.output}`);
        }
        return;
      }
    }
  }

  async #killSome(): Promise<void> {
    const { kills } = this.#plan;
    while (kills !== undefined && this.#kills < kills.count) {
      await new Promise((resolve) => setTimeout(resolve, kills.everyMs));
      // Two of three kills are aimed at whoever holds the lock; blind ones would seldom hit a holder.
      const isAimed = kills.random() < 2 / 3;
      const victim = (isAimed ? this.#holder() : undefined) ?? this.#anybody(kills.random());
      if (victim?.child.kill("SIGKILL") === true) {
        this.#kills++;
      }
    }
  }

  #holder(): RunningProgram | undefined {
    for (let look = 0; look < 500; look++) {
      const lock = `${this.#file}.lock`;
      try {
        const owner: { readonly pid?: number } = JSON.parse(
          existsSync(lock) ? readFileSync(lock, "utf8") : "{}",
        );
        const holder = [...this.#running.values()].find(({ child }) => child.pid === owner.pid);
        if (holder !== undefined) {
          return holder;
        }
      } catch {}
    }
    return undefined;
  }

  #anybody(random: number): RunningProgram | undefined {
    const programs = [...this.#running.values()];
    return programs[Math.floor(random * programs.length)];
  }
}

/** For the bench: seconds that 8 processes need for 500 locked updates each. Throws when one is lost. */
export async function secondsOfLockedUpdates(): Promise<number> {
  const run = await runLockedUpdates({ savers: 8, updatesEach: 500 });
  if (run.lost > 0 || run.acknowledged !== 4_000 || run.failures.length > 0) {
    throw new Error(`the run is void: ${JSON.stringify(run)}`);
  }
  return run.seconds;
}
