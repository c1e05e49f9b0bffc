import { applyDoctorFix, type FixRefusal } from "../../engine/reports/doctor/applyFix.ts";
import { type Finding, findingIdentity } from "../../engine/reports/doctor/finding.ts";
import { fixHands, isEngineFix } from "../../engine/reports/doctor/fix.ts";
import type { CommandContext } from "../command.ts";
import { complain } from "../complain.ts";
import { refusalSentence } from "../messages/auth.ts";
import { doctorMessages } from "../messages/doctor.ts";
import type { MachinePorts } from "../ports.ts";
import { printable } from "../printable.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { sentencesOf } from "./report.ts";

/** What became of a finding that can be repaired from here. */
export interface Repair {
  readonly finding: Finding;
  readonly outcome: "done" | "refused" | "declined" | "left_to_person";
  readonly refusal?: FixRefusal["code"];
}

export interface Repairs {
  readonly repairs: readonly Repair[];
  /** The person ended the questions. */
  readonly isCancelled: boolean;
}

/**
 * Goes through what can be repaired, one after another, and looks anew after each: a repair may end other findings too, and
 * none is made on what was seen before. Asks about each or, with `--yes`, makes those that lose nothing.
 */
export async function repairAll(
  { values, terminal, ports }: CommandContext,
  machine: MachinePorts,
  first: Diagnosis,
  look: () => Promise<Diagnosis>,
): Promise<Repairs> {
  const repairs: Repair[] = [];
  let isCancelled = false;
  const seen = new Set<string>();
  const isQuiet = values["json"] === true;
  const say = (text: string): void => (isQuiet ? undefined : terminal.out(`${printable(text)}\n`));
  let diagnosis = first;
  for (;;) {
    const finding = diagnosis.findings.find(
      (one) => one.fix !== undefined && isEngineFix(one.fix) && !seen.has(findingIdentity(one)),
    );
    if (finding?.fix === undefined || !isEngineFix(finding.fix)) break;
    seen.add(findingIdentity(finding));
    const { what } = sentencesOf(diagnosis, finding);
    if (values["yes"] === true) {
      if (fixHands[finding.fix.kind] === "asks") {
        repairs.push({ finding, outcome: "left_to_person" });
        continue;
      }
    } else {
      const answer = await ports.input().ask(printable(doctorMessages.ask(what)), "shown");
      isCancelled = answer === undefined;
      if (answer === undefined) break;
      if (!/^y(?:es)?$/i.test(answer.trim())) {
        repairs.push({ finding, outcome: "declined" });
        continue;
      }
    }
    const applied = await applyDoctorFix(machine, diagnosis.world, finding.fix);
    if (applied.ok) {
      repairs.push({ finding, outcome: "done" });
      say(doctorMessages.fixed(what));
      diagnosis = await look();
    } else {
      repairs.push({ finding, outcome: "refused", refusal: applied.failure.code });
      complain(terminal, doctorMessages.notFixed(what, reason(applied.failure)));
    }
  }
  if (seen.size === 0) say(doctorMessages.nothingToFix);
  const left = repairs.filter(({ outcome }) => outcome === "left_to_person").length;
  if (left > 0) say(doctorMessages.leftToPerson(left));
  return { repairs, isCancelled };
}

function reason(refusal: FixRefusal): string {
  return refusal.code === "outdated" ? doctorMessages.outdated : refusalSentence(refusal);
}
