import assert from "node:assert/strict";
import {
  isDangerousName,
  isKeptFromPrograms,
  isPortableName,
  isTakenFromWorkspace,
} from "../../../src/engine/stores/variableNames.ts";

describe("The names of variables", () => {
  it("are portable as shells have it", () => {
    for (const name of ["A", "_", "a_1", "PATH"]) assert.ok(isPortableName(name), name);
    for (const name of ["", "1A", "A-B", "A.B", "Ä", "A B", "A\n"]) assert.ok(!isPortableName(name), name);
  });

  it("are dangerous in any case when loaders, tools or requests obey them", () => {
    const dangerous = ["NODE_OPTIONS", "ld_preload", "Https_Proxy", "GIT_SSH", "NODE_EXTRA_CA_CERTS", "HOME"];
    for (const name of [...dangerous, "AWS_CONFIG_FILE", "DYLD_X", "BASH_FUNC_x"])
      assert.ok(isDangerousName(name), name);
    for (const name of ["OPENAI_API_KEY", "PATH_INFO", "MY_HOME", "OLD_PATH"])
      assert.ok(!isDangerousName(name), name);
  });

  it("are kept from our programs only where a program would run something else for them", () => {
    for (const name of ["LD_PRELOAD", "BASH_ENV", "GIT_DIR", "NODE_OPTIONS"])
      assert.ok(isKeptFromPrograms(name), name);
    for (const name of ["HTTPS_PROXY", "EDITOR", "XDG_CONFIG_HOME", "PATH"])
      assert.ok(!isKeptFromPrograms(name), name);
  });

  it("are taken from a workspace only where they hold a key, and not a person's main ones", () => {
    const taken = [
      "GROQ_API_KEY",
      "GEMINI_API_KEY",
      "HF_TOKEN",
      "GROQ_API_KEYS",
      "GROQ_API_KEY_2",
      "TAVILY_API_KEY",
    ];
    for (const name of taken) assert.ok(isTakenFromWorkspace(name), name);
    const refused = [
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_API_KEY_2",
      "ANTHROPIC_OAUTH_TOKEN",
      "OPENAI_API_KEY",
      "OPENAI_API_KEYS",
      "OPENAI_API_KEY_X",
      "OPENCLAW_LIVE_GROQ_KEY",
      "OPENCLAW_STATE_DIR",
      "ANTHROPIC_BASE_URL",
      "GROQ_BASE_URL",
      "HTTPS_PROXY",
      "NODE_OPTIONS",
      "NODE_EXTRA_CA_CERTS",
      "PATH",
      "groq_api_key",
      "constructor",
      "MY_OWN",
    ];
    for (const name of refused) assert.ok(!isTakenFromWorkspace(name), name);
  });
});
