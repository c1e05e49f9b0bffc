import assert from "node:assert/strict";
import { doctorReport, wordsOf } from "../../../src/vscode/reports/doctorReport.ts";
import { renderReport } from "../../../src/vscode/reports/report.ts";
import { fakeKey } from "../../support/authRoom.ts";
import { cases } from "../reports-doctor/cases.ts";
import { look, now } from "../reports-doctor/home.ts";

describe("What the doctor says in the editor", () => {
  for (const [code, { sick }] of Object.entries(cases)) {
    it(`has for ${code} what, why and what helps, in whole sentences that stand in its report`, async () => {
      const { world, findings } = await look(sick);
      const finding = findings.find((one) => one.code === code);
      assert.ok(finding);
      const words = wordsOf({ world, now }, finding);
      for (const sentence of [words.title, words.why, words.next]) {
        assert.match(sentence, /^\S.*\.$/);
        assert.doesNotMatch(sentence, /undefined|\[object|\n| {2}| ,|\{\d|: \.|‹›/);
        assert.doesNotMatch(sentence, /model-auth |--fix/, "the command line is not at hand");
      }
      assert.ok(words.title.includes(finding.profileId ?? ""), words.title);
      const report = doctorReport({ world, findings, now }, [], (one) => findings.indexOf(one));
      const { text } = renderReport(report);
      for (const word of `${words.title} ${words.why} ${words.next}`.split(" "))
        assert.ok(text.includes(word));
      assert.ok(!text.includes(fakeKey("plain")) && !text.includes(fakeKey("a")));
    });

    it(`names for ${code} only actions that stand above it`, async () => {
      const { world, findings } = await look(sick);
      const report = doctorReport({ world, findings, now }, [], (one) => findings.indexOf(one));
      for (const { title, paragraphs, actions } of report.groups.flatMap(({ items }) => items)) {
        const said = [title, ...paragraphs].join(" ");
        for (const [, action] of said.matchAll(/"([^"]+)" above/g))
          assert.ok(
            actions.some((one) => one.title === action),
            `${action} in ${said}`,
          );
      }
    });
  }
});
