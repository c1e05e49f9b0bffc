import { l10n } from "vscode";
import { conditionLevel } from "../../engine/reports/condition.ts";
import type { ProfileRow, ProviderRow } from "../../engine/reports/overview.ts";
import { plainLabel } from "../plainText.ts";
import { bucketWord } from "../probeWords.ts";
import { shortSpan } from "../relativeTime.ts";
import type { ProbeFinding } from "../session.ts";
import { ambientWord, checkWord, conditionWord, cooldownWord, placeWord, typeWord } from "../words.ts";
import { ambientName, checkOfPlace, type TreeNode } from "./nodes.ts";

/** What a row shows and what is read aloud for it. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
}

export function rowText(node: TreeNode, now: number, finding: ProbeFinding | undefined): RowText {
  switch (node.kind) {
    case "provider":
      return providerText(node.row, now);
    case "profile":
      return profileText(node.row, now, finding);
    case "ambient": {
      const label = plainLabel(ambientName(node.key));
      const description = joined([
        ambientWord(node.key),
        node.key.kind === "config" ? checkWord(node.key.check, now) : "",
        findingWord(finding),
      ]);
      return { label, description, spoken: `${label}, ${description}` };
    }
  }
}

function providerText(row: ProviderRow, now: number): RowText {
  const label = plainLabel(row.label);
  const description = joined([holdings(row), providerState(row, now), orderWord(row)]);
  return { label, description, spoken: `${label}, ${description}` };
}

/** What there is of a provider: profiles, or else the key that is used without one. */
function holdings({ profiles, ambient }: ProviderRow): string {
  if (profiles.length === 0) {
    return ambient[0]?.kind === "env" ? l10n.t("environment key") : l10n.t("key in openclaw.json");
  }
  return profiles.length === 1 ? l10n.t("1 profile") : l10n.t("{0} profiles", profiles.length);
}

/** The one thing worth saying of a provider: that nothing works, what ends soonest, what is broken. */
function providerState(row: ProviderRow, now: number): string {
  const broken = row.profiles.filter((profile) => conditionLevel[profile.condition.kind] === "broken");
  if (row.level === "broken" && broken[0] !== undefined) {
    return broken.length === 1 ? conditionWord(broken[0].condition, now) : l10n.t("none usable");
  }
  const ends = row.profiles.flatMap(({ condition }) =>
    condition.kind === "expiring" ? [condition.until] : [],
  );
  if (ends.length > 0) return l10n.t("expires in {0}", shortSpan(Math.min(...ends) - now));
  if (broken.length > 0) return l10n.t("{0} need attention", broken.length);
  const resting = row.profiles.filter((profile) => profile.cooldown.kind !== "ready");
  return resting.length > 0 && resting.length === row.profiles.length ? l10n.t("all resting") : "";
}

function orderWord({ orderTrouble }: ProviderRow): string {
  if (orderTrouble === undefined) return "";
  return orderTrouble.disables ? l10n.t("switched off by an empty order") : l10n.t("order needs repair");
}

function profileText(row: ProfileRow, now: number, finding: ProbeFinding | undefined): RowText {
  const { use } = row;
  const position =
    use.kind === "in_use" || (use.kind === "waiting" && use.position > 0) ? `${use.position}. ` : "";
  const name = plainLabel(nameUnder(row));
  const description = joined([
    use.kind === "in_use" ? l10n.t("in use") : "",
    use.kind === "excluded" ? l10n.t("not in order") : "",
    conditionWord(row.condition, now),
    cooldownWord(row.cooldown, now),
    findingWord(finding),
    typeWord(row.type),
    placeWord(row.place),
    // A reference that fails leads the row: the condition says it.
    row.condition.kind === "unresolved" ? "" : checkWord(checkOfPlace(row.place), now),
    row.legacyPath === undefined
      ? ""
      : l10n.t("from {0}, moved with the next change", plainLabel(fileName(row.legacyPath))),
    row.inherited ? l10n.t("from main") : "",
  ]);
  return {
    label: `${position}${name}`,
    description,
    spoken: `${position}${plainLabel(row.label)}, ${description}`,
  };
}

/** The profile's own name; the provider it stands under is not said twice. */
function nameUnder({ profileId, provider }: ProfileRow): string {
  const prefix = `${provider}:`;
  return profileId.startsWith(prefix) && profileId.length > prefix.length
    ? profileId.slice(prefix.length)
    : profileId;
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function findingWord(finding: ProbeFinding | undefined): string {
  return finding === undefined ? "" : bucketWord(finding.row);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}
