import assert from "node:assert/strict";
import type { AuthSession } from "../../../src/vscode/session.ts";
import type { TreeNode } from "../../../src/vscode/tree/nodes.ts";
import { ProvidersTree } from "../../../src/vscode/tree/providersTree.ts";
import { type FakeTreeView, fake } from "../../support/fakeVscode.ts";
import { testTime } from "../../support/memoryPorts.ts";
import { hourMs, inSession, minuteMs, tokenFor } from "./sessionRoom.ts";

const plain = (provider: string): object => ({ type: "api_key", provider, key: "k" });

/** A thousand profiles of ten providers. */
const thousand = Object.fromEntries(
  Array.from({ length: 1000 }, (_, index) => {
    const provider = `provider-${index % 10}`;
    return [`${provider}:p${String(index).padStart(4, "0")}`, plain(provider)];
  }),
);

/** The tree, the view it is shown in, and what it says has changed. */
function draw(session: AuthSession): {
  tree: ProvidersTree;
  view: FakeTreeView;
  fired: (string | undefined)[];
} {
  fake.reset();
  const tree = new ProvidersTree(session);
  const fired: (string | undefined)[] = [];
  tree.onDidChangeTreeData((node: TreeNode | undefined) => fired.push(node?.id));
  const [view] = fake.treeViews;
  assert.ok(view !== undefined);
  return { tree, view, fired };
}

function labels(tree: ProvidersTree, node?: TreeNode): readonly unknown[] {
  return tree.getChildren(node).map((child) => tree.getTreeItem(child).label);
}

