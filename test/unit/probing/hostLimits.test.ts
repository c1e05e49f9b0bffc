import assert from "node:assert/strict";
import { type HostWork, runByHost } from "../../../src/engine/probing/hostLimits.ts";
import { simulatedKey } from "../../simulator/key.ts";
import { startSimulator } from "../../simulator/simulator.ts";
import { runningSimulator } from "../simulator/runningSimulator.ts";
import { probeAll, simulatedTarget } from "./simulatedTargets.ts";

/** Works that end when they are told to, and a count of those under way. */
class Bench {
  readonly begun: string[] = [];
  readonly givenUp: string[] = [];
  readonly #ends: (() => void)[] = [];

  work(name: string, host: string, answered: boolean | undefined = true): HostWork {
    return {
      host,
      service: host,
      run: async () => {
        this.begun.push(name);
        await new Promise<void>((resolve) => this.#ends.push(resolve));
        return answered;
      },
      giveUp: () => this.givenUp.push(name),
    };
  }

  /** Ends what is under way, and waits until the next works have begun. */
  async endAll(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const limits = { total: 6, perHost: 2 };
const never = (): boolean => false;

describe("works at hosts", () => {
  it("are two at once to one host, and a busy host holds up no other", async () => {
    const bench = new Bench();
    const names = ["a1", "a2", "a3", "b1", "c1"];
    const done = runByHost(
      names.map((name) => bench.work(name, name.slice(0, 1))),
      limits,
      never,
    );
    assert.deepEqual(bench.begun, ["a1", "a2", "b1", "c1"]);
    await bench.endAll();
    assert.deepEqual(bench.begun, ["a1", "a2", "b1", "c1", "a3"]);
    await bench.endAll();
    await done;
  });

  it("are six at once overall", async () => {
    const bench = new Bench();
    const works = Array.from({ length: 20 }, (_, at) => bench.work(`${at}`, `host${at}`));
    const done = runByHost(works, limits, never);
    assert.equal(bench.begun.length, 6);
    for (let round = 0; round < 20; round++) {
      // oxlint-disable-next-line no-await-in-loop
      await bench.endAll();
    }
    await done;
    assert.equal(bench.begun.length, 20);
  });

  it("are given up at a host that left two in a row without an answer", async () => {
    const bench = new Bench();
    const silent = Array.from({ length: 50 }, (_, at) => bench.work(`silent${at}`, "silent", false));
    const done = runByHost([...silent, bench.work("living", "living")], limits, never);
    await bench.endAll();
    await bench.endAll();
    await done;
    assert.deepEqual(bench.begun, ["silent0", "silent1", "living"]);
    assert.equal(bench.givenUp.length, 48);
  });

  it("that were not asked, or were answered in between, count for no silence", async () => {
    const bench = new Bench();
    const answers = [undefined, undefined, false, true, false, true, undefined, false];
    const works = answers.map((answered, at) => bench.work(`${at}`, "host", answered));
    const done = runByHost(works, { total: 1, perHost: 1 }, never);
    for (let round = 0; round < answers.length; round++) {
      // oxlint-disable-next-line no-await-in-loop
      await bench.endAll();
    }
    await done;
    assert.deepEqual([bench.begun.length, bench.givenUp], [answers.length, []]);
  });

  it("are not begun once they are stopped", async () => {
    const bench = new Bench();
    let isStopped = false;
    const works = Array.from({ length: 5 }, (_, at) => bench.work(`${at}`, "host"));
    const done = runByHost(works, limits, () => isStopped);
    isStopped = true;
    await bench.endAll();
    await done;
    assert.equal(bench.begun.length, 2);
  });

  it("that fail by a bug end all, once nothing is under way", async () => {
    const broken: HostWork = {
      host: "a",
      service: "a",
      run: () => Promise.reject(new Error("a bug")),
      giveUp: () => undefined,
    };
    await assert.rejects(runByHost([broken], limits, never), /a bug/);
  });
});

describe("two hundred profiles of which three providers are dead", function () {
  this.timeout(20_000);
  const living = runningSimulator();

  it("cost each dead one two requests, and are never more than six at once, two to a host", async () => {
    const dead = await Promise.all([1, 2, 3].map(() => startSimulator()));
    try {
      let most = 0;
      const targets = Array.from({ length: 200 }, (_, at) => {
        const place = dead[at % 10] ?? living();
        const behaviour = at % 10 < 3 ? "hang" : "good";
        return simulatedTarget(place, "openai", "completion", simulatedKey(behaviour, `${at}`));
      });
      const count = (): void => {
        most = Math.max(most, ...[living(), ...dead].map(({ unanswered }) => unanswered));
      };
      const rows = await probeAll(targets, { concurrency: 6, timeoutMs: 300, onRow: count });
      assert.ok(most <= 2, `${most} at once to one host`);
      assert.deepEqual(
        dead.map(({ requests }) => requests.length),
        [2, 2, 2],
      );
      assert.equal(rows.filter(({ status }) => status === "ok").length, 140);
      assert.equal(rows.filter(({ reason }) => reason === "timeout").length, 6);
      assert.equal(rows.filter(({ reason }) => reason === "host_silent").length, 54);
    } finally {
      await Promise.all(dead.map((one) => one.stop()));
    }
  });
});
