import assert from "node:assert/strict";
import type { RefFault } from "../../../src/engine/secrets/refFailure.ts";
import { refFailure } from "../../../src/engine/secrets/refFailure.ts";
import type { SecretRef } from "../../../src/engine/secrets/secretRef.ts";
import { unresolvedSentence } from "../../../src/vscode/unresolvedWords.ts";
import { failureOf } from "../../support/authRoom.ts";

const ref: SecretRef = { source: "exec", provider: "vault", id: "team/key" };

/** What the sentence must name, for the person to know where to go. */
const rows: readonly (readonly [fault: RefFault, names: readonly string[]])[] = [
  [{ code: "needs_approval", change: "new" }, ["vault", "approval"]],
  [{ code: "needs_approval", change: "changed" }, ["vault", "changed"]],
  [{ code: "provider_not_configured" }, ["vault", "secrets.providers"]],
  [{ code: "provider_of_other_source", configured: "file" }, ["vault", "file"]],
  [{ code: "definition_invalid", field: "args" }, ["args", "vault"]],
  [{ code: "file_refused", path: "/x/y", fault: "too_open" }, ["/x/y", "permissions"]],
  [{ code: "file_too_large", path: "/x/y", limit: 5 }, ["/x/y", "5"]],
  [{ code: "program_refused", path: "/x/y", fault: "symlink" }, ["/x/y", "link"]],
  [{ code: "program_not_started", path: "/x/y", systemCode: "EACCES" }, ["/x/y", "EACCES"]],
  [{ code: "program_timeout", ms: 5000 }, ["vault", "5000"]],
  [{ code: "program_failed", exitCode: 3 }, ["vault", "3"]],
  [{ code: "program_failed", exitCode: null }, ["vault", "signal"]],
  [{ code: "refused_by_program", message: "sealed" }, ["vault", "team/key", "sealed"]],
  [{ code: "not_answered" }, ["vault", "team/key"]],
  [{ code: "env_missing" }, ["team/key"]],
  [{ code: "locked" }, ["keychain"]],
];

describe("Why a secret could not be had, in the editor", () => {
  for (const [fault, names] of rows)
    it(`names ${names.join(" and ")} for ${JSON.stringify(fault)}`, () => {
      const sentence = unresolvedSentence(failureOf(refFailure(ref, fault)));
      for (const name of names) assert.ok(sentence.includes(name), sentence);
      assert.ok(!/undefined|\{\d\}/.test(sentence), sentence);
    });

  it("shows nothing that a program or file could play tricks with", () => {
    const message = "see [this](command:x) \u001b[31m$(trash)\u202e";
    const sentence = unresolvedSentence(failureOf(refFailure(ref, { code: "refused_by_program", message })));
    for (const trick of ["](", "$(", "\u001b", "\u202e"]) assert.ok(!sentence.includes(trick), sentence);
  });
});
