import assert from "node:assert/strict";
import fc from "fast-check";
import type { ReferenceCheck } from "../../../src/engine/reports/referenceCheck.ts";
import { referenceNews } from "../../../src/vscode/referenceNews.ts";
import { References } from "../../../src/vscode/references.ts";
import { ReportDocuments } from "../../../src/vscode/reports/reportDocuments.ts";
import { ProvidersTree } from "../../../src/vscode/tree/providersTree.ts";
import { fake, workspace } from "../../support/fakeVscode.ts";
import { dayMs, inSession, minuteMs, type SessionRoom } from "./sessionRoom.ts";

const configPath = "/home/dev/.openclaw/openclaw.json";
const command = "/usr/local/bin/vault-key";
const secret = ["made", "up", "for", "references"].join("-");
const inVault = { source: "exec", provider: "vault", id: "openai/work" };
const inFile = { source: "file", provider: "keys", id: "/groq" };
const profiles = {
  "groq:team": { type: "api_key", provider: "groq", keyRef: inFile },
  "openai:work": { type: "api_key", provider: "openai", keyRef: inVault },
};

interface Desk extends SessionRoom {
  readonly references: References;
  define(args: readonly string[], more?: object): Promise<void>;
  row(name: string): string;
  settled(): Promise<void>;
}

/** A window with one reference to a program and one to a file, both of which answer. */
async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  await inSession(profiles, async (room) => {
    const { ports, session } = room;
    const reports = new ReportDocuments();
    const references = new References(session, reports);
    const tree = new ProvidersTree(session);
    ports.programs.programs.set(command, () =>
      JSON.stringify({ protocolVersion: 1, values: { "openai/work": secret } }),
    );
    ports.secretFiles.files.set("/keys.json", JSON.stringify({ groq: secret }));
    const define = async (args: readonly string[], more: object = {}): Promise<void> => {
      const vault = { source: "exec", command, args };
      const keys = { source: "file", path: "/keys.json" };
      ports.files.write(configPath, { secrets: { providers: { vault, keys } }, ...more });
      await session.refresh();
    };
    const row = (name: string): string => {
      const nodes = tree.getChildren().flatMap((node) => tree.getChildren(node));
      return String(
        nodes.map((node) => tree.getTreeItem(node)).find(({ label }) => label === name)?.description,
      );
    };
    fake.answerMessage = ({ buttons }) => buttons.find((button) => button === "Approve");
    try {
      await define(["get"]);
      await work({ ...room, references, define, row, settled: () => references.settled() });
    } finally {
      references.dispose();
      reports.dispose();
      tree.dispose();
    }
  });
}

function saidTimes(pattern: RegExp): number {
  return fake.messages.filter(({ text }) => pattern.test(text)).length;
}

