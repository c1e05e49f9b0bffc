import { Disposable, l10n, window } from "vscode";
import { applyDoctorFix, type FixRefusal } from "../../engine/reports/doctor/applyFix.ts";
import { doctorFindings } from "../../engine/reports/doctor/doctor.ts";
import { gatherDoctorFacts } from "../../engine/reports/doctor/facts.ts";
import { type Finding, findingIdentity } from "../../engine/reports/doctor/finding.ts";
import { isEngineFix } from "../../engine/reports/doctor/fix.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { refusalSentence } from "../refusals.ts";
import {
  type Diagnosis,
  doctorReport,
  isSafe,
  openedFile,
  type Repair,
  wordsOf,
} from "../reports/doctorReport.ts";
import type { Report } from "../reports/report.ts";
import type { ReportDocuments } from "../reports/reportDocuments.ts";
import type { AuthSession } from "../session.ts";
import { agreesTo } from "./agreement.ts";
import { aborted, visibly } from "./progress.ts";
import { tellRepairs } from "./tellRepairs.ts";

/**
 * The doctor of a window: looks, shows what it found in a tab, and repairs what the person asks it to. What it found is kept in
 * memory alone; an action of the tab names a finding by number. While the tab is on screen it follows the files.
 */
export class Doctor extends Disposable {
  readonly #session: AuthSession;
  readonly #reports: ReportDocuments;
  #last: Diagnosis | undefined;
  #repairs: readonly Repair[] = [];
  /** Numbers of findings, by all that is known of each: one that is seen again keeps its number, and none is used twice. */
  readonly #numbers = new Map<string, number>();
  readonly #ended = new AbortController();
  #isBusy = false;
  #following: Promise<void> | undefined;

  constructor(session: AuthSession, reports: ReportDocuments) {
    super(() => {
      this.#ended.abort();
      changes.dispose();
      tabs.dispose();
    });
    this.#session = session;
    this.#reports = reports;
    const changes = session.onDidChange(() => this.#follow());
    const tabs = window.onDidChangeVisibleTextEditors(() => this.#follow());
  }

  /** Doctor: looks at everything there is, and shows what it found. */
  async run(): Promise<void> {
    await this.#alone(async () => {
      const title = l10n.t("Looking at credentials and their files");
      // A keychain that hangs is not waited for.
      const found = await visibly(title, (signal) => Promise.race([this.#lookNow(signal), aborted(signal)]));
      if (found === undefined) return;
      this.#repairs = [];
      await this.#show(found);
    });
  }

  /**
   * Makes the repair of one finding of the last report.
   * @param argument its number; anybody may call with anything, so it is only looked up
   */
  async apply(argument: unknown): Promise<void> {
    if (typeof argument !== "number") return;
    await this.#alone(async () => {
      const last = this.#last;
      const finding = last?.findings.find((one) => this.#numbers.get(keyOf(one)) === argument);
      const isOfThisAgent = last?.world.agent.dir === this.#session.snapshot?.world.agent.dir;
      if (last === undefined || finding === undefined || !isOfThisAgent) {
        void window.showInformationMessage(
          l10n.t("That is not in the doctor's report any more. Run the doctor again."),
        );
        return;
      }
      const repair = await this.#repair(last, finding);
      if (repair === undefined) return;
      this.#repairs = [...this.#repairs, repair];
      this.#put(await this.#lookNow());
      tellRepairs([repair]);
    });
  }

  /** Repair What Is Safe: one after the other, each on what the doctor sees after the one before. */
  async repairSafe(): Promise<void> {
    await this.#alone(async () => {
      const repairs: Repair[] = [];
      const wasCancelled = await visibly(l10n.t("Repairing what is safe"), async (signal) => {
        const tried = new Set<string>();
        while (!signal.aborted) {
          const found = await this.#look(await this.#session.currentWorld(), { keychain: false });
          const finding = found.findings.find((one) => isSafe(one) && !tried.has(findingIdentity(one)));
          if (finding === undefined || signal.aborted) break;
          tried.add(findingIdentity(finding));
          const repair = await this.#repair(found, finding);
          if (repair !== undefined) repairs.push(repair);
        }
        return signal.aborted;
      });
      if (wasCancelled && repairs.length === 0) return;
      this.#repairs = repairs;
      // What was repaired before it was cancelled is told all the same.
      await this.#show(await this.#lookNow());
      tellRepairs(repairs);
    });
  }

