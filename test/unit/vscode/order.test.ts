import assert from "node:assert/strict";
import * as fc from "fast-check";
import { nodeArgument } from "../../../src/vscode/commands/target.ts";
import { currentOrder, placedBefore } from "../../../src/vscode/tree/orderByDragging.ts";
import { profileRow, providerRow } from "./sessionRoom.ts";

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 8 });

describe("An order that is changed by dragging", () => {
  it("stays the same ids, the dragged ones together before the target", () => {
    fc.assert(
      fc.property(ids, fc.infiniteStream(fc.boolean()), fc.nat(9), (order, choose, at) => {
        const dragged = order.filter(() => choose.next().value === true);
        const before = order[at];
        const moved = placedBefore(order, dragged, before);
        assert.deepEqual(moved.toSorted(), order.toSorted());
        // Those that stay keep their order, and so do the dragged.
        const rest = order.filter((id) => !dragged.includes(id));
        assert.deepEqual(
          moved.filter((id) => !dragged.includes(id)),
          rest,
        );
        const start = moved.indexOf(dragged[0] ?? "");
        assert.deepEqual(dragged.length === 0 ? [] : moved.slice(start, start + dragged.length), dragged);
        if (before !== undefined && !dragged.includes(before) && dragged.length > 0)
          assert.equal(moved[start + dragged.length], before);
      }),
    );
  });

  it("takes in what was not part of it, last or before the target", () => {
    assert.deepEqual(placedBefore(["a", "b"], ["new"], undefined), ["a", "b", "new"]);
    assert.deepEqual(placedBefore(["a", "b"], ["new"], "b"), ["a", "new", "b"]);
    assert.deepEqual(placedBefore(["a", "b"], ["new"], "not there"), ["a", "b", "new"]);
  });

  it("begins as it is shown: those in use and waiting, then what it names that does not exist", () => {
    const provider = providerRow(
      [
        profileRow({ profileId: "openai:b" }),
        profileRow({ profileId: "openai:a", use: { kind: "waiting", position: 2 } }),
        profileRow({ profileId: "openai:out", use: { kind: "excluded", by: "state" } }),
      ],
      { ghosts: ["openai:ghost"] },
    );
    assert.deepEqual(currentOrder(provider), ["openai:b", "openai:a", "openai:ghost"]);
  });
});

describe("What a command is called with", () => {
  it("is a row only with a kind of ours and a text for an id", () => {
    assert.deepEqual(nodeArgument({ kind: "profile", id: "profile/openai:work", row: "not believed" }), {
      kind: "profile",
      id: "profile/openai:work",
    });
    for (const kind of ["provider", "ambient"]) assert.ok(nodeArgument({ kind, id: "" }) !== undefined);
  });

  it("is nothing otherwise, whatever it is", () => {
    const kinds = ["provider", "profile", "ambient"];
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true, withDate: true }), (value) => {
        const node = nodeArgument(value);
        assert.ok(node === undefined || (kinds.includes(node.kind) && typeof node.id === "string"));
      }),
    );
    const wrong = [null, "profile/openai:work", { kind: "command", id: "x" }, { kind: "profile", id: 7 }, []];
    for (const value of wrong) assert.equal(nodeArgument(value), undefined);
  });
});
