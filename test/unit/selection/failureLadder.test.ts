import assert from "node:assert/strict";
import * as fc from "fast-check";
import { cooldownLimits } from "../../../src/engine/selection/failureLadder.ts";
import { afterMark, type UsageMark } from "../../../src/engine/selection/usageMarks.ts";
import type { UsageStats } from "../../../src/engine/stores/authStore.ts";
import {
  defaultCooldownSettings,
  readCooldownSettings,
} from "../../../src/engine/stores/cooldownSettings.ts";

const second = 1_000;
const hour = 3_600 * second;
const reasons = ["rate_limit", "auth", "billing", "auth_permanent", "format", "overloaded"] as const;

/** The same rules, told as a story: what a profile lives through, with no thought of how it is written down. */
class Life {
  failures = 0;
  readonly kinds = new Map<string, number>();
  cooldown: { until: number; model: string | undefined } | undefined;
  disabled: number | undefined;
  lastFailure = Number.NEGATIVE_INFINITY;

  fail(now: number, reason: (typeof reasons)[number], model: string | undefined): void {
    const ends = [this.cooldown?.until, this.disabled].filter((end) => end !== undefined);
    const isRested = ends.length > 0 && ends.every((end) => end <= now);
    if (isRested || now - this.lastFailure > 24 * hour) {
      this.failures = 0;
      this.kinds.clear();
    }
    this.lastFailure = now;
    this.failures++;
    const times = (this.kinds.get(reason) ?? 0) + 1;
    this.kinds.set(reason, times);
    if (reason === "billing" || reason === "auth_permanent") {
      const [first, most] = reason === "billing" ? [5 * hour, 24 * hour] : [hour / 6, hour];
      if (this.disabled === undefined || this.disabled <= now) {
        let length = first;
        for (let doubled = 1; doubled < times && length < most; doubled++) length *= 2;
        this.disabled = now + Math.min(length, most);
      }
      return;
    }
    const scope = reason === "rate_limit" ? model : undefined;
    if (this.cooldown === undefined || this.cooldown.until <= now) {
      const length = [30, 60][this.failures - 1] ?? 300;
      this.cooldown = { until: now + length * second, model: scope };
    } else if (scope === undefined || scope !== this.cooldown.model) {
      this.cooldown = { until: this.cooldown.until, model: undefined };
    }
  }

  rest(): void {
    this.failures = 0;
    this.kinds.clear();
    this.cooldown = undefined;
    this.disabled = undefined;
  }
}

const step = fc.record({
  wait: fc.constantFrom(
    0,
    1,
    29_999,
    30_000,
    59_999,
    60_000,
    300_000,
    hour / 6,
    hour,
    5 * hour,
    24 * hour,
    24 * hour + 1,
  ),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...reasons) },
    { weight: 1, arbitrary: fc.constantFrom("used" as const, "cleared" as const) },
  ),
  model: fc.constantFrom(undefined, "m1", "m2"),
});

describe("The failure ladder", () => {
  it("is what a profile lives through, step by step", () => {
    const limits = cooldownLimits(defaultCooldownSettings, "openai");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const life = new Life();
        let stats: UsageStats | undefined;
        let now = 1_775_500_000_000;
        for (const { wait, what, model } of steps) {
          now += wait;
          if (what === "used" || what === "cleared") life.rest();
          else life.fail(now, what, model);
          stats = afterMark(stats, markOf(what, model), { now, limits });
          assert.equal(stats?.cooldownUntil, life.cooldown?.until);
          assert.equal(stats?.cooldownModel, life.cooldown?.model);
          assert.equal(stats?.disabledUntil, life.disabled);
          assert.equal(stats?.errorCount ?? 0, life.failures);
          assert.deepEqual(new Map(Object.entries(stats?.failureCounts ?? {})), life.kinds);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it("takes its lengths from openclaw.json, the provider's own first", () => {
    const settings = readCooldownSettings({
      billingBackoffHours: 9,
      billingBackoffHoursByProvider: { "Z.AI": 2, openai: 0, xai: null },
      authPermanentMaxMinutes: -1,
      overloadedBackoffMs: 250,
      rateLimitedProfileRotations: 1.5,
    });
    const base = (provider: string): number => cooldownLimits(settings, provider).billingBackoffMs / hour;
    assert.deepEqual(["zai", "openai", "xai", "groq"].map(base), [2, 5, 9, 9]);
    assert.equal(settings.authPermanentMaxMs, hour);
    assert.deepEqual([settings.overloadedBackoffMs, settings.rateLimitedProfileRotations], [250, 1]);
    for (const junk of [undefined, null, 5, [], "x"])
      assert.deepEqual(readCooldownSettings(junk), defaultCooldownSettings);
  });
});

function markOf(what: (typeof reasons)[number] | "used" | "cleared", model: string | undefined): UsageMark {
  if (what === "used") return { kind: "used" };
  if (what === "cleared") return { kind: "cooldown_cleared" };
  return { kind: "failed", reason: what, ...(model !== undefined && { model }) };
}