describe("The tree of providers", () => {
  it("shows providers by name and their profiles in the order of use", async () => {
    const profiles = { "openai:b": plain("openai"), "openai:a": plain("openai"), "groq:x": plain("groq") };
    await inSession(profiles, async ({ session }) => {
      const { tree } = draw(session);
      assert.deepEqual(labels(tree), ["Groq", "OpenAI"]);
      const openai = tree.getChildren().find((node) => node.id === "provider/openai");
      assert.deepEqual(labels(tree, openai), ["1. b", "2. a"]);
    });
  });

  it("fires nothing when nothing looks different", async () => {
    await inSession({ "openai:a": plain("openai") }, async ({ session, write }) => {
      const { fired } = draw(session);
      await session.refresh();
      await write({ "openai:a": plain("openai") });
      assert.deepEqual(fired, []);
    });
  });

  it("fires a row alone that changed", async () => {
    const both = { "anthropic:a": tokenFor("anthropic", 300 * hourMs), "openai:a": plain("openai") };
    await inSession(both, async ({ session, write }) => {
      const { fired } = draw(session);
      await write({ ...both, "openai:a": { ...plain("openai"), type: "token", token: "t", key: undefined } });
      assert.deepEqual(fired, ["profile/openai:a"]);
    });
  });

  it("fires a provider whose rows came, went or moved, and everything only when providers did", async () => {
    const first = { "openai:a": plain("openai"), "groq:x": plain("groq") };
    await inSession(first, async ({ session, write }) => {
      const { fired } = draw(session);
      await write({ ...first, "openai:b": plain("openai") });
      assert.deepEqual(fired.splice(0), ["provider/openai"]);
      await write({ "openai:a": plain("openai") });
      assert.deepEqual(fired.splice(0), [undefined]);
    });
  });

  it("fires one element for one change among a thousand profiles", async () => {
    await inSession(thousand, async ({ session, write }) => {
      const { fired } = draw(session);
      const keyRef = { source: "env", provider: "default", id: "HOME" };
      const changed = { type: "api_key", provider: "provider-3", keyRef };
      await write({ ...thousand, "provider-3:p0503": changed });
      assert.deepEqual(fired, ["profile/provider-3:p0503"]);
    });
  });

  it("asks no secret and no file for being drawn with a thousand profiles", async () => {
    await inSession(thousand, async ({ session, ports }) => {
      const { tree } = draw(session);
      ports.calls.restart();
      const nodes = tree.getChildren().flatMap((root) => [root, ...tree.getChildren(root)]);
      for (const node of nodes) tree.getTreeItem(node);
      assert.equal(nodes.length, 1010);
      assert.equal(ports.calls.count, 0);
    });
  });

  it("looks at each profile a bounded number of times for an update", async () => {
    await inSession(thousand, async ({ session, write }) => {
      draw(session);
      const { finding } = session;
      let looks = 0;
      Object.assign(session, {
        finding: (key: string) => {
          looks++;
          return finding.call(session, key);
        },
      });
      await write({ ...thousand, "provider-3:p0503": { type: "token", provider: "provider-3", token: "t" } });
      assert.ok(looks >= 1000 && looks <= 3000, `${looks} looks`);
    });
  });

  it("says of an order that it needs repair, offers that, and says what is wrong with it", async () => {
    const profiles = { "openai:a": plain("openai"), "groq:x": plain("groq"), "zai:z": plain("zai") };
    await inSession(profiles, async ({ session, ports }) => {
      const directory = "/home/dev/.openclaw";
      const order = { openai: ["openai:[x](command:y)", "openai:a", "openai:a", "zai:z"], groq: ["groq:x"] };
      ports.files.write(`${directory}/agents/main/agent/auth-state.json`, { version: 1, order });
      ports.files.write(`${directory}/openclaw.json`, { auth: { order: { zai: [] } } });
      await session.refresh();
      const { tree } = draw(session);
      const items = tree.getChildren().map((node) => tree.resolveTreeItem(tree.getTreeItem(node), node));
      assert.deepEqual(
        items.map(({ description }) => description),
        ["1 profile", "1 profile · order needs repair", "1 profile · switched off by an empty order"],
      );
      assert.deepEqual(
        items.map(({ contextValue }) => contextValue?.includes(";repairable;")),
        [false, true, true],
      );
      const told = items.map(({ tooltip }) =>
        (typeof tooltip === "string" ? tooltip : (tooltip?.value ?? "")).replaceAll("&#32;", " "),
      );
      assert.doesNotMatch(told[0] ?? "", /Repair Order/);
      assert.match(told[1] ?? "", /of another provider are zai:z; named more than once are openai:a\./);
      assert.doesNotMatch(told[1] ?? "", /[^\\]\]/);
      assert.match(told[2] ?? "", /The order is empty, which switches all profiles off/);
    });
  });

  it("offers to end the rest of a profile that rests, and of no other", async () => {
    await inSession({ "openai:a": plain("openai"), "openai:b": plain("openai") }, async (room) => {
      const usageStats = { "openai:a": { cooldownUntil: testTime + minuteMs } };
      const path = "/home/dev/.openclaw/agents/main/agent/auth-state.json";
      room.ports.files.write(path, { version: 1, usageStats });
      await room.session.refresh();
      const { tree } = draw(room.session);
      const rows = tree.getChildren().flatMap((root) => tree.getChildren(root));
      const resting = rows.filter((row) => tree.getTreeItem(row).contextValue?.includes(";resting;"));
      assert.deepEqual(
        resting.map(({ id }) => id),
        ["profile/openai:a"],
      );
    });
  });

  it("gives VS Code the same object for a row as long as it is there", async () => {
    await inSession({ "openai:a": plain("openai") }, async ({ session, write }) => {
      const { tree } = draw(session);
      const [before] = tree.getChildren();
      await write({ "openai:a": plain("openai"), "openai:b": plain("openai") });
      const [after] = tree.getChildren();
      assert.equal(after, before);
      const [row] = tree.getChildren(after);
      assert.equal(row === undefined ? undefined : tree.getParent(row), before);
    });
  });

  it("counts on its badge what is broken, and not what is only near its end", async () => {
    const profiles = {
      "anthropic:gone": tokenFor("anthropic", -hourMs),
      "anthropic:soon": tokenFor("anthropic", 5 * minuteMs),
      "openai:none": { type: "api_key", provider: "openai" },
    };
    await inSession(profiles, async ({ session, write }) => {
      const { view } = draw(session);
      const broken = session.snapshot?.view.providers.flatMap((provider) => provider.profiles).length ?? 0;
      assert.ok(broken >= 2);
      assert.equal(view.badge?.value, 2);
      await write({ "openai:a": plain("openai") });
      assert.equal(view.badge, undefined);
    });
  });

  it("says what is wrong with a file above the rows that were there", async () => {
    await inSession({ "openai:a": plain("openai") }, async ({ session, ports }) => {
      const { tree, view } = draw(session);
      ports.files.write("/home/dev/.openclaw/openclaw.json", "{ broken");
      const reading = session.refresh();
      // A torn file is read again for a moment before it counts as damaged.
      while (session.snapshot?.view.problems.length === 0) {
        ports.clock.advance(500);
        await new Promise(setImmediate);
      }
      await reading;
      assert.match(view.message ?? "", /openclaw\.json is damaged at line 1/);
      assert.deepEqual(labels(tree), ["OpenAI"]);
    });
  });

  it("goes with its view", async () => {
    await inSession({ "openai:a": plain("openai") }, async ({ session, write }) => {
      const { tree, fired } = draw(session);
      tree.dispose();
      await write({ "groq:x": plain("groq") });
      assert.deepEqual(fired, []);
    });
  });

  it("says which place a key without a profile comes from, and which are shadowed", async () => {
    await inSession({}, async ({ session, ports }) => {
      const { tree } = draw(session);
      ports.environment.values = { HOME: "/home/dev", GROQ_API_KEY: "k" };
      ports.files.write(
        "/home/dev/.openclaw/.env",
        "MISTRAL_API_KEY=k\nGEMINI_API_KEY=k\nGOOGLE_API_KEY=k\n",
      );
      ports.files.write("/home/dev/.openclaw/openclaw.json", { env: { XAI_API_KEY: "k" } });
      await session.refresh();
      const rows = tree.getChildren().flatMap((node) => tree.getChildren(node));
      const said = rows
        .map((node) => tree.getTreeItem(node))
        .map(({ label, description }) => [label, description]);
      assert.deepEqual(said, [
        ["GEMINI_API_KEY", ".env of the state directory"],
        ["GOOGLE_API_KEY", ".env of the state directory, shadowed"],
        ["GROQ_API_KEY", "environment"],
        ["MISTRAL_API_KEY", ".env of the state directory"],
        ["XAI_API_KEY", "env block of openclaw.json"],
      ]);
      const tips = rows.map((node) =>
        String(Reflect.get(Object(tree.resolveTreeItem(tree.getTreeItem(node), node).tooltip), "value")),
      );
      assert.match(tips.at(-1) ?? "", /in&#32;the&#32;env&#32;block&#32;of&#32;openclaw/);
    });
  });

  it("says of a profile of an older version's file that it moves with the next change", async () => {
    await inSession({}, async ({ session, ports }) => {
      const { tree } = draw(session);
      const dir = "/home/dev/.openclaw/agents/main/agent";
      ports.files.remove(`${dir}/auth-profiles.json`);
      ports.files.write(`${dir}/auth.json`, { groq: { type: "api_key", key: "k" } });
      await session.refresh();
      const [node] = tree.getChildren().flatMap((root) => tree.getChildren(root));
      assert.ok(node !== undefined);
      const item = tree.getTreeItem(node);
      assert.equal(
        item.description,
        "in use · API key · plain text · from auth.json, moved with the next change",
      );
      assert.match(
        String(Reflect.get(Object(tree.resolveTreeItem(item, node).tooltip), "value")),
        /agent\/auth\.json/,
      );
    });
  });
});
