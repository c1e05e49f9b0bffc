import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EditorWindow } from "../editor/editorWindow.ts";
import { eventually } from "../editor/eventually.ts";
import { simulatedKey } from "../simulator/key.ts";
import { filesSaying } from "../support/canary.ts";
import { madeUpSecret } from "./canary.ts";
import { openRoom, profilesPathOf, put, type Room } from "./room.ts";

describe("Secrets that stand as plain text", () => {
  const [profileKey, configKey, envKey] = [madeUpSecret(), madeUpSecret(), madeUpSecret()].map((canary) =>
    simulatedKey("good", canary),
  ) as [string, string, string];
  let room: Room;
  let window: EditorWindow;

  before(async () => {
    room = await openRoom({
      fill: async ({ stateDir }) => {
        const config = `{
  // Where the models are; written by hand.
  models: { providers: { groq: {
    baseUrl: "https://groq.example/v1", // ours
    apiKey: "${configKey}", /* the team's */
    models: [],
  } } },
}
`;
        await put(join(stateDir, "openclaw.json"), config);
        await put(join(stateDir, "openclaw.json.bak"), config);
        await put(join(stateDir, ".env"), `# for the gateway\nMISTRAL_API_KEY=${envKey}\n`);
        await put(profilesPathOf(stateDir), {
          version: 1,
          profiles: { "openai:work": { type: "api_key", provider: "openai", key: profileKey } },
        });
      },
      settings: { "window.commandCenter": false, "workbench.layoutControl.enabled": false },
    });
    ({ window } = room);
  });
  after(() => room.close());
  afterEach("nothing on screen holds a secret", async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("failure-secrets");
    const page = await window.page.content();
    for (const secret of [profileKey, configKey, envKey])
      assert.ok(!page.includes(secret), "A secret is in the page");
  });

  async function report(says: RegExp): Promise<string> {
    return await eventually(
      () => window.editorText(),
      (text) => says.test(text),
    );
  }

  it("are shown by the audit, file by file, with what helps", async () => {
    await window.runCommand("Model Auth: Audit Secrets");
    const text = await report(/^Secrets Audit\n/);
    assert.match(text, /plain text: 4 · files looked at: 4/);
    for (const place of [
      /openclaw\.json\n\n! models\.providers\.groq\.apiKey {3}plain text\n/,
      /auth-profiles\.json\n\n! openai:work {3}API key as plain text\n/,
      /\.env\n\n· MISTRAL_API_KEY {3}key in the \.env file\n/,
      /openclaw\.json\.bak\n\n! models\.providers\.groq\.apiKey {3}plain text in a copy\n/,
    ])
      assert.match(text, place);
    await window.screenshot("secrets-audit");
  });

  it("move where each is shown to go, and stand nowhere else afterwards", async () => {
    const { quickInput, page } = window;
    await page.getByRole("button", { name: "Move Secrets to Safety..." }).first().click();
    await quickInput.atStep("1/2");
    const rows = (await quickInput.items()).map(({ label, description }) => [
      label,
      description.replace(/ · .*/, ""),
    ]);
    assert.deepEqual(
      rows.slice(0, 2),
      [
        ["models.providers.groq.apiKey", "→ .env file, as GROQ_API_KEY"],
        ["openai:work", "→ editor keychain"],
      ].toSorted(([left = ""], [right = ""]) => (left > right ? -1 : 1)),
    );
    await window.screenshot("secrets-which");
    await quickInput.accept();
    await quickInput.atStep("2/2");
    await window.screenshot("secrets-preview");
    await quickInput.pick("Move what was ticked");
    const done = await report(/^Moving Secrets\nDone\. Secrets moved: 2\./);
    assert.match(done, /Copies that were deleted\n\n· .*openclaw\.json\.bak/);
    assert.doesNotMatch(done, /GROQ_API_KEY stays/);
    await window.screenshot("secrets-moved");
    const envPath = join(room.stateDir, ".env");
    assert.deepEqual(await filesSaying(room.path, configKey), [envPath]);
    assert.deepEqual(await filesSaying(room.path, profileKey), []);
    assert.deepEqual(await filesSaying(room.path, envKey), [envPath]);
    assert.equal(
      await readFile(envPath, "utf8"),
      `# for the gateway\nMISTRAL_API_KEY=${envKey}\nGROQ_API_KEY=${configKey}\n`,
    );
    assert.equal(existsSync(join(room.stateDir, "openclaw.json.bak")), false);
    const config = await readFile(room.configPath, "utf8");
    for (const comment of ["// Where the models are; written by hand.", "// ours", "/* the team's */"])
      assert.ok(config.includes(comment), config);
    await page.getByRole("button", { name: "Audit Secrets" }).first().click();
    await report(/^Secrets Audit\nPlain text stands only in the \.env file, .*\nplain text: 2 · /);
    await window.screenshot("secrets-after");
  });
});
