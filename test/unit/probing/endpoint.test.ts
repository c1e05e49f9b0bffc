import assert from "node:assert/strict";
import { isSameOrigin, joinUrl, judgeBaseUrl } from "../../../src/engine/probing/endpoint.ts";

const refused: readonly (readonly [string, string])[] = [
  ["https://api.openai.com@evil.test", "userinfo"],
  ["https://user:word@api.openai.com/v1", "userinfo"],
  ["https://@api.openai.com/v1", "userinfo"],
  ["https://api.openai.com/v1#x", "fragment"],
  ["https://api.openai.com/v1?x=1", "query"],
  ["https://api.openai.com\\@evil.test", "malformed"],
  ["https://api.openai.com/v1\nx", "malformed"],
  ["not a url", "malformed"],
  ["ftp://api.openai.com", "scheme"],
  ["file:///etc/passwd", "scheme"],
  ["http://api.openai.com/v1", "plain_http"],
  ["http://192.168.1.5:4000", "plain_http"],
  ["http://localhost.evil.test", "plain_http"],
  ["http://169.254.169.254/latest", "link_local"],
  ["https://169.254.169.254/latest", "link_local"],
  ["https://2852039166/", "link_local"],
  ["https://[::ffff:a9fe:a9fe]/", "link_local"],
  ["https://[fe80::1]/", "link_local"],
  ["http://0.0.0.0:8000", "link_local"],
  ["https://bedrock-mantle.{region}.api.aws/v1", "placeholder"],
  ["", "missing"],
];

const accepted: readonly (readonly [string, string])[] = [
  ["https://api.openai.com/v1", "https://api.openai.com/v1/models"],
  ["https://API.OpenAI.com:443/v1/", "https://api.openai.com/v1/models"],
  ["https://api.kimi.com/coding/", "https://api.kimi.com/coding/models"],
  ["https://api.anthropic.com", "https://api.anthropic.com/models"],
  ["http://127.0.0.1:11434", "http://127.0.0.1:11434/models"],
  ["http://localhost:4000", "http://localhost:4000/models"],
  ["http://[::1]:8000/v1", "http://[::1]:8000/v1/models"],
  ["http://[::ffff:7f00:1]:8000", "http://[::ffff:7f00:1]:8000/models"],
];

describe("the address a secret is sent to", () => {
  for (const [text, fault] of refused) {
    it(`is not ${JSON.stringify(text)}: ${fault}`, () => {
      assert.deepEqual(judgeBaseUrl(text), { ok: false, failure: fault });
    });
  }

  for (const [text, joined] of accepted) {
    it(`may be ${text}`, () => {
      const judged = judgeBaseUrl(text);
      assert.ok(judged.ok);
      assert.equal(joinUrl(judged.value, "/models"), joined);
    });
  }

  it("is another host when only a part of the name is the same", () => {
    const own = new URL("https://api.openai.com/v1");
    for (const other of [
      "https://api.openai.com.evil.test",
      "https://apí.openai.com",
      "http://api.openai.com",
    ]) {
      assert.equal(isSameOrigin(own, new URL(other)), false);
    }
    assert.equal(isSameOrigin(own, new URL("https://API.openai.com:443/other")), true);
  });
});
