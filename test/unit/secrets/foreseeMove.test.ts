import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { createAuthEngine } from "../../../src/engine/engine.ts";
import type { Ports } from "../../../src/engine/ports.ts";
import { findSecrets } from "../../../src/engine/secrets/configure/candidates.ts";
import { configureSecrets } from "../../../src/engine/secrets/configure/configure.ts";
import { foreseeMove, namedChoices } from "../../../src/engine/secrets/configure/foreseeMove.ts";
import type { SecretChoice } from "../../../src/engine/secrets/configure/planFor.ts";
import { nodeSecretFiles } from "../../../src/node/secretFiles.ts";
import { failureOf, fakeKey, valueOf } from "../../support/authRoom.ts";
import { inStateDir, type StateDirRoom } from "../../support/stateDir.ts";

const [groqKey, otherKey, profileKey] = ["groq", "other", "profile"].map(fakeKey);
const options = { hasKeychain: true } as const;
const to = {
  keychain: { home: "keychain" },
  env: { home: "env" },
  file: { home: "file" },
} as const satisfies Readonly<Record<string, SecretChoice["to"]>>;

function furnish(room: Pick<StateDirRoom, "write">): void {
  const providers = { groq: { apiKey: groqKey, models: [] }, other: { apiKey: otherKey, models: [] } };
  room.write(".openclaw/openclaw.json", { models: { providers } });
  room.write(".openclaw/openclaw.json.bak", { models: { providers: { groq: { apiKey: groqKey } } } });
  room.write(".openclaw/agents/main/agent/models.json", { providers: { groq: { apiKey: groqKey } } });
  room.write(".openclaw/agents/main/agent/auth-profiles.json", {
    version: 1,
    profiles: { "acme:work": { type: "api_key", provider: "acme", key: profileKey } },
  });
}

function portsOf(room: StateDirRoom): Ports {
  return { ...room.ports, secretFiles: nodeSecretFiles };
}

const homes: readonly (readonly [candidateId: string, keyof typeof to])[][] = [
  [["auth-profiles:main:profiles.acme:work.key", "keychain"]],
  [["auth-profiles:main:profiles.acme:work.key", "env"]],
  [["openclaw:models.providers.groq.apiKey", "env"]],
  [["openclaw:models.providers.other.apiKey", "file"]],
  [
    ["openclaw:models.providers.groq.apiKey", "file"],
    ["openclaw:models.providers.other.apiKey", "env"],
    ["auth-profiles:main:profiles.acme:work.key", "keychain"],
  ],
];

describe("What moving secrets will do, told beforehand", () => {
  for (const chosen of homes)
    it(`is what it does: ${chosen.map(([id, home]) => `${id.split(".").at(-2)} to ${home}`).join(", ")}`, async () => {
      await inStateDir(async (room) => {
        furnish(room);
        const ports = portsOf(room);
        const engine = createAuthEngine(ports);
        const world = await engine.load();
        const found = valueOf(await findSecrets(ports, world, options));
        const before = room.fingerprint();
        const wishes = chosen.map(([candidateId, home]): SecretChoice => {
          const one = found.find(({ candidate }) => candidate.id === candidateId);
          return { candidateId, fingerprint: one?.candidate.fingerprint ?? "", to: to[home] };
        });
        const choices = valueOf(namedChoices(ports.environment, world, found, wishes));
        const foreseen = valueOf(await foreseeMove(ports, world, found, choices));
        assert.deepEqual(room.fingerprint(), before);
        valueOf(await configureSecrets(ports, () => engine.load(), choices, options));
        const after = room.fingerprint();
        const own = (path: string): boolean => !path.startsWith(".config");
        const isFile = (path: string): boolean => !after[path]?.startsWith("directory");
        const changed = Object.keys(after).filter(
          (path) => own(path) && isFile(path) && after[path] !== before[path],
        );
        const removed = Object.keys(before).filter((path) => !existsSync(room.at(path)));
        const told = (paths: readonly string[]): readonly string[] =>
          paths.map((path) => relative(room.home, path)).toSorted();
        assert.deepEqual(told(foreseen.changedFiles), changed.toSorted());
        assert.deepEqual(told(foreseen.removedFiles), removed.toSorted());
      });
    });

  it("gives no two different secrets the same variable, and a person's own name comes first", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      const world = await room.engine.load();
      const found = valueOf(await findSecrets(room.ports, world, options));
      const wishes = found.flatMap(({ candidate }): readonly SecretChoice[] =>
        candidate.homes.length === 0
          ? []
          : [{ candidateId: candidate.id, fingerprint: candidate.fingerprint, to: to.env }],
      );
      const own = wishes.map((one) =>
        one.candidateId.includes("other")
          ? { ...one, to: { home: "env", name: "GROQ_API_KEY" } as const }
          : one,
      );
      const names = valueOf(namedChoices(room.ports.environment, world, found, own)).map((one) =>
        one.to.home === "env" ? one.to.name : "",
      );
      assert.equal(new Set(names).size, 3);
      assert.equal(names[own.findIndex(({ candidateId }) => candidateId.includes("other"))], "GROQ_API_KEY");
    });
  });

  it("says what refuses, and what is to be written by hand where openclaw.json cannot be edited", async () => {
    await inStateDir(async (room) => {
      furnish(room);
      room.write(
        ".openclaw/openclaw.json",
        `{ models: { providers: { groq: { apiKey: "x", apiKey: ${JSON.stringify(groqKey)}, models: [] } } } }`,
      );
      const world = await room.engine.load();
      const found = valueOf(await findSecrets(room.ports, world, options));
      const before = room.fingerprint();
      const [one] = found.filter(({ candidate }) => candidate.place.kind === "config");
      const choice = { candidateId: one?.candidate.id ?? "", fingerprint: one?.candidate.fingerprint ?? "" };
      const refused = failureOf(await foreseeMove(room.ports, world, found, [{ ...choice, to: to.env }]));
      assert.equal(refused.refusal.code, "cannot_edit_safely");
      assert.equal(refused.planned?.plan.targets.length, 1);
      const gone = failureOf(
        await foreseeMove(room.ports, world, found, [{ ...choice, fingerprint: "0", to: to.env }]),
      );
      assert.equal(gone.refusal.code, "candidate_gone");
      assert.deepEqual(room.fingerprint(), before);
    });
  });
});