  /**
   * Repairs the order of a provider, without a report. The doctor is asked, who knows the other agents that openclaw.json's
   * order is for too.
   * @param provider canonical id
   */
  async repairOrder(provider: string): Promise<OrderOutcome> {
    let outcome: OrderOutcome = { kind: "left" };
    await this.#alone(async () => {
      const world = await this.#session.currentWorld();
      const found = await this.#look(world, { keychain: false });
      const finding = found.findings.find(
        (one) => (one.code === "order_stale" || one.code === "order_disables") && one.provider === provider,
      );
      if (finding?.fix === undefined) outcome = { kind: "sound" };
      else if (isEngineFix(finding.fix)) {
        const repair = await this.#repair(found, finding);
        await this.#session.refresh();
        outcome = repair === undefined ? { kind: "left" } : { kind: "tried", repair, finding };
      } else outcome = { kind: "of_main" };
    });
    return outcome;
  }

  /** Whether the last report offers to open this file. */
  isNamed(path: string): boolean {
    return (this.#last?.findings ?? []).some((finding) => openedFile(finding) === path);
  }

  /** `undefined` where the person said no. */
  async #repair({ world, now }: Diagnosis, finding: Finding): Promise<Repair | undefined> {
    const { fix } = finding;
    if (fix === undefined || !isEngineFix(fix) || !(await agreesTo(fix, world))) return undefined;
    const what = wordsOf({ world, now }, finding).title;
    const { log } = this.#session.ports;
    const applied = await applyDoctorFix(this.#session.ports, world, fix);
    log.info(`Repair of ${finding.code}: ${applied.ok ? "done" : applied.failure.code}.`);
    return applied.ok ? { what } : { what, refusal: whyNot(applied.failure) };
  }

  async #lookNow(signal?: AbortSignal): Promise<Diagnosis> {
    return await this.#look(await this.#session.currentWorld(), {
      keychain: true,
      ...(signal && { signal }),
    });
  }

  async #look(
    world: AuthWorld,
    options: { readonly keychain: boolean; readonly signal?: AbortSignal },
  ): Promise<Diagnosis> {
    const { ports } = this.#session;
    const facts = await gatherDoctorFacts(ports, world, { signal: this.#ended.signal, ...options });
    const now = ports.clock.now();
    return { world, findings: doctorFindings(world, facts, now), now };
  }

  /** One thing at a time: what is asked for meanwhile, by a second click, is being done already. */
  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#following;
      await work();
    } finally {
      this.#isBusy = false;
    }
    this.#follow();
  }

  /** Looks again when the files changed while the tab is on screen. */
  #follow(): void {
    this.#following ??= this.#lookWhileChanged().finally(() => {
      this.#following = undefined;
    });
  }

  async #lookWhileChanged(): Promise<void> {
    for (;;) {
      const world = this.#session.snapshot?.world;
      const isCurrent = this.#last === undefined || this.#last.world === world;
      if (world === undefined || isCurrent || this.#isBusy || this.#ended.signal.aborted) return;
      if (!this.#reports.isVisible("Doctor")) return;
      this.#put(await this.#look(world, { keychain: true }));
    }
  }

  async #show(found: Diagnosis): Promise<void> {
    this.#keep(found);
    await this.#reports.show("Doctor", this.#report(found));
  }

  /** Renews the tab, if there is one. */
  #put(found: Diagnosis): void {
    this.#keep(found);
    if (this.#reports.has("Doctor")) this.#reports.update("Doctor", this.#report(found));
  }

  #keep(found: Diagnosis): void {
    this.#last = found;
    for (const finding of found.findings) {
      const key = keyOf(finding);
      if (!this.#numbers.has(key)) this.#numbers.set(key, this.#numbers.size);
    }
  }

  #report(found: Diagnosis): Report {
    return doctorReport(found, this.#repairs, (finding) => this.#numbers.get(keyOf(finding)) ?? -1);
  }
}

/** What became of a wish to have an order repaired. */
export type OrderOutcome =
  | { readonly kind: "tried"; readonly repair: Repair; readonly finding: Finding }
  /** There is nothing to repair. */
  | { readonly kind: "sound" }
  /** It is the order of the agent main. */
  | { readonly kind: "of_main" }
  /** The person said no, or the doctor is at work. */
  | { readonly kind: "left" };

function keyOf(finding: Finding): string {
  return JSON.stringify(finding);
}

function whyNot(refusal: FixRefusal): string {
  return refusal.code === "outdated"
    ? l10n.t("It is not as it was when the doctor looked.")
    : refusalSentence(refusal);
}
