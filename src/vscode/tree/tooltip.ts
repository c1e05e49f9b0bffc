import { l10n, MarkdownString } from "vscode";
import type { ProfileRow } from "../../engine/reports/overview.ts";
import type { ReferenceCheck } from "../../engine/reports/referenceCheck.ts";
import type { SecretPlace } from "../../engine/reports/secretPlace.ts";
import type { OrderFinding } from "../../engine/selection/orderRepair.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { orderTroubles } from "../orderWords.ts";
import { plainLabel, plainText } from "../plainText.ts";
import { outcomeSentence } from "../probeWords.ts";
import { moment, shortSpan } from "../relativeTime.ts";
import type { ProbeFinding } from "../session.ts";
import {
  ambientSentence,
  ambientWord,
  conditionSentence,
  conditionWord,
  placeWord,
  typeWord,
  useSentence,
} from "../words.ts";
import { ambientName, checkOfPlace, type TreeNode } from "./nodes.ts";

/** Tooltip of a row. Every value goes in as text: ids and labels come from files that other programs write too. */
export function tooltip(
  node: TreeNode,
  world: AuthWorld,
  now: number,
  finding: ProbeFinding | undefined,
): MarkdownString {
  const text = new MarkdownString();
  switch (node.kind) {
    case "provider":
      heading(text, node.row.label);
      fact(text, l10n.t("Provider"), node.row.provider);
      fact(text, l10n.t("Order"), orderSentence(node.row.orderSource));
      if (node.row.orderTrouble !== undefined) paragraph(text, orderTroubleSentence(node.row.orderTrouble));
      break;
    case "profile":
      profileTooltip(text, node.row, world, now);
      break;
    case "ambient":
      heading(text, ambientName(node.key));
      fact(text, l10n.t("Source"), ambientWord(node.key));
      if (node.key.kind === "config") reference(text, node.key.check, now);
      paragraph(text, ambientSentence(node.key));
      break;
  }
  if (finding !== undefined) findingLines(text, finding, now);
  return text;
}

function profileTooltip(text: MarkdownString, row: ProfileRow, world: AuthWorld, now: number): void {
  heading(text, row.label);
  fact(text, l10n.t("Kind"), typeWord(row.type));
  fact(text, l10n.t("Secret"), sourceSentence(row.place));
  reference(text, checkOfPlace(row.place), now);
  if (row.fingerprint !== undefined) fact(text, l10n.t("Fingerprint"), row.fingerprint);
  const condition = conditionWord(row.condition, now);
  if (row.expires !== undefined) {
    fact(
      text,
      l10n.t("Expires"),
      condition === "" ? moment(row.expires) : `${moment(row.expires)} (${condition})`,
    );
  } else if (condition !== "") fact(text, l10n.t("State"), condition);
  const { cooldown } = row;
  if (cooldown.kind !== "ready") {
    const reason = cooldown.reason ?? l10n.t("failures");
    const scope = cooldown.kind === "cooling" && cooldown.model !== undefined ? ` (${cooldown.model})` : "";
    fact(
      text,
      l10n.t("Rests"),
      l10n.t(
        "until {0}, {1} from now, for {2}",
        moment(cooldown.until),
        shortSpan(cooldown.until - now),
        `${reason}${scope}`,
      ),
    );
  }
  if (row.lastUsed !== undefined)
    fact(text, l10n.t("Last used"), l10n.t("{0} ago", shortSpan(now - row.lastUsed)));
  const ownFile = row.inherited ? world.mainFiles.profiles : world.files.profiles;
  fact(text, l10n.t("File"), row.legacyPath ?? ownFile);
  paragraph(text, useSentence(row.use));
  const meaning = conditionSentence(row.condition);
  if (meaning !== undefined) paragraph(text, meaning);
  if (row.legacyPath !== undefined) {
    paragraph(
      text,
      l10n.t("An older version's file holds it. The next change moves it into auth-profiles.json."),
    );
  }
  if (row.alsoPlaintext) {
    paragraph(
      text,
      l10n.t("A plain text stands beside the reference. The reference rules; the text can be cleaned away."),
    );
  }
}

function reference(text: MarkdownString, check: ReferenceCheck | undefined, now: number): void {
  if (check !== undefined) fact(text, l10n.t("Reference"), checkSentence(check, now));
}

function checkSentence({ failure, at }: ReferenceCheck, now: number): string {
  const span = shortSpan(now - at);
  return failure === undefined
    ? l10n.t("works, checked {0} ago", span)
    : l10n.t("gives no secret, checked {0} ago", span);
}

function sourceSentence(place: SecretPlace): string {
  const word = placeWord(place);
  switch (place.kind) {
    case "keychain":
    case "file":
    case "exec":
      return `${word} (${place.ref.id})`;
    case "env":
    case "plaintext":
    case "oauth":
    case "malformed_ref":
    case "none":
      return word;
  }
}

function orderSentence(source: "state" | "config_order" | "config_profiles" | "stored"): string {
  switch (source) {
    case "state":
      return l10n.t("set for this agent");
    case "config_order":
      return l10n.t("auth.order in openclaw.json");
    case "config_profiles":
      return l10n.t("round robin of the profiles in openclaw.json");
    case "stored":
      return l10n.t("round robin");
  }
}

function orderTroubleSentence(trouble: OrderFinding): string {
  return trouble.disables
    ? l10n.t("The order is empty, which switches all profiles off. Repair Order removes it.")
    : l10n.t("The order is not as it should be: {0}. Repair Order takes that out.", orderTroubles(trouble));
}

function findingLines(text: MarkdownString, { row, at }: ProbeFinding, now: number): void {
  const latency = row.latencyMs === undefined ? "" : `, ${row.latencyMs} ms`;
  fact(text, l10n.t("Last probe"), l10n.t("{0} ago", shortSpan(now - at)) + latency);
  paragraph(text, outcomeSentence(row));
}

function heading(text: MarkdownString, value: string): void {
  text.appendMarkdown("**").appendText(plainLabel(value)).appendMarkdown("**\n\n");
}

function fact(text: MarkdownString, name: string, value: string): void {
  text.appendText(`${name}: `).appendText(plainText(value)).appendMarkdown("  \n");
}

/** VS Code makes blanks of a text unbreakable; a sentence breaks between its words. */
function paragraph(text: MarkdownString, value: string): void {
  text.appendMarkdown("\n\n");
  for (const [index, word] of plainText(value).split(" ").entries()) {
    if (index > 0) text.appendMarkdown("&#32;");
    text.appendText(word);
  }
  text.appendMarkdown("\n\n");
}
