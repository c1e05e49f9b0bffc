import assert from "node:assert/strict";
import { inSession } from "./sessionRoom.ts";

const configPath = "/home/dev/.openclaw/openclaw.json";
const value = ["groq", "of", "no", "worth"].join("-");

describe("The login shell's variables", () => {
  it("are asked for once a window, where the person's config wants that, and only after the first look", async () => {
    await inSession({}, async ({ session, ports }) => {
      ports.environment.values["SHELL"] = "/bin/sh";
      ports.programs.programs.set("/bin/sh", () => `GROQ_API_KEY=${value}\0PATH=/evil\0`);
      await session.importShell();
      assert.equal(ports.programs.runs.length, 0);
      ports.files.write(configPath, { env: { shellEnv: { enabled: true } } });
      await session.refresh();
      assert.equal(ports.programs.runs.length, 0);
      await session.importShell();
      await session.importShell();
      assert.equal(ports.programs.runs.length, 1);
      const variables = session.snapshot?.world.variables ?? {};
      assert.equal(variables["GROQ_API_KEY"], value);
      assert.equal(variables["PATH"], undefined);
      assert.ok(!ports.log.lines.join("\n").includes(value));
      assert.match(ports.log.lines.join("\n"), /GROQ_API_KEY/);
    });
  });
});
