import assert from "node:assert/strict";
import { findingSentences } from "../../../src/cli/messages/doctorFindings.ts";
import { cases } from "../reports-doctor/cases.ts";
import { look, now } from "../reports-doctor/home.ts";

describe("What the doctor says", () => {
  for (const [code, { sick }] of Object.entries(cases)) {
    it(`has for ${code} what, where, why and what helps, in whole sentences`, async () => {
      const { findings } = await look(sick);
      const finding = findings.find((one) => one.code === code);
      assert.ok(finding);
      assert.ok(finding.file !== undefined || finding.variable !== undefined, "where");
      const { what, why, fix } = findingSentences(finding, { now, path: (absolute) => absolute });
      for (const sentence of [what, why, fix]) {
        assert.match(sentence, /^\S.*\.$/);
        assert.doesNotMatch(sentence, /undefined|\[object|\n| {2}| ,/);
      }
      assert.ok(what.includes(finding.profileId ?? ""), what);
    });
  }
});
