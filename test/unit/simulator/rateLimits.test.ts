import assert from "node:assert/strict";
import type { BehaviourName } from "../../simulator/behaviours/table.ts";
import { simulatedKey } from "../../simulator/key.ts";
import { askList, at } from "./asking.ts";
import { runningSimulator } from "./runningSimulator.ts";

describe("a rate-limited key", () => {
  const simulator = runningSimulator();

  async function headersOf(name: BehaviourName): Promise<Headers> {
    const response = await askList(simulator(), "openai", simulatedKey(name));
    assert.equal(response.status, 429);
    await response.arrayBuffer();
    return response.headers;
  }

  const fixed = [
    ["rate-limited-seconds", "retry-after", "5"],
    ["rate-limited-zero", "retry-after", "0"],
    ["rate-limited-fraction", "retry-after", "1.5"],
    ["rate-limited-negative", "retry-after", "-5"],
    ["rate-limited-far", "retry-after", "1000000000"],
    ["rate-limited-junk", "retry-after", "soon"],
    ["rate-limited-twice", "retry-after", "5, 30"],
    ["rate-limited-ms", "retry-after-ms", "1500"],
    ["rate-limited-reset", "x-ratelimit-reset-requests", "6m0s"],
    ["rate-limited-reset-ms", "x-ratelimit-reset-tokens", "100ms"],
    ["rate-limited-reset-hours", "x-ratelimit-reset-requests", "1h2m3s"],
    ["rate-limited-none", "retry-after", null],
  ] as const;

  for (const [name, header, value] of fixed) {
    it(`gets ${header}: ${String(value)} from ${name}`, async () => {
      assert.equal((await headersOf(name)).get(header), value);
    });
  }

  const moving = [
    ["rate-limited-date", "retry-after", 90, (text: string) => Date.parse(text)],
    ["rate-limited-past-date", "retry-after", -90, (text: string) => Date.parse(text)],
    [
      "rate-limited-anthropic-reset",
      "anthropic-ratelimit-requests-reset",
      60,
      (text: string) => Date.parse(text),
    ],
    [
      "rate-limited-anthropic-epoch",
      "anthropic-ratelimit-unified-reset",
      60,
      (text: string) => Number(text) * 1000,
    ],
    ["rate-limited-reset-epoch", "x-ratelimit-reset", 60, Number],
  ] as const;

  for (const [name, header, seconds, read] of moving) {
    it(`gets a time ${String(seconds)} seconds away from ${name}`, async () => {
      const time = read((await headersOf(name)).get(header) ?? "");
      assert.ok(Math.abs(time - Date.now() - seconds * 1000) < 2000);
    });
  }

  it("can tell a skewed clock by the date of the answer", async () => {
    const headers = await headersOf("rate-limited-skewed");
    const date = Date.parse(headers.get("date") ?? "");
    assert.ok(date - Date.now() > 3_500_000);
    assert.equal(Date.parse(headers.get("retry-after") ?? "") - date, 90_000);
  });

  it("gets Google's hint in the body, where Google gives it", async () => {
    const response = await askList(simulator(), "google", simulatedKey("rate-limited"));
    assert.equal(response.headers.get("retry-after"), null);
    assert.equal(at(await response.json(), "error", "details", 0, "retryDelay"), "34s");
  });
});
