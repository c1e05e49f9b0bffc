import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { linesOf, reckon } from "../torture/acknowledgements.ts";
import {
  allReady,
  buildPrograms,
  type RunningProgram,
  startNode,
  startProgram,
} from "../torture/processes.ts";
import type { SaverOrder } from "../torture/saver.ts";
import type { StoreSaverFigures, StoreSaverOrder } from "../torture/storeSaver.ts";
import type { WriterOrder } from "./lockedWriter.ts";
import {
  environmentIn,
  inHome,
  interopPackages,
  ourTypeScript,
  runOpenClaw,
  startSession,
} from "./reference.ts";

interface Plan {
  readonly ours: number;
  readonly theirs: number;
  readonly oursEach: number;
  readonly theirsEach: number;
  readonly manner: WriterOrder["manner"];
  /** Up to so long between two changes of one writer, ms. */
  readonly pauseMs: number;
}

interface Side {
  readonly acknowledged: number;
  /** Acknowledged, and not in the file in the end. */
  readonly lost: number;
}

interface Outcome {
  readonly ours: Side;
  readonly theirs: Side;
  readonly figures: readonly StoreSaverFigures[];
  readonly seconds: number;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const placesIn = (home: string) => {
  const directory = join(home, ".openclaw", "agents", "main", "agent");
  return { profiles: join(directory, "auth-profiles.json"), state: join(directory, "auth-state.json") };
};

/** Starts a program of this directory in OpenClaw's Node. */
function startTheirs(home: string, program: string, order: object): RunningProgram {
  const args = [...ourTypeScript, join(import.meta.dirname, program), JSON.stringify(order)];
  return startNode(interopPackages().node, args, environmentIn(home));
}

/** Both programs' writers at once on one store; the checker knows nothing of how either of them writes. */
async function runTogether(home: string, plan: Plan): Promise<Outcome> {
  buildPrograms(["storeSaver"]);
  const at = placesIn(home);
  const start = join(home, "start");
  mkdirSync(dirname(at.profiles), { recursive: true });
  const { openclaw } = interopPackages();
  const namesOf = (count: number, side: string) =>
    Array.from({ length: count }, (_, index) => `${side}${index}`);
  const ours = namesOf(plan.ours, "ours").map((writer) => {
    const order: StoreSaverOrder = {
      ...at,
      writer,
      count: plan.oursEach,
      pauseMs: plan.pauseMs,
      acknowledgements: join(home, writer),
      start,
    };
    return startProgram("storeSaver", [JSON.stringify(order)]);
  });
  const theirs = namesOf(plan.theirs, "theirs").map((writer) => {
    const order: WriterOrder = {
      openclaw,
      manner: plan.manner,
      writer,
      count: plan.theirsEach,
      pauseMs: plan.pauseMs,
      acknowledgements: join(home, writer),
      start,
    };
    return startTheirs(home, "lockedWriter.ts", order);
  });
  await allReady([...ours, ...theirs]);
  const began = performance.now();
  writeFileSync(start, "");
  const ends = await Promise.all([...ours, ...theirs].map(({ end }) => end));
  const seconds = (performance.now() - began) / 1_000;
  for (const { exitCode, output } of ends) assert.equal(exitCode, 0, output);
  const present = new Set(Object.keys(JSON.parse(readFileSync(at.profiles, "utf8")).profiles));
  const sideOf = (names: readonly string[]): Side => {
    const acknowledged = names.flatMap((name) => linesOf(join(home, name)));
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((id) => !present.has(id)).length,
    };
  };
  return {
    ours: sideOf(namesOf(plan.ours, "ours")),
    theirs: sideOf(namesOf(plan.theirs, "theirs")),
    figures: ends.slice(0, ours.length).map(({ output }) => JSON.parse(output.replace(/^ready\n/, ""))),
    seconds,
  };
}

function told(outcome: Outcome): string {
  const sum = (count: (figures: StoreSaverFigures) => number) =>
    outcome.figures.reduce((total, figures) => total + count(figures), 0);
  return JSON.stringify({
    seconds: Number(outcome.seconds.toFixed(1)),
    ours: outcome.ours,
    theirs: outcome.theirs,
    busy: sum(({ busy }) => busy),
    broken: sum(({ broken }) => broken),
    redone: sum(({ redone }) => redone),
    repeated: sum(({ repeated }) => repeated),
    notices: outcome.figures.flatMap(({ notices }) => notices.map(({ kind }) => kind)),
  });
}

