import assert from "node:assert/strict";
import type { Files, FileUpdate } from "../../../src/engine/ports.ts";
import { createMemoryPorts } from "../../support/memoryPorts.ts";
import { inStateDir } from "../../support/stateDir.ts";

/** What the tests in memory rely on, done to a machine's files, with everything that was seen. */
async function story(files: Files, at: (name: string) => string): Promise<readonly unknown[]> {
  const [first, second] = [at("dir/first.json"), at("dir/second.json")];
  const update = (edit: FileUpdate<string>["edit"], more: Partial<FileUpdate<string>> = {}) =>
    files.update({ lock: first, targets: [first, second], edit, ...more });
  const to = (...contents: (string | null | undefined)[]) => update(() => ({ contents, result: "told" }));
  const seen: unknown[] = [];
  const look = async (): Promise<void> => {
    seen.push(await files.read(first), await files.read(second), (await files.list(at("dir"))).toSorted());
    seen.push(await files.exists(first), await files.exists(at("dir")));
  };
  await look();
  seen.push(await to(undefined, null));
  await look();
  seen.push(await to("1", undefined));
  seen.push(await to("1", undefined));
  await look();
  seen.push(await to("2", "b"));
  seen.push(await to("3", null));
  await look();
  seen.push(await update(() => ({ contents: ["4", undefined], result: "x" }), { secretsLeave: true }));
  await look();
  seen.push(
    await update(([one]) => ({ contents: [undefined, one?.kind === "text" ? one.text : "?"], result: "y" })),
  );
  await look();
  return seen;
}

describe("The files in memory", () => {
  it("do what those of a machine do: saves, deletions, idle edits, backups and their end", () =>
    inStateDir(async ({ ports, at }) => {
      const memory = createMemoryPorts();
      const inMemory = await story(memory.files, (name) => `/room/${name}`);
      assert.deepEqual(inMemory, await story(ports.files, at));
    }));

  it("hold every edit to wanting nothing more once it is made", async () => {
    const { files } = createMemoryPorts();
    const endless: FileUpdate<void> = {
      lock: "/a",
      targets: ["/a"],
      edit: ([content]) => ({
        contents: [content?.kind === "text" ? `${content.text}+` : ""],
        result: undefined,
      }),
    };
    await assert.rejects(files.update(endless), /wants more/);
  });
});
