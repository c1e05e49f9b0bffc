import assert from "node:assert/strict";
import { openStore } from "../../../src/vscode/commands/storeFile.ts";
import { fake } from "../../support/fakeVscode.ts";
import { inSession } from "./sessionRoom.ts";

const state = "/home/dev/.openclaw";
const profilesPath = `${state}/agents/main/agent/auth-profiles.json`;
const plain = { "acme:a": { type: "api_key", provider: "acme", key: "k" } };

describe("Open Store File", () => {
  beforeEach(() => fake.reset());

  it("opens files of the state dir and copies of them, at the place asked for", async () => {
    await inSession(plain, async ({ session, ports }) => {
      ports.files.write(`${state}/.env`, "A=1\nGROQ_API_KEY=x\n");
      ports.files.write(`${state}/openclaw.json.bak`, "{}");
      fake.documentText = (path) => ports.files.text(path) ?? "";
      await openStore(session, { path: `${state}/.env`, jsonPath: "$env.GROQ_API_KEY" });
      await openStore(session, { path: `${state}/openclaw.json.bak`, line: 3, column: 2 });
      await openStore(session, { path: profilesPath, jsonPath: "profiles.acme:a.key" });
      assert.deepEqual(
        fake.shown.map(({ path, selection }) => [path, selection?.start.line]),
        [
          [`${state}/.env`, 1],
          [`${state}/openclaw.json.bak`, 2],
          [
            profilesPath,
            fake
              .documentText(profilesPath)
              .split("\n")
              .findIndex((line) => line.includes('"key"')),
          ],
        ],
      );
    });
  });

  it("opens nothing else for whoever calls it with whatever", async () => {
    await inSession(plain, async ({ session, ports }) => {
      ports.files.write("/etc/passwd", "root");
      const strange = [
        { path: "/etc/passwd" },
        { path: `${state}/../../../etc/passwd` },
        { path: `${state}/.env`, line: 2 },
        { path: 5, line: "x" },
        { path: profilesPath, line: -1, column: 0.5 },
        { path: profilesPath, jsonPath: "__proto__" },
        ["path"],
        "path",
        null,
      ];
      for (const argument of strange) await openStore(session, argument);
      const own = new Set([profilesPath, `${state}/.env`]);
      for (const { path, selection } of fake.shown) {
        assert.ok(own.has(path), path);
        assert.equal(selection?.start.line, 0);
      }
    });
  });
});
