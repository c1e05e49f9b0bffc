import assert from "node:assert/strict";
import { createAuthRoom, places } from "../../support/authRoom.ts";

async function inspect(
  definition: object,
  prepare: (ports: ReturnType<typeof createAuthRoom>["ports"]) => void = () => {},
): Promise<unknown> {
  const { engine, load, ports } = createAuthRoom();
  ports.files.write(places.config, { secrets: { providers: { it: definition } } });
  prepare(ports);
  const found = await engine.inspectDefinition(await load(), "it");
  assert.equal(ports.programs.runs.length + ports.secretFiles.requests.length, 0);
  return found;
}

const program = { source: "exec", command: "/usr/bin/vault" };
const known = { alias: "it", schemaPaths: [], isInsecureAllowed: false };

describe("Looking at the definition of a program or secret file", () => {
  it("finds nothing wrong with what both would use", async () => {
    const found = await inspect(program);
    assert.deepEqual(found, { ...known, source: "exec", path: "/usr/bin/vault" });
    const file = await inspect({ source: "file", path: "~/x" }, (ports) =>
      ports.secretFiles.files.set("/home/dev/x", ""),
    );
    assert.deepEqual(file, { ...known, source: "file", path: "/home/dev/x" });
  });

  it("tells what only OpenClaw refuses from what we refuse too", async () => {
    const rootOwned = await inspect(program, (ports) =>
      ports.programs.inspections.set("/usr/bin/vault", { referenceFault: "foreign_owner" }),
    );
    assert.deepEqual(rootOwned, {
      ...known,
      source: "exec",
      path: "/usr/bin/vault",
      referenceFault: "foreign_owner",
    });
    const open = await inspect(program, (ports) =>
      ports.programs.inspections.set("/usr/bin/vault", { fault: "too_open", referenceFault: "too_open" }),
    );
    assert.deepEqual(open, {
      ...known,
      source: "exec",
      path: "/usr/bin/vault",
      refusal: { code: "program_refused", fault: "too_open" },
      referenceFault: "too_open",
    });
  });

  it("knows that OpenClaw does not mind a file's other names", async () => {
    const found = await inspect({ source: "file", path: "/x" }, (ports) =>
      ports.secretFiles.files.set("/x", { fault: "hard_linked" }),
    );
    assert.deepEqual(found, {
      ...known,
      source: "file",
      path: "/x",
      refusal: { code: "file_refused", fault: "hard_linked" },
    });
  });

  it("names the fields for which OpenClaw refuses the whole configuration", async () => {
    const definition = { source: "file", path: "/x", allowInsecurePath: true, timeoutMs: 0, colour: 1 };
    const found = await inspect(definition, (ports) => ports.secretFiles.files.set("/x", ""));
    assert.deepEqual(found, {
      alias: "it",
      source: "file",
      path: "/x",
      schemaPaths: ["timeoutMs", "allowInsecurePath", "colour"],
      isInsecureAllowed: true,
    });
  });

  it("says which field keeps a definition from taking effect", async () => {
    const found = await inspect({ source: "exec", command: "/x", args: [1] });
    assert.deepEqual(found, {
      alias: "it",
      source: "exec",
      path: "",
      schemaPaths: ["args.0"],
      isInsecureAllowed: false,
      refusal: { code: "definition_invalid", field: "args" },
    });
  });

  it("has nothing to say of other sources", async () => {
    assert.equal(await inspect({ source: "env" }), undefined);
    assert.equal(await inspect({ source: "moon" }), undefined);
  });
});
