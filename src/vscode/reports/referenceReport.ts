import { l10n } from "vscode";
import type { ReferenceCheck, ReferenceChecks } from "../../engine/reports/referenceCheck.ts";
import { commands } from "../ids.ts";
import { plainLabel } from "../plainText.ts";
import { profileOf, referenceName, sourceWord } from "../referenceWords.ts";
import { moment } from "../relativeTime.ts";
import { unresolvedSentence } from "../unresolvedWords.ts";
import { type RemedyPlace, unresolvedRemedies } from "./remedies.ts";
import type { Report, ReportItem } from "./report.ts";

/** Which references lead to a secret and which do not, by the place they lead to; the secrets themselves are not in it. */
export function referenceReport(checks: ReferenceChecks, files: Omit<RemedyPlace, "profileId">): Report {
  const all = [...checks];
  const works = all.filter(([, { failure }]) => failure === undefined).length;
  const places = [...new Set(all.map(([, { ref }]) => sourceWord(ref)))].toSorted();
  return {
    title: l10n.t("References"),
    lead: [
      all.length === 0
        ? l10n.t("No reference was checked in this window yet.")
        : l10n.t("{0} of {1} references lead to a secret.", works, all.length),
    ],
    actions: [{ title: l10n.t("Check References"), command: commands.checkReferences }],
    groups: places.map((heading) => ({
      heading,
      items: all
        .filter(([, { ref }]) => sourceWord(ref) === heading)
        .map(([key, check]) => item(key, check, files)),
    })),
  };
}

function item(
  key: string,
  { ref, at, failure }: ReferenceCheck,
  files: Omit<RemedyPlace, "profileId">,
): ReportItem {
  const profileId = profileOf(key);
  const word = failure === undefined ? l10n.t("works") : l10n.t("gives no secret");
  return {
    mark: failure === undefined ? "fine" : "error",
    title: `${referenceName(key)}   ${[plainLabel(ref.id), word, moment(at)].join(" · ")}`,
    paragraphs: failure === undefined ? [] : [unresolvedSentence(failure)],
    actions:
      failure === undefined
        ? []
        : unresolvedRemedies(failure, { ...files, ...(profileId === undefined ? {} : { profileId }) }),
  };
}
