import assert from "node:assert/strict";
import { success } from "../../../src/engine/result.ts";
import { parseJson } from "../../../src/engine/stores/documents/jsonDocument.ts";
import { createFileReader } from "../../../src/engine/stores/fileReader.ts";
import { createMemoryPorts } from "../../support/memoryPorts.ts";

const path = "/s/file.json";

describe("A file reader", () => {
  function reading() {
    const { files, calls } = createMemoryPorts();
    let parsed = 0;
    const parse = (text: string) => {
      parsed++;
      return parseJson(text);
    };
    const understand = (value: unknown) =>
      value === "odd" ? ({ ok: false, failure: "wrong_shape" } as const) : success(value);
    return { files, calls, read: createFileReader(files, { parse }, understand), parsings: () => parsed };
  }

  it("finds nothing, and nothing wrong, where nothing is", async () => {
    assert.deepEqual(await reading().read(path), {});
  });

  it("parses a text once, however often it is read", async () => {
    const { files, read, parsings } = reading();
    files.write(path, "[1]");
    assert.deepEqual(await read(path), { value: [1] });
    assert.deepEqual(await read(path), { value: [1] });
    assert.equal(parsings(), 1);
  });

  it("waits for a torn file to heal", async () => {
    const { files, read } = reading();
    files.write(path, "[1,2]");
    files.tear(path, "[1,", 4);
    assert.deepEqual(await read(path), { value: [1, 2] });
  });

  it("shows the last good content beside a damage, and where the damage is", async () => {
    const { files, read } = reading();
    files.write(path, "[1]");
    await read(path);
    files.write(path, '{\n  "a": nonsense }');
    assert.deepEqual(await read(path), {
      value: [1],
      problem: { path, code: "not_json", line: 2, column: 8 },
    });
    files.write(path, '"odd"');
    assert.deepEqual(await read(path), { value: [1], problem: { path, code: "wrong_shape" } });
    files.spoil(path, "denied");
    assert.deepEqual(await read(path), { value: [1], problem: { path, code: "denied" } });
    files.write(path, "[1]");
    assert.deepEqual(await read(path), { value: [1] });
  });

  it("has nothing to show beside a damage it saw first, nor after the file was gone", async () => {
    const { files, read } = reading();
    files.write(path, "{");
    assert.equal((await read(path)).value, undefined);
    files.write(path, "[1]");
    await read(path);
    files.remove(path);
    assert.deepEqual(await read(path), {});
    files.write(path, "{");
    assert.equal((await read(path)).value, undefined);
  });
});
