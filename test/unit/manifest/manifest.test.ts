import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands, containers, contextKeys, settings, views } from "../../../src/vscode/ids.ts";
import { manifest, raw, root, texts, textsIn, whenClauses } from "./manifest.ts";

const { contributes } = manifest;

/** What VS Code itself puts into when-clauses. */
const editorKeys = ["view", "viewItem", "isWorkspaceTrusted", "true", "false"];

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].toSorted();
}

describe("Names of the code and of package.json", () => {
  it("are the same for commands", () => {
    assert.deepEqual(
      sorted(contributes.commands.map(({ command }) => command)),
      sorted(Object.values(commands)),
    );
  });

  it("are the same for views and their container", () => {
    const own = Object.values(contributes.views).flat();
    const homes = Object.values(contributes.viewsContainers).flat();
    assert.deepEqual(sorted(own.map(({ id }) => id)), sorted(Object.values(views)));
    assert.deepEqual(sorted(homes.map(({ id }) => id)), sorted(Object.values(containers)));
    assert.deepEqual(sorted(Object.keys(contributes.views)), sorted(Object.values(containers)));
  });

  it("are the same for settings", () => {
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(Object.values(settings)),
    );
  });

  it("are the same for context keys: each is used by a when-clause, and none is used that is not set", () => {
    const used = new Set(whenClauses.flatMap(keysOf).filter((key) => !editorKeys.includes(key)));
    assert.deepEqual(sorted(used), sorted(Object.values(contextKeys)));
  });

  it("are those of contributed commands and views in menus, welcome texts and links", () => {
    const known = new Set<string>(Object.values(commands));
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const inLinks = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/command:([\w.]+)/g)].map(([, command]) => command ?? ""),
    );
    assert.ok(inLinks.length > 0);
    for (const command of [...inMenus, ...inLinks]) assert.ok(known.has(command), command);
    const welcomed = contributes.viewsWelcome.map(({ view }) => view);
    const viewed = whenClauses.flatMap((clause) =>
      [...clause.matchAll(/\bview == ([\w.]+)/g)].map(([, view]) => view ?? ""),
    );
    for (const view of [...welcomed, ...viewed]) assert.ok(Object.values<string>(views).includes(view), view);
  });

  it("are the same for the flags of rows: each that a menu asks for is given by the tree", () => {
    const tree = readFileSync(join(root, "src/vscode/tree/providersTree.ts"), "utf8");
    const asked = whenClauses
      .flatMap((clause) => clause.match(/viewItem =~ \/[^/]+\//g) ?? [])
      .flatMap((match) => match.replace("viewItem", "").match(/\w+/g) ?? []);
    assert.ok(asked.length > 0);
    for (const flag of asked) assert.ok(tree.includes(`"${flag}"`), flag);
  });
});

describe("Texts of package.json", () => {
  it("each have an entry in package.nls.json, and none of its entries is unused", () => {
    const used = textsIn(raw).flatMap(({ text }) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(texts)));
  });

  it("name every command under Model Auth, by its own title", () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, "Model Auth", command);
      assert.equal(title, `%${command.replace("modelAuth.", "command.")}%`);
    }
  });

  it("are all translatable where people read them", () => {
    const read = ["description", "markdownDescription", "enumDescriptions", "contents", "name"];
    const plain = textsIn({ ...manifest, name: undefined }).filter(
      ({ key, text }) => read.includes(key) && !text.startsWith("%"),
    );
    assert.deepEqual(plain, []);
  });
});

describe("Settings", () => {
  const properties = Object.entries(contributes.configuration.properties);

  it("that name a directory, file, program or address cannot be set by a workspace", () => {
    const naming = properties.filter(
      ([name, { type }]) => type === "string" && /dir|path|file|command|program|url|host/i.test(name),
    );
    assert.ok(naming.length > 0);
    for (const [name, { scope, ignoreSync }] of naming) {
      assert.equal(scope, "machine", name);
      assert.equal(ignoreSync, true, name);
      assert.ok(
        manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name),
        `${name} must be restricted`,
      );
    }
  });

  it("are all out of a workspace's reach", () => {
    for (const [name, { scope }] of properties)
      assert.ok(scope === "machine" || scope === "application", `${name} has the scope ${String(scope)}`);
  });

  it("are restricted only where they exist", () => {
    for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      assert.ok(Object.values<string>(settings).includes(name), name);
  });
});

describe("The manifest", () => {
  it("starts the extension once the editor has started, and never earlier", () => {
    assert.deepEqual(manifest.activationEvents, ["onStartupFinished"]);
  });

  it("is typed against the oldest editor it promises to run in", () => {
    assert.equal(`^${manifest.devDependencies["@types/vscode"]}`, manifest.engines.vscode);
  });

  it("names files that exist", () => {
    const pictures = [...Object.values(contributes.viewsContainers), ...Object.values(contributes.views)]
      .flat()
      .flatMap(({ icon }) => icon ?? []);
    for (const file of [manifest.icon, ...pictures, join(manifest.l10n, "bundle.l10n.json")])
      assert.ok(existsSync(join(root, file)), file);
  });

  it("names programs that the build makes", () => {
    const build = readFileSync(join(root, "scripts/build.ts"), "utf8");
    for (const file of [manifest.main, ...Object.values(manifest.bin)]) {
      const name = /^\.\/dist\/(\w+)\.js$/.exec(file)?.[1] ?? "";
      assert.match(build, new RegExp(`entryPoints: \\{ ${name}: `), file);
    }
  });

  it("has an icon of 256 by 256 for the marketplace", () => {
    const png = readFileSync(join(root, manifest.icon));
    assert.equal(png.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
  });

  it("has pictures without colours for the activity bar", () => {
    const svg = readFileSync(join(root, "media/activity.svg"), "utf8");
    assert.match(svg, /viewBox="0 0 24 24"/);
    const paints = [...svg.matchAll(/\b(?:fill|stroke|color|style)="([^"]*)"/g)].map(([, paint]) => paint);
    assert.deepEqual(sorted(new Set(paints.map(String))), ["currentColor", "none"]);
  });
});

/** The context keys a when-clause asks: what stands left of an operator or alone, not what it is compared with. */
function keysOf(clause: string): readonly string[] {
  return clause
    .replace(/=~ *\/[^/]*\/|[!=]= *[\w.]+/g, "")
    .split(/&&|\|\||[!()\s]+/)
    .filter((key) => key !== "");
}
