import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Condition, type ConditionKind, conditionLevel } from "../../../src/engine/reports/condition.ts";
import type { ProfileRow } from "../../../src/engine/reports/overview.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { plainLabel, plainText } from "../../../src/vscode/plainText.ts";
import { problemSentence, refusalSentence } from "../../../src/vscode/refusals.ts";
import { shortSpan } from "../../../src/vscode/relativeTime.ts";
import { childNodes, providerNode, type TreeNode } from "../../../src/vscode/tree/nodes.ts";
import { rowIcon } from "../../../src/vscode/tree/rowIcon.ts";
import { rowText } from "../../../src/vscode/tree/rowText.ts";
import { tooltip } from "../../../src/vscode/tree/tooltip.ts";
import { conditionSentence, conditionWord } from "../../../src/vscode/words.ts";
import { dayMs, hourMs, minuteMs, profileRow, providerRow } from "./sessionRoom.ts";

const now = 1_775_500_000_000;

const world = {
  files: { profiles: "/home/dev/agent/auth-profiles.json", state: "/home/dev/agent/auth-state.json" },
  mainFiles: { profiles: "/home/dev/main/auth-profiles.json", state: "/home/dev/main/auth-state.json" },
} as AuthWorld;

/** One of each, and what a row says of it. */
const conditions: { readonly [K in ConditionKind]: readonly [Condition, string] } = {
  static: [{ kind: "static" }, ""],
  ok: [{ kind: "ok", until: now + 30 * dayMs }, "expires in 30 d"],
  expiring: [{ kind: "expiring", until: now + 5 * hourMs }, "expires in 5 h"],
  expired: [{ kind: "expired", since: now - 3 * dayMs }, "expired 3 d ago"],
  refreshes: [{ kind: "refreshes", until: now - 1 }, "expired, refreshes itself"],
  missing: [{ kind: "missing" }, "no secret stored"],
  invalid_expires: [{ kind: "invalid_expires" }, "expiry is not a time"],
  lost: [{ kind: "lost" }, "lost from the keychain"],
  volatile: [{ kind: "volatile" }, "lost: keychain keeps nothing"],
  locked: [{ kind: "locked" }, "keychain locked"],
  tampered: [{ kind: "tampered" }, "secret does not match"],
  env_missing: [{ kind: "env_missing", name: "OPENAI_API_KEY" }, "variable not set"],
  unread_source: [{ kind: "unread_source", source: "file" }, ""],
  unresolved: [
    {
      kind: "unresolved",
      failure: {
        code: "not_answered",
        scope: "ref",
        ref: { source: "exec", provider: "vault", id: "team/key" },
      },
    },
    "reference gives no secret",
  ],
};

function profileNode(row: ProfileRow): TreeNode {
  const [node] = childNodes(providerNode(providerRow([row])));
  assert.ok(node !== undefined);
  return node;
}

function controlsIn(text: string): string | undefined {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(text)?.[0];
}

describe("Every condition", () => {
  for (const [kind, [condition, word]] of Object.entries(conditions)) {
    it(`has its words: ${kind}`, () => {
      assert.equal(conditionWord(condition, now), word);
      const { description, spoken } = rowText(profileNode(profileRow({ condition })), now, undefined);
      assert.ok(description.includes(word) && spoken.includes(word));
      const isFine = conditionLevel[condition.kind] === "fine";
      if (!isFine) assert.match(conditionSentence(condition) ?? "", /\.$/);
      const { id, color } = rowIcon(profileNode(profileRow({ condition })), undefined);
      assert.equal(/error|warning/.test(id), !isFine);
      assert.ok(isFine || color !== undefined);
    });
  }
});

