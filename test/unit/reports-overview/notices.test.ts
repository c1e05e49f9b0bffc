import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  dueNotices,
  emptyNoticeMemory,
  type NoticeMemory,
  withNever,
  withShown,
  withSnoozed,
} from "../../../src/engine/reports/notices.ts";
import { type Overview, overview } from "../../../src/engine/reports/overview.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { createAuthRoom } from "../../support/authRoom.ts";
import { testTime as start } from "../../support/memoryPorts.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A world of tokens, by id: when each ends, and when it was added, where that is known. */
async function worldOf(
  tokens: Readonly<Record<string, { expires: number; addedAt?: number; refresh?: string }>>,
): Promise<AuthWorld> {
  const entries = Object.entries(tokens).map(([id, { expires, addedAt, refresh }]) => [
    id,
    {
      ...(refresh === undefined ? { type: "token", token: "t" } : { type: "oauth", access: "a", refresh }),
      provider: "p",
      expires,
      ...(addedAt === undefined ? {} : { "x-model-auth": { addedAt } }),
    },
  ]);
  return await createAuthRoom(Object.fromEntries(entries)).load();
}

function viewAt(world: AuthWorld, now: number): Overview {
  return overview(world, { keychain: new Map() }, now);
}

function told(world: AuthWorld, memory: NoticeMemory, now: number): readonly string[] {
  return dueNotices(viewAt(world, now), memory, now).map(
    ({ profileId, threshold }) => `${profileId} ${threshold}`,
  );
}

describe("Notices of an end", () => {
  const expires = start + 90 * day;

  it("of a long-lived token come a week before, a day before and at the end, each once", async () => {
    const world = await worldOf({ "p:a": { expires, addedAt: start } });
    let memory = emptyNoticeMemory;
    const heard: string[] = [];
    for (let now = start; now < expires + 3 * day; now += hour) {
      const due = dueNotices(viewAt(world, now), memory, now);
      heard.push(...due.map(({ threshold }) => `${threshold} ${(expires - now) / hour}`));
      memory = withShown(memory, due);
    }
    assert.deepEqual(heard, ["week 168", "day 24", "expired 0"]);
  });

  it("come not a week before for a token that lives shorter, or of which that is not known", async () => {
    const world = await worldOf({
      "p:short": { expires, addedAt: expires - 29 * day },
      "p:unknown": { expires },
    });
    assert.deepEqual(told(world, emptyNoticeMemory, expires - 6 * day), []);
    assert.deepEqual(told(world, emptyNoticeMemory, expires - day), ["p:short day", "p:unknown day"]);
  });

  it("are not given in the first hour, when the person just typed it, unless it has passed", async () => {
    const world = await worldOf({
      "p:a": { expires: start + 2 * hour, addedAt: start },
      "p:b": { expires: start - 1, addedAt: start },
    });
    assert.deepEqual(told(world, emptyNoticeMemory, start + hour - 1), ["p:b expired"]);
    assert.deepEqual(told(world, emptyNoticeMemory, start + hour), ["p:a day", "p:b expired"]);
  });

  it("are not given of what renews itself", async () => {
    const world = await worldOf({ "p:a": { expires: start + hour, refresh: "r" } });
    assert.deepEqual(told(world, emptyNoticeMemory, start), []);
    assert.deepEqual(told(world, emptyNoticeMemory, start + 2 * hour), []);
  });

  it("come again for a new end", async () => {
    const before = await worldOf({ "p:a": { expires: start + hour } });
    const memory = withShown(emptyNoticeMemory, dueNotices(viewAt(before, start), emptyNoticeMemory, start));
    assert.deepEqual(told(before, memory, start + 1), []);
    const after = await worldOf({ "p:a": { expires: start + 2 * hour } });
    assert.deepEqual(told(after, memory, start), ["p:a day"]);
  });

  it("do not go back to an earlier threshold when a clock does", async () => {
    const world = await worldOf({ "p:a": { expires: start } });
    const memory = withShown(emptyNoticeMemory, dueNotices(viewAt(world, start), emptyNoticeMemory, start));
    assert.deepEqual(told(world, memory, start - hour), []);
  });

  it("snoozed are silent until then, and come again; never is never, for these profiles only", async () => {
    const world = await worldOf({ "p:a": { expires: start - 1 }, "p:b": { expires: start - 1 } });
    const shown = withShown(emptyNoticeMemory, dueNotices(viewAt(world, start), emptyNoticeMemory, start));
    const snoozed = withSnoozed(shown, ["p:a"], start + day);
    assert.deepEqual(told(world, snoozed, start + day - 1), []);
    assert.deepEqual(told(world, snoozed, start + day), ["p:a expired"]);
    const never = withNever(withNever(emptyNoticeMemory, ["p:a"]), ["p:a"]);
    assert.deepEqual(never.never, ["p:a"]);
    assert.deepEqual(told(world, never, start), ["p:b expired"]);
  });

  it("never repeat for one end, whatever the times they are asked at, and survive being stored as JSON", async () => {
    const token = fc.record({
      expires: fc.integer({ min: start, max: start + 60 * day }),
      addedAt: fc.constantFrom(start - 60 * day, start),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom("p:a", "p:b", "__proto__", "constructor"), token),
        fc.array(fc.integer({ min: 0, max: 70 * day })),
        async (tokens, times) => {
          const world = await worldOf(tokens);
          let memory = emptyNoticeMemory;
          const heard: string[] = [];
          for (const time of times) {
            const due = dueNotices(viewAt(world, start + time), memory, start + time);
            heard.push(...due.map((notice) => JSON.stringify(notice)));
            memory = JSON.parse(JSON.stringify(withShown(memory, due)));
          }
          assert.equal(new Set(heard).size, heard.length);
        },
      ),
    );
  });
});