describe("Checking references", () => {
  beforeEach(() => fake.reset());
  afterEach(() => {
    workspace.isTrusted = true;
  });

  it("follows nothing before the person asks, and then tells in the rows what came of it", async () => {
    await atDesk(async ({ ports, references, row }) => {
      assert.equal(row("1. work"), "in use · API key · program");
      assert.deepEqual([ports.programs.runs.length, ports.secretFiles.requests.length], [0, 0]);
      await references.check();
      assert.equal(ports.programs.runs.length, 1);
      assert.equal(saidTimes(/All 2 references lead to a secret\./), 1);
      assert.equal(row("1. work"), "in use · API key · program · checked 1 min ago");
      assert.equal(row("1. team"), "in use · API key · secret file · checked 1 min ago");
      assert.ok(!JSON.stringify([fake.messages, ports.log.lines]).includes(secret));
    });
  });

  it("runs no program again because something else changed", async () => {
    await atDesk(async ({ ports, references, define, write, settled }) => {
      await references.check();
      await define(["get"], { env: { SOMETHING: "else" } });
      await write({ ...profiles, "groq:plain": { type: "api_key", provider: "groq", key: "k" } });
      await settled();
      assert.equal(ports.programs.runs.length, 1);
      const other = { type: "api_key", provider: "groq", keyRef: { ...inFile, id: "/nothing" } };
      await write({ ...profiles, "groq:team": other });
      await settled();
      assert.deepEqual([ports.programs.runs.length, ports.secretFiles.requests.length], [1, 2]);
    });
  });

  it("tells once that one stopped working, with the reason, and once that it works again", async () => {
    await atDesk(async ({ ports, references, define, row, settled }) => {
      await references.check();
      await define(["get", "--other"]);
      await settled();
      await define(["get", "--another"]);
      await settled();
      assert.equal(ports.programs.runs.length, 1);
      assert.equal(saidTimes(/^A reference that worked gives no secret any more\. openai:work: vault in/), 1);
      assert.equal(row("1. work"), "waits for approval · API key · program");
      await define(["get"]);
      await settled();
      assert.equal(saidTimes(/work again/), 1);
      assert.equal(ports.programs.runs.length, 2);
    });
  });

  it("follows them again after a review, where the person had them checked", async () => {
    await atDesk(async ({ ports, references, session, row }) => {
      await references.again();
      assert.equal(ports.programs.runs.length, 0);
      await references.check();
      const revoked = await session.engine.revokeApproval(await session.currentWorld(), "vault");
      assert.ok(revoked.ok);
      await references.again();
      assert.match(row("1. work"), /^waits for approval/);
    });
  });

  it("shows what failed and what helps in a tab", async () => {
    await atDesk(async ({ ports, references }) => {
      ports.programs.programs.set(command, () => ({ kind: "ended", exitCode: 3, stdout: "" }));
      await references.check();
      assert.equal(
        saidTimes(/^1 of 2 references lead to a secret\. openai:work: The program of vault ended with 3/),
        1,
      );
      await references.show();
      const text = String(
        fake.contentProviders
          .get("model-auth")
          ?.provideTextDocumentContent({ scheme: "model-auth", path: "/References" }),
      );
      assert.match(text, /^References\n1 of 2 references lead to a secret\.\n/);
      assert.match(text, /Program vault\n\n✗ openai:work {3}openai\/work · gives no secret/u);
      assert.match(text, /Secret file keys\n\n✓ groq:team {3}\/groq · works/u);
      assert.ok(!text.includes(secret));
    });
  });

  it("does nothing in a workspace that is not trusted", async () => {
    await atDesk(async ({ ports, references, define, settled }) => {
      workspace.isTrusted = false;
      await references.check();
      assert.equal(saidTimes(/Restricted Mode/), 1);
      workspace.isTrusted = true;
      await references.check();
      workspace.isTrusted = false;
      await define(["get", "--other"]);
      await settled();
      assert.equal(ports.programs.runs.length, 1);
      assert.equal(saidTimes(/any more/), 0);
    });
  });

  it("still warns of a token that ends, wherever its secret is", async () => {
    await atDesk(async ({ ports, write, row }) => {
      const expires = ports.clock.now() + 30 * minuteMs;
      await write({ "openai:t": { type: "token", provider: "openai", tokenRef: inVault, expires } });
      assert.match(row("1. t"), /^in use · expires in 30 min · token · program$/);
      await write({
        "openai:t": { type: "token", provider: "openai", tokenRef: inVault, expires: expires + 9 * dayMs },
      });
      assert.match(row("1. t"), /expires in 9 d/);
    });
  });
});

describe("What is told of references", () => {
  const ref = { source: "exec", provider: "vault", id: "x" } as const;
  const check = (works: boolean): ReferenceCheck => ({
    ref,
    at: 0,
    ...(works ? {} : { failure: { code: "not_answered", scope: "ref", ref } }),
  });

  it("is each failure once until it works again, and one recovery after the last", () => {
    const states = fc.array(fc.dictionary(fc.constantFrom("a", "b", "c"), fc.boolean()), { minLength: 2 });
    fc.assert(
      fc.property(states, (course) => {
        let told: ReadonlySet<string> = new Set();
        const open = new Set<string>();
        const steps = course.map(
          (state) => new Map(Object.entries(state).map(([key, works]) => [key, check(works)])),
        );
        for (const [index, after] of steps.entries()) {
          const before = steps[index - 1];
          if (before === undefined) continue;
          const news = referenceNews(before, after, told);
          for (const key of news.broken) {
            assert.ok(!open.has(key));
            assert.equal(before.get(key)?.failure, undefined);
            open.add(key);
          }
          for (const key of open) if (after.get(key)?.failure === undefined) open.delete(key);
          assert.deepEqual([...news.told].toSorted(), [...open].toSorted());
          assert.ok(!news.hasRecovered || (told.size > 0 && news.told.size === 0));
          told = news.told;
        }
      }),
    );
  });
});
