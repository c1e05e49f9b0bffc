import { Disposable, l10n, ProgressLocation, window, workspace } from "vscode";
import type { ReferenceChecks } from "../engine/reports/referenceCheck.ts";
import { createSecretSnapshot, type SnapshotKeeper } from "../engine/secrets/snapshot/snapshot.ts";
import { collectRefs } from "../engine/secrets/snapshot/snapshotRefs.ts";
import type { AuthWorld } from "../engine/stores/world.ts";
import { askApprovals } from "./commands/approve.ts";
import { isTrustedOr } from "./commands/restricted.ts";
import { currentSnapshot } from "./commands/target.ts";
import { checksOf, type FollowedRefs, refsOf } from "./followedRefs.ts";
import { referenceNews } from "./referenceNews.ts";
import { referenceName } from "./referenceWords.ts";
import { showRefusal } from "./refusals.ts";
import { referenceReport } from "./reports/referenceReport.ts";
import type { Report } from "./reports/report.ts";
import type { ReportDocuments } from "./reports/reportDocuments.ts";
import type { AuthSession } from "./session.ts";
import { unresolvedSentence } from "./unresolvedWords.ts";

/**
 * Whether the references of the agent shown lead to secrets. Nothing is followed before the person asks; from then on, in this
 * window, it is followed again what a change of the files concerns, and told when something stops working or works again.
 */
export class References extends Disposable {
  readonly #session: AuthSession;
  readonly #reports: ReportDocuments;
  readonly #keeper: SnapshotKeeper;
  /** What was followed last; nothing until the person asks. */
  #followed: FollowedRefs | undefined;
  /** What the keeper follows the references of. */
  #world: AuthWorld | undefined;
  /** The last one looked at for changes. */
  #seen: AuthWorld | undefined;
  #told: ReadonlySet<string> = new Set();
  #turns: Promise<unknown> = Promise.resolve();
  readonly #ended = new AbortController();

