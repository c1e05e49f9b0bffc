import assert from "node:assert/strict";
import { placeInText } from "../../../src/engine/reports/doctor/placeInText.ts";

describe("the place an audit names, in a file's text", () => {
  it("is found by its member names, dots in them and all, in JSON and JSON5", async () => {
    const json = '{\n  "profiles": {\n    "acme:a.b": {\n      "key": "x"\n    }\n  }\n}\n';
    assert.deepEqual(await placeInText(json, "profiles.acme:a.b.key"), { line: 4, column: 14 });
    const json5 =
      "{\n  // by hand\n  models: { providers: { groq: {\n    apiKey: 'x', // here\n  } } },\n}\n";
    assert.deepEqual(await placeInText(json5, "models.providers.groq.apiKey"), { line: 4, column: 13 });
  });

  it("is the line that assigns a variable of a .env file", async () => {
    const text = "# GROQ_API_KEY=\r\nOTHER=1\r\n  export GROQ_API_KEY = x\r\n";
    assert.deepEqual(await placeInText(text, "$env.GROQ_API_KEY"), { line: 3, column: 1 });
    assert.equal(await placeInText(text, "$env.GROQ"), undefined);
  });

  it("is nowhere in what is no document, and for names that are not there", async () => {
    for (const jsonPath of ["<root>", "", "a.b", "__proto__", "constructor", "$env..*", "profiles"])
      for (const text of ["", "{", "\0", "[1]", '{"a":1}'])
        assert.equal(await placeInText(text, jsonPath), undefined);
  });
});