describe("Writers of both programs at once", () => {
  const locked = { oursEach: 150, theirsEach: 150, manner: "locked", pauseMs: 0 } as const;

  it("keep all that was acknowledged to ours, when both lock: 4 and 4 of them, 150 changes each", async () => {
    const alone = await inHome((home) => runTogether(home, { ...locked, ours: 0, theirs: 4 }));
    console.log(`      theirs alone: ${told(alone)}`);
    const both = await inHome((home) => runTogether(home, { ...locked, ours: 4, theirs: 4 }));
    console.log(`      together: ${told(both)}`);
    assert.deepEqual(
      both.figures.flatMap(({ refusals }) => refusals),
      [],
    );
    assert.equal(both.ours.acknowledged, 600);
    assert.equal(both.ours.lost, 0);
    assert.ok(both.theirs.acknowledged > 0, "the run is invalid: nobody competed");
  }).timeout(300_000);

  it("keep all that was acknowledged to ours, when theirs does not lock: 200 changes each", async () => {
    const plan: Plan = {
      ours: 1,
      theirs: 1,
      oursEach: 200,
      theirsEach: 200,
      manner: "unlocked",
      pauseMs: 60,
    };
    const run = await inHome((home) => runTogether(home, plan));
    console.log(`      ${told(run)}`);
    assert.equal(run.ours.acknowledged, 200);
    assert.equal(run.ours.lost, 0);
    assert.ok(
      Math.max(...run.figures.map(({ redone, repeated }) => redone + repeated)) > 0,
      "the run is invalid",
    );
  }).timeout(120_000);

  it("keep all that was acknowledged to ours, when tokens are pasted in OpenClaw meanwhile", () =>
    inHome(async (home) => {
      buildPrograms(["storeSaver"]);
      const at = placesIn(home);
      mkdirSync(dirname(at.profiles), { recursive: true });
      const order: StoreSaverOrder = {
        ...at,
        writer: "ours",
        count: 100,
        pauseMs: 200,
        acknowledgements: join(home, "ours"),
        start: home,
      };
      const saver = startProgram("storeSaver", [JSON.stringify(order)]);
      const command = ["models", "auth", "paste-token", "--provider"];
      const pasted = ["groq", "zai"].map((provider) =>
        runOpenClaw(home, [...command, provider], "some-token\r"),
      );
      for (const { exitCode, stderr } of await Promise.all(pasted)) assert.equal(exitCode, 0, stderr);
      const during = linesOf(order.acknowledgements).length;
      const { exitCode, output } = await saver.end;
      assert.equal(exitCode, 0, output);
      const present = Object.keys(JSON.parse(readFileSync(at.profiles, "utf8")).profiles);
      const lost = linesOf(order.acknowledgements).filter((id) => !present.includes(id));
      const { repeated, redone }: StoreSaverFigures = JSON.parse(output.replace(/^ready\n/, ""));
      console.log(`      ${JSON.stringify({ during, repeated, redone, lost: lost.length })}`);
      assert.ok(during > 0 && during < order.count, "the run is invalid: the pasting was not meanwhile");
      assert.deepEqual(lost, []);
      assert.ok(present.includes("groq:manual") || present.includes("zai:manual"));
    })).timeout(120_000);

  it("keep what a gateway throws away that saves its memory", () =>
    inHome(async (home) => {
      buildPrograms(["storeSaver"]);
      const at = placesIn(home);
      mkdirSync(dirname(at.profiles), { recursive: true });
      const session = startSession(home);
      const credential = { type: "api_key", provider: "openai", displayName: "theirs" };
      const upsert = (name: string) =>
        session.ask({ do: "upsert", home, profileId: `openai:${name}`, credential });
      await upsert("before");
      await session.ask({ do: "activate", home });
      const order: StoreSaverOrder = {
        ...at,
        writer: "ours",
        count: 3,
        pauseMs: 1,
        acknowledgements: join(home, "ours"),
        start: home,
      };
      const saver = startProgram("storeSaver", [JSON.stringify(order)]);
      while (linesOf(order.acknowledgements).length < order.count) await sleep(5);
      await upsert("after");
      const gone = Object.keys(JSON.parse(readFileSync(at.profiles, "utf8")).profiles);
      const { exitCode, output } = await saver.end;
      session.end();
      assert.equal(exitCode, 0, output);
      assert.deepEqual(
        gone,
        ["openai:before", "openai:after"],
        "the run is invalid: nothing was thrown away",
      );
      const ours = ["openai:ours-0", "openai:ours-1", "openai:ours-2"];
      const present = Object.keys(JSON.parse(readFileSync(at.profiles, "utf8")).profiles);
      assert.deepEqual(present, [...gone, ...ours]);
    })).timeout(60_000);

  it("of OpenClaw 2026.9's lock and of ours lose nothing: 4 and 4 of them, 300 changes each", () =>
    inHome(async (home) => {
      buildPrograms(["saver"]);
      const file = join(home, "shared.json");
      const start = join(home, "start");
      const savers = Array.from({ length: 4 }, (_, index) => [`ours${index}`, `theirs${index}`]).flat();
      const orders = savers.map((saver): SaverOrder => {
        const acknowledgements = join(home, saver);
        return { file, saver, count: 300, acknowledgements, events: `${acknowledgements}-events`, start };
      });
      const module = join(dirname(interopPackages().openclaw), "@openclaw/fs-safe/dist/file-lock.js");
      const running = orders.map((order) =>
        order.saver.startsWith("ours")
          ? startProgram("saver", [JSON.stringify(order)])
          : startTheirs(home, "fsSafeSaver.ts", { ...order, module }),
      );
      await allReady(running);
      writeFileSync(start, "");
      for (const { exitCode, output } of await Promise.all(running.map(({ end }) => end))) {
        assert.equal(exitCode, 0, output);
      }
      const reckoning = reckon(
        file,
        new Map(orders.map(({ saver, acknowledgements }) => [saver, acknowledgements])),
      );
      const busy = orders
        .flatMap(({ events }) => linesOf(events))
        .filter((one) => one === "lock_busy").length;
      console.log(`      ${JSON.stringify({ ...reckoning, busy })}`);
      assert.deepEqual(reckoning, { acknowledged: 2_400, lost: 0, unacknowledged: 0 });
      assert.ok(busy > 100, "the run is invalid: the savers did not compete");
    })).timeout(120_000);
});
