import assert from "node:assert/strict";
import fc from "fast-check";
import type { ProbeRow } from "../../../src/engine/probing/probeResult.ts";
import { probeReport } from "../../../src/vscode/reports/probeReport.ts";
import { renderReport } from "../../../src/vscode/reports/report.ts";
import { ReportDocuments } from "../../../src/vscode/reports/reportDocuments.ts";
import { type CodeLens, fake } from "../../support/fakeVscode.ts";

const row: ProbeRow = {
  provider: "openai",
  profileId: "openai:work",
  label: "openai:work",
  source: "profile",
  mode: "api_key",
  status: "auth",
  check: "check",
  httpStatus: 401,
  latencyMs: 120,
};

const files = {
  configPath: "/home/dev/.openclaw/openclaw.json",
  profilesPath: "/home/dev/auth-profiles.json",
};

describe("a report as a document", () => {
  beforeEach(() => fake.reset());

  it("puts each action on the line of its item, and each mark where its sign is", () => {
    const { text, actions, marks } = renderReport(probeReport([{ row, at: 0 }], files));
    const lines = text.split("\n");
    const own = actions.filter(({ action }) => action.argument !== undefined);
    assert.equal(own.length, 2);
    for (const { line } of own)
      assert.match(lines[line] ?? "", /^✗ openai:work {3}refused · 120 ms · HTTP 401/u);
    assert.deepEqual(
      marks.map(({ line, mark }) => [lines[line]?.[0], mark]),
      [["✗", "error"]],
    );
  });

  it("breaks lines between words, loses none, and lets nothing through that would act", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (paragraph) => {
        const item = { mark: "note" as const, title: "t", paragraphs: [paragraph], actions: [] };
        const report = { title: "T", lead: [], actions: [], groups: [{ heading: "h", items: [item] }] };
        const { text } = renderReport(report);
        const shown = text.slice(text.indexOf("· t\n") + 4);
        const words = (from: string): string => from.replace(/\s+/gu, "");
        assert.doesNotMatch(shown, /\]\(|\$\(/u);
        assert.ok(words(paragraph).length >= words(shown).length - 2 * paragraph.length);
        for (const line of shown.split("\n")) assert.ok(line.length <= 96 || !line.trim().includes(" "));
      }),
    );
  });

  it("is served under its name, with lenses that name only commands of ours, and is renewed in place", async () => {
    const documents = new ReportDocuments();
    await documents.show("Probe Results", probeReport([{ row, at: 0 }], files));
    const uri = { scheme: "model-auth", path: "/Probe Results" };
    const content = (): unknown => fake.contentProviders.get("model-auth")?.provideTextDocumentContent(uri);
    assert.match(String(content()), /0 of 1 credentials work/);
    documents.update("Probe Results", probeReport([{ row: { ...row, status: "ok" }, at: 0 }], files));
    assert.match(String(content()), /1 of 1 credentials work/);
    const lenses = fake.lensProviders[0]?.provideCodeLenses({ uri });
    assert.ok(Array.isArray(lenses) && lenses.length > 0);
    for (const lens of lenses as readonly CodeLens[]) assert.match(lens.command.command, /^modelAuth\./);
    documents.dispose();
    assert.equal(fake.contentProviders.size, 0);
  });
});
