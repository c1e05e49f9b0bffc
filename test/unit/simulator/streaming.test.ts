import assert from "node:assert/strict";
import type { ApiId } from "../../simulator/api.ts";
import { simulatedKey } from "../../simulator/key.ts";
import { askCompletion, at } from "./asking.ts";
import { runningSimulator } from "./runningSimulator.ts";

const good = simulatedKey("good", "alice");

/** The data of each server-sent event. */
function eventData(text: string): readonly unknown[] {
  return text
    .split("\n\n")
    .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? [])
    .map((data): unknown => (data === "[DONE]" ? data : JSON.parse(data)));
}

function joined(values: readonly unknown[], ...path: readonly (string | number)[]): string {
  return values
    .map((value) => at(value, ...path))
    .filter((part) => typeof part === "string")
    .join("");
}

describe("a simulated stream", () => {
  const simulator = runningSimulator();

  async function streamOf(api: ApiId, changes: { body?: object; path?: string }, key = good) {
    const response = await askCompletion(simulator(), api, key, changes);
    assert.equal(response.status, 200);
    return { type: response.headers.get("content-type"), text: await response.text() };
  }

  for (const api of ["openai", "openrouter"] as const) {
    it(`of ${api} is chunks that end with [DONE]`, async () => {
      const { type, text } = await streamOf(api, { body: { stream: true } });
      assert.equal(type, "text/event-stream");
      assert.equal(joined(eventData(text), "choices", 0, "delta", "content"), "OK");
      assert.equal(eventData(text).at(-1), "[DONE]");
    });
  }

  it("of OpenAI responses is numbered events that end with the completed response", async () => {
    const events = eventData((await streamOf("responses", { body: { stream: true } })).text);
    assert.deepEqual(
      events.map((event) => at(event, "sequence_number")),
      [...events.keys()],
    );
    assert.equal(joined(events, "delta"), "OK");
    assert.equal(at(events.at(-1), "type"), "response.completed");
  });

  it("of Anthropic names its events and ends with message_stop", async () => {
    const { text } = await streamOf("anthropic", { body: { stream: true } });
    const events = eventData(text);
    assert.deepEqual(
      [...text.matchAll(/^event: (.*)$/gm)].map((match) => match[1]),
      events.map((event) => at(event, "type")),
    );
    assert.equal(joined(events, "delta", "text"), "OK");
    assert.equal(at(events.at(-1), "type"), "message_stop");
  });

  it("of Google is events with alt=sse and an array without", async () => {
    const path = "/models/gemini-2.5-flash:streamGenerateContent";
    const text = ["candidates", 0, "content", "parts", 0, "text"];
    const events = eventData((await streamOf("google", { path: `${path}?alt=sse` })).text);
    assert.equal(joined(events, ...text), "OK");
    const array: unknown = JSON.parse((await streamOf("google", { path })).text);
    assert.ok(Array.isArray(array));
    assert.equal(joined(array, ...text), "OK");
  });

  it("of Ollama is lines, and is the default", async () => {
    const { type, text } = await streamOf("ollama", { body: { stream: undefined } });
    assert.equal(type, "application/x-ndjson");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    assert.equal(joined(lines, "message", "content"), "OK");
    assert.equal(at(lines.at(-1), "done"), true);
  });

  it("breaks off after the first piece for a key that says so", async () => {
    const key = simulatedKey("stream-cut");
    await assert.rejects(streamOf("anthropic", { body: { stream: true } }, key), /terminated/);
  });

  it("says that the limit cut the text", async () => {
    const response = await askCompletion(simulator(), "anthropic", good, { body: { max_tokens: 1 } });
    const body: unknown = await response.json();
    assert.equal(at(body, "content", 0, "text"), "O");
    assert.equal(at(body, "stop_reason"), "max_tokens");
  });
});

describe("a simulated completion", () => {
  const simulator = runningSimulator({ reply: ({ model }) => ["I am ", model] });

  it("says what the test makes it say", async () => {
    const response = await askCompletion(simulator(), "ollama", good);
    assert.equal(at(await response.json(), "message", "content"), "I am gemma4");
  });

  const faults = [
    ["responses", { max_output_tokens: 8 }, 400, /max_output_tokens/],
    ["anthropic", { max_tokens: undefined }, 400, /max_tokens: Field required/],
    ["openai", { model: "gpt-5.4", max_tokens: 8 }, 400, /max_completion_tokens/],
    ["openai", { messages: undefined }, 400, /messages/],
    ["openai", { model: "missing-model" }, 404, /model_not_found/],
    ["anthropic", { model: "claude-3-haiku-20240307" }, 404, /not_found_error/],
    ["ollama", { model: "missing" }, 404, /model 'missing' not found/],
    ["google", { contents: undefined }, 400, /contents is not specified/],
  ] as const;

  for (const [api, body, status, words] of faults) {
    it(`is refused by ${api} with ${String(status)} for ${JSON.stringify(body)}, as the vendor does`, async () => {
      const response = await askCompletion(simulator(), api, good, { body });
      assert.equal(response.status, status);
      assert.match(await response.text(), words);
    });
  }
});