  constructor(session: AuthSession, reports: ReportDocuments) {
    super(() => {
      this.#ended.abort();
      subscription.dispose();
    });
    this.#session = session;
    this.#reports = reports;
    this.#keeper = createSecretSnapshot(
      session.ports,
      async () => this.#world ?? (await session.currentWorld()),
    );
    const subscription = session.onDidChange(({ world }) => {
      if (reports.has(reportName)) reports.update(reportName, this.#report());
      if (this.#followed !== undefined && world !== this.#seen) this.#followSoon(world);
    });
  }

  /** Show References: what is known of them, in a tab. */
  async show(): Promise<void> {
    await this.#reports.show(reportName, this.#report());
  }

  /** Check References: follows all of them, after asking for what is not approved yet. */
  async check(): Promise<void> {
    const restricted = l10n.t(
      "This workspace is in Restricted Mode, so no file is read and no program is run for a secret. Trust the workspace to check references.",
    );
    if (!isTrustedOr(restricted)) return;
    const session = this.#session;
    const { world } = await currentSnapshot(session);
    const collected = await collectRefs(session.ports.files, world);
    if (!collected.ok) {
      await showRefusal(collected.failure);
      return;
    }
    const refs = collected.value.active.map(({ ref }) => ref);
    if (refs.length === 0) {
      void window.showInformationMessage(
        l10n.t("No credential of this agent refers to a secret elsewhere. There is nothing to check."),
      );
      return;
    }
    const defined = refs.filter(({ source }) => source === "file" || source === "exec");
    await askApprovals(session, world, new Set(defined.map(({ provider }) => provider)));
    const hasEnded = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t("Checking references"), cancellable: true },
      async (_, cancelled) => {
        const controller = new AbortController();
        cancelled.onCancellationRequested(() => controller.abort());
        return await this.#inTurn(() => this.#follow(world, true, controller.signal));
      },
    );
    if (!hasEnded) return;
    const failing = failingKeys(session.references);
    // They are told here.
    this.#told = new Set(failing);
    session.ports.log.info(`Checked ${session.references.size} reference(s); ${failing.length} fail.`);
    void this.#tellChecked(failing);
  }

  /** After something was approved or taken back: where the person had them checked, they are followed again. */
  async again(): Promise<void> {
    const world = this.#session.snapshot?.world;
    if (this.#followed === undefined || world === undefined || !workspace.isTrusted) return;
    await this.#inTurn(() => this.#followAndTell(world, true));
  }

  /** Resolves when what was begun has come to its end. */
  async settled(): Promise<void> {
    await this.#turns;
  }

  #followSoon(world: AuthWorld): void {
    this.#seen = world;
    this.#inTurn(() => this.#followChanges(world)).catch((error: unknown) => {
      this.#session.ports.log.error(`References could not be followed: ${String(error)}`);
    });
  }

  /** Looks at what changed, and follows again only what that concerns: no program runs because another file changed. */
  async #followChanges(world: AuthWorld): Promise<void> {
    if (!workspace.isTrusted || this.#ended.signal.aborted) return;
    const refs = await refsOf(this.#session.ports, world);
    const followed = this.#followed;
    if (refs === undefined || followed === undefined) return;
    if (refs.agentId !== followed.agentId) {
      // Another agent's were not asked about.
      this.#followed = undefined;
      this.#told = new Set();
      return;
    }
    if (refs.all !== followed.all) await this.#followAndTell(world, refs.programs !== followed.programs);
  }

  async #followAndTell(world: AuthWorld, allowExec: boolean): Promise<void> {
    const before = this.#session.references;
    if (!(await this.#follow(world, allowExec, this.#ended.signal))) return;
    const { broken, hasRecovered, told } = referenceNews(before, this.#session.references, this.#told);
    this.#told = told;
    if (broken.length > 0) void this.#tellBroken(broken);
    if (hasRecovered)
      void window.showInformationMessage(l10n.t("The references that gave no secret work again."));
  }

  /** @returns whether it came to its end */
  async #follow(world: AuthWorld, allowExec: boolean, signal: AbortSignal): Promise<boolean> {
    const { ports, references: before } = this.#session;
    const refs = await refsOf(ports, world);
    if (refs === undefined) return false;
    this.#world = world;
    this.#seen = world;
    const made = await this.#keeper.activate({ allowExec, signal });
    const isOther = this.#session.snapshot?.world.agent.id !== refs.agentId;
    if (!made.ok || isOther || signal.aborted || this.#ended.signal.aborted) return false;
    this.#followed = refs;
    this.#session.recordReferences(checksOf(refs, made.value, before, ports.clock.now()));
    return true;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turns.then(work);
    this.#turns = next.catch(() => undefined);
    return await next;
  }

  async #tellChecked(failing: readonly string[]): Promise<void> {
    const { references } = this.#session;
    const all = [...references.keys()];
    if (failing.length === 0) {
      const works =
        all.length === 1
          ? l10n.t("The reference of {0} leads to a secret.", all.map(referenceName).join())
          : l10n.t("All {0} references lead to a secret.", all.length);
      await this.#offer(window.showInformationMessage(works, showResults()));
      return;
    }
    const head = l10n.t("{0} of {1} references lead to a secret.", all.length - failing.length, all.length);
    await this.#offer(window.showWarningMessage(`${head} ${this.#named(failing)}`, showResults()));
  }

  async #tellBroken(keys: readonly string[]): Promise<void> {
    const head =
      keys.length === 1
        ? l10n.t("A reference that worked gives no secret any more.")
        : l10n.t("{0} references that worked give no secret any more.", keys.length);
    const again = l10n.t("Check References");
    const picked = await window.showWarningMessage(`${head} ${this.#named(keys)}`, again, showResults());
    if (picked === again) await this.check();
    else if (picked === showResults()) await this.show();
  }

  async #offer(question: Thenable<string | undefined>): Promise<void> {
    if ((await question) === showResults()) await this.show();
  }

  /** One with its reason, several by their names. */
  #named(keys: readonly string[]): string {
    const [only] = keys;
    const failure = only === undefined ? undefined : this.#session.references.get(only)?.failure;
    if (keys.length === 1 && only !== undefined && failure !== undefined)
      return `${referenceName(only)}: ${unresolvedSentence(failure)}`;
    const names = keys.slice(0, 5).map(referenceName).join(", ");
    return keys.length > 5 ? `${names}, …` : names;
  }

  #report(): Report {
    const world = this.#session.snapshot?.world;
    return referenceReport(this.#session.references, {
      configPath: world?.paths.configPath ?? "",
      profilesPath: world?.files.profiles ?? "",
    });
  }
}

const reportName = "References";

function showResults(): string {
  return l10n.t("Show Results");
}

function failingKeys(checks: ReferenceChecks): readonly string[] {
  return [...checks].filter(([, { failure }]) => failure !== undefined).map(([key]) => key);
}