describe("Texts from shared files", () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(
          "](",
          "[x](command:quit)",
          "$(error)",
          "\u202e",
          "\u200b",
          "\r\n",
          "\u2028",
          "`",
          "**",
          "<b>",
        ),
        fc.constantFrom(
          "![x](http://evil.test/x.png)",
          "\u0007",
          "\u001b[31m",
          "\u{e0041}",
          "<!--",
          "]",
          "(",
        ),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join(""));

  it("show no control, no direction and no link of theirs in a row or its tooltip", () => {
    fc.assert(
      fc.property(hostile, hostile, fc.nat(4), (one, two, variant) => {
        const places: readonly ProfileRow["place"][] = [
          { kind: "env", name: two, isSet: true },
          { kind: "keychain", ref: { source: "vscode", provider: "default", id: two }, state: "lost" },
          { kind: "exec", ref: { source: "exec", provider: "default", id: two } },
          { kind: "oauth", managedBy: two },
          { kind: "plaintext" },
        ];
        const row = profileRow({
          profileId: `openai:${one}`,
          label: `openai:${one} (${two})`,
          provider: two,
          place: places[variant] ?? { kind: "none" },
          condition: { kind: "env_missing", name: two },
          cooldown: { kind: "cooling", until: now + hourMs, reason: two, model: one, count: 1 },
        });
        const provider = providerRow([row], { provider: one, label: one, ghosts: [one, two] });
        const root = providerNode(provider);
        for (const node of [root, ...childNodes(root)]) {
          const text = rowText(node, now, undefined);
          for (const shown of [text.label, text.description, text.spoken]) {
            assert.equal(controlsIn(shown), undefined);
            assert.ok(!shown.includes("](") && !shown.includes("$("));
          }
          const { value, isTrusted, supportHtml } = tooltip(node, world, now, undefined);
          assert.equal(controlsIn(value.replaceAll("\n", "")), undefined);
          assert.doesNotMatch(value, /(?<!\\)\]\(/);
          // Each character that markdown gives a meaning is escaped; what stands free is ours.
          assert.doesNotMatch(value.replaceAll("**", "").replace(/\\./gsu, ""), /[`*_[\]]/);
          assert.ok(isTrusted !== true && supportHtml !== true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("make no link in a notification", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const sentences = [
          refusalSentence({ code: "profile_missing", profileId: text }),
          refusalSentence({ code: "damaged", path: text, line: 1, column: 2 }),
          problemSentence({ path: text, code: "not_text" }),
          plainLabel(text),
          plainText(text),
        ];
        for (const sentence of sentences) {
          assert.equal(controlsIn(sentence), undefined);
          assert.doesNotMatch(sentence, /\]\(/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are marked where something was taken out, so that one passes for no other", () => {
    assert.equal(plainLabel("openai:work"), "openai:work");
    assert.equal(plainLabel("openai:\u200bwork"), "‹openai:work›");
    assert.equal(plainLabel("\u202e"), "‹›");
  });

  it("are cut at 80 characters, and no character is cut in two", () => {
    assert.equal([...plainLabel("😀".repeat(200))].length, 80);
    assert.ok(plainLabel("😀".repeat(200)).endsWith("😀…"));
  });
});

describe("A row", () => {
  it("is numbered in the order of use, the first one in use", () => {
    const rows = [
      profileRow({ profileId: "openai:a" }),
      profileRow({ profileId: "openai:b", use: { kind: "waiting", position: 2 } }),
      profileRow({ profileId: "openai:c", use: { kind: "excluded", by: "state" } }),
      profileRow({ profileId: "openai:d", use: { kind: "waiting", position: 0 } }),
    ];
    const texts = childNodes(providerNode(providerRow(rows))).map((node) => rowText(node, now, undefined));
    assert.deepEqual(
      texts.map(({ label }) => label),
      ["1. a", "2. b", "c", "d"],
    );
    assert.deepEqual(
      texts.map(({ description }) => description.split(" · ")[0]),
      ["in use", "API key", "not in order", "API key"],
    );
  });

  it("of a provider counts its profiles and says the one thing worth saying", () => {
    const say = (rows: readonly ProfileRow[], level: "fine" | "soon" | "broken"): string =>
      rowText(providerNode(providerRow(rows, { level })), now, undefined).description;
    const lost = profileRow({ condition: { kind: "lost" } });
    assert.equal(say([profileRow()], "fine"), "1 profile");
    assert.equal(say([lost], "broken"), "1 profile · lost from the keychain");
    assert.equal(say([lost, lost], "broken"), "2 profiles · none usable");
    assert.equal(say([profileRow(), lost], "fine"), "2 profiles · 1 need attention");
    assert.equal(
      say([profileRow({ condition: { kind: "expiring", until: now + 3 * hourMs } })], "soon"),
      "1 profile · expires in 3 h",
    );
    const resting = profileRow({ cooldown: { kind: "disabled", until: now + hourMs, reason: "billing" } });
    assert.equal(say([resting], "fine"), "1 profile · all resting");
  });
});

describe("A span of time", () => {
  it("is said in one unit, never as nothing", () => {
    const spans: readonly (readonly [number, string])[] = [
      [0, "1 min"],
      [1, "1 min"],
      [59 * minuteMs, "59 min"],
      [hourMs, "1 h"],
      [47 * hourMs, "47 h"],
      [2 * dayMs, "2 d"],
      [365 * dayMs, "365 d"],
    ];
    for (const [span, words] of spans) {
      assert.equal(shortSpan(span), words);
      assert.equal(shortSpan(-span), words);
    }
  });

  it("does not say 60 min for what is almost an hour, nor 48 h for what is almost two days", () => {
    assert.equal(shortSpan(hourMs - 1), "1 h");
    assert.equal(shortSpan(2 * dayMs - 1), "2 d");
  });
});

describe("A refusal", () => {
  it("has a sentence for every code, which says what it is about", () => {
    const path = "/home/dev/file.json";
    const profileId = "openai:work";
    const pathCodes = [
      "locked",
      "changed_underneath",
      "disk_full",
      "denied",
      "read_only",
      "link_loop",
      "io",
      "unverified",
      "damaged",
      "newer_version",
      "newer_openclaw",
      "cannot_edit_safely",
    ] as const;
    for (const code of pathCodes) assert.match(refusalSentence({ code, path }), /file\.json.*\.$/, code);
    for (const code of ["profile_missing", "not_changeable", "no_plaintext"] as const)
      assert.match(refusalSentence({ code, profileId }), /openai:work.*\.$/, code);
    assert.match(refusalSentence({ code: "keychain_refused" }), /keychain.*\.$/);
    assert.match(refusalSentence({ code: "damaged", path, line: 3, column: 7 }), /line 3, column 7/);
  });

  it("of reading a file has a sentence for every code", () => {
    const codes = [
      "not_json",
      "wrong_shape",
      "newer_version",
      "newer_openclaw",
      "too_large",
      "not_text",
      "denied",
      "io",
    ] as const;
    const sentences = codes.map((code) => problemSentence({ code, path: "/home/dev/file.json" }));
    for (const sentence of sentences) assert.match(sentence, /^\/home\/dev\/file\.json .*\.$/);
  });
});
