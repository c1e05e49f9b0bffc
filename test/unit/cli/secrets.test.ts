import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fakeKey } from "../../support/authRoom.ts";
import { profilesName, type StateDir, stateDir } from "./builtCli.ts";
import { talk } from "./talk.ts";

const key = fakeKey("in-the-config");
const other = fakeKey("in-a-profile");

const configText = `{
  // the one that pays
  models: { providers: { acme: { baseUrl: "https://acme.example/v1", apiKey: "${key}", models: [] } } },
}
`;

function holding(state: StateDir, text: string): readonly string[] {
  const names = readdirSync(state.path, { recursive: true, encoding: "utf8" });
  return names.filter((name) => {
    const path = join(state.path, name);
    return statSync(path).isFile() && readFileSync(path, "utf8").includes(text);
  });
}

describe("model-auth secrets", () => {
  let state: StateDir;

  beforeEach(() => {
    state = stateDir({
      "openclaw.json": configText,
      "openclaw.json.bak": configText,
      [profilesName]: {
        version: 1,
        profiles: { "acme:a": { type: "api_key", provider: "acme", key: other } },
      },
    });
  });
  afterEach(() => state.dispose());

  it("audits what stands where, without showing it, and writes nothing", async () => {
    const before = state.fingerprint();
    const { code, out, err } = await talk(state, ["secrets", "audit"], []);
    assert.equal(code, 0);
    assert.equal(err, "");
    assert.match(out, /^Secrets audit: findings\. plaintext=3, unresolved=0, shadowed=0, legacy=0\.\n/);
    assert.match(out, /openclaw\.json\.bak:models\.providers\.acme\.apiKey This copy of/);
    assert.equal(out.includes(key) || out.includes(other), false);
    assert.equal((await talk(state, ["secrets", "audit", "--check"], [])).code, 1);
    assert.equal(state.fingerprint(), before);
  });

  it("lists twenty findings and counts the rest", async () => {
    const profiles = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`acme:${i}`, { type: "api_key", provider: "acme", key: other }]),
    );
    state.write(profilesName, { version: 1, profiles });
    const { out } = await talk(state, ["secrets", "audit"], []);
    assert.equal(out.match(/^- /gm)?.length, 20);
    assert.match(out, /^\.\.\. 12 more finding\(s\)\.$/m);
  });

  it("moves what a person chooses, and leaves it nowhere else", async () => {
    const answers = ["s", "e", "ACME_KEY", "y"];
    const { code, out, err } = await talk(state, ["secrets", "configure"], answers);
    assert.equal(code, 0, err);
    assert.equal(state.text(".env"), `ACME_KEY=${key}\n`);
    assert.deepEqual(holding(state, key), [".env"]);
    assert.equal(
      state.text("openclaw.json"),
      configText.replace(`"${key}"`, '{ source: "env", provider: "default", id: "ACME_KEY" }'),
    );
    assert.deepEqual(holding(state, other), [profilesName]);
    assert.equal(
      [out, err].some((text) => text.includes(key) || text.includes(other)),
      false,
    );
    assert.match(out, /^Secrets plan applied: 2 file\(s\) changed\.\n/);
  });

  it("keeps secrets in a file of its own that only the person can read", async () => {
    const { code, err } = await talk(state, ["secrets", "configure", "--yes"], ["f", "f"]);
    assert.equal(code, 0, err);
    assert.deepEqual(holding(state, key), ["secrets.json"]);
    assert.deepEqual(holding(state, other), ["secrets.json"]);
    assert.equal(statSync(join(state.path, "secrets.json")).mode & 0o777, 0o600);
    const audit = await talk(state, ["secrets", "audit", "--json", "--check"], []);
    const report: { resolution: unknown; status: string } = JSON.parse(audit.out);
    assert.equal(report.status, "findings");
    assert.deepEqual(report.resolution, { refsChecked: 2, skippedExecRefs: 0, resolvabilityComplete: true });
  });

  it("changes nothing for who cancels, skips or does not agree", async () => {
    const before = state.fingerprint();
    assert.equal((await talk(state, ["secrets", "configure"], [])).code, 130);
    assert.equal((await talk(state, ["secrets", "configure"], ["s", "s"])).code, 0);
    assert.equal((await talk(state, ["secrets", "configure"], ["s", "e", "", "n"])).code, 1);
    assert.equal((await talk(state, ["secrets", "configure"], ["s", "e", ""])).code, 130);
    assert.equal(state.fingerprint(), before);
  });

  it("asks again after an answer that cannot be used", async () => {
    const answers = ["q", "r", "nonsense", "r", "vscode:default:a/b", "s", "s"];
    const { code, err } = await talk(state, ["secrets", "configure"], answers);
    assert.equal(code, 0);
    assert.match(err, /Answer with e, f, r or s\./);
    assert.match(err, /nonsense is no reference/);
  });

  it("writes a plan without a secret in it, which apply takes once the secret is in place", async () => {
    const plan = join(state.path, "plan.json");
    const written = await talk(state, ["secrets", "configure", "--plan-out", plan], ["s", "e", "ACME_KEY"]);
    assert.equal(written.code, 0, written.err);
    assert.match(written.out, /Set ACME_KEY before you apply it\./);
    assert.deepEqual(holding(state, key), ["openclaw.json", "openclaw.json.bak"]);
    const line = ["secrets", "apply", "--from", plan];
    const early = await talk(state, line, []);
    assert.equal(early.code, 1);
    assert.match(early.err, /Failed to resolve env:default:ACME_KEY/);
    state.write(".env", `ACME_KEY=${key}\n`);
    const before = state.fingerprint();
    const dry = await talk(state, [...line, "--dry-run", "--json"], []);
    assert.deepEqual(JSON.parse(dry.out), {
      mode: "dry-run",
      changed: true,
      changedFiles: [join(state.path, "openclaw.json"), join(state.path, "openclaw.json.bak")],
      checks: { resolvability: true, resolvabilityComplete: true },
      refsChecked: 1,
      skippedExecRefs: 0,
      warningCount: 0,
      warnings: [],
    });
    assert.equal(state.fingerprint(), before);
    assert.equal((await talk(state, line, [])).code, 0);
    assert.deepEqual(holding(state, key), [".env"]);
    assert.match((await talk(state, line, [])).out, /nothing had to change/);
  });

  it("refuses a plan with one bad target whole, and says what is wrong", async () => {
    const ref = { source: "env", provider: "default", id: "ACME_KEY" };
    const targets = [{ type: "models.providers.apiKey", path: "models.providers.__proto__.apiKey", ref }];
    state.write("plan.json", { version: 1, protocolVersion: 1, targets });
    const plan = join(state.path, "plan.json");
    const { code, err } = await talk(state, ["secrets", "apply", "--from", plan], []);
    assert.equal(code, 1);
    assert.match(err, /^model-auth: Invalid secrets plan file: \S+plan\.json\n/);
    assert.match(err, /targets\[0\]: its path has a forbidden segment\./);
    assert.equal((await talk(state, ["secrets", "apply"], [])).code, 1);
    assert.equal((await talk(state, ["secrets", "apply", "--from", `${plan}x`], [])).code, 1);
  });

  it("shows exactly what a secret provider reads, and approves it only as it was seen", async () => {
    const file = join(state.path, "mine.json");
    state.write("mine.json", { a: key });
    chmodSync(file, 0o600);
    const provider = (path: string) => ({ secrets: { providers: { mine: { source: "file", path } } } });
    state.write("openclaw.json", provider(file));
    const listed = await talk(state, ["secrets", "approve", "--list"], []);
    assert.equal(listed.code, 0);
    assert.ok(listed.out.includes(`  path: ${file}\n`));
    assert.equal((await talk(state, ["secrets", "approve"], ["n"])).code, 1);
    assert.equal((await talk(state, ["secrets", "approve"], [])).code, 130);
    const hash = /hash: (\S+)/.exec(listed.out)?.[1] ?? "";
    state.write("openclaw.json", provider("/elsewhere.json"));
    const line = ["secrets", "approve", "mine", "--yes", "--hash", hash];
    const changed = await talk(state, line, []);
    assert.equal(changed.code, 1);
    assert.match(changed.err, /is not what that hash says/);
    state.write("openclaw.json", provider(file));
    assert.equal((await talk(state, line, [])).code, 0);
    assert.match((await talk(state, ["secrets", "approve"], [])).out, /No secret provider awaits/);
    state.write("openclaw.json", provider("/elsewhere.json"));
    const again = await talk(state, ["secrets", "approve"], ["y"]);
    assert.match(
      again.out,
      /is not what you approved:\n- path: \S+mine\.json\n {2}source: file\n\+ path: \/elsewhere\.json/,
    );
    assert.equal(again.code, 0);
    for (const wrong of [
      ["--yes"],
      ["mine", "--yes"],
      ["--hash", hash],
      ["--yes", "--hash", hash],
      ["nobody"],
    ])
      assert.equal((await talk(state, ["secrets", "approve", ...wrong], [])).code, 1, wrong.join(" "));
  });

  it("asks nothing where nobody can answer", async () => {
    const before = state.fingerprint();
    const run = await state.run(["secrets", "configure"]);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /^model-auth: Nobody can be asked here\. .*secrets apply --from FILE".\n$/);
    assert.equal(state.fingerprint(), before);
  }).timeout(30_000);

  it("prints JSON and nothing else, as a process too", async () => {
    const run = await state.run(["secrets", "audit", "--json", "--check"]);
    assert.equal(run.code, 1);
    assert.equal(run.stderr, "");
    const report: { version: number } = JSON.parse(run.stdout);
    assert.equal(report.version, 1);
  }).timeout(30_000);
});
