import { Disposable, EventEmitter, type Memento } from "vscode";
import type { AuthEngine } from "../engine/engine.ts";
import type { Ports } from "../engine/ports.ts";
import type { ProbeRow } from "../engine/probing/probeResult.ts";
import { type AuthReader, createAuthReader } from "../engine/reader.ts";
import { type Overview, overview } from "../engine/reports/overview.ts";
import type { ReferenceChecks } from "../engine/reports/referenceCheck.ts";
import type { KeychainState } from "../engine/secrets/keychain.ts";
import { isShellImportWanted } from "../engine/stores/shellWish.ts";
import type { AuthWorld, WorldOptions } from "../engine/stores/world.ts";
import { memoryKeys } from "./ids.ts";

/** What was found out of a profile or key by asking its provider, and when (ms since the epoch). */
export interface ProbeFinding {
  readonly row: ProbeRow;
  readonly at: number;
}

/** What a window knows at one moment. */
export interface Snapshot {
  readonly world: AuthWorld;
  readonly view: Overview;
  /** The time the view was made for, ms since the epoch. */
  readonly now: number;
}

type CreateEngine = (ports: Ports, reader: AuthReader) => AuthEngine;

/** Where a window's settings say that credentials are looked for. */
export type Places = Pick<WorldOptions, "stateDir" | "workspaceEnvFile">;

/** How long file and keychain events are gathered before the next look, ms. */
const gatherMs = 50;
/** Times such as "expires in 5 min" are told anew this often while somebody looks, ms. */
const tickMs = 30_000;

/**
 * One window's view of one agent's credentials: loads, watches, and tells when something changed. Everything on screen is
 * drawn from its snapshot, so two places never disagree.
 */
export class AuthSession extends Disposable {
  readonly #ports: Ports;
  readonly #reader: AuthReader;
  readonly #createEngine: CreateEngine;
  #engine: AuthEngine | undefined;
  readonly #memory: Memento;
  readonly #places: () => Places;
  readonly #changed = new EventEmitter<Snapshot>();
  readonly onDidChange = this.#changed.event;
  readonly #findings = new Map<string, ProbeFinding>();
  #references: ReferenceChecks = new Map();
  readonly #ended = new AbortController();
  #snapshot: Snapshot | undefined;
  #keychain: ReadonlyMap<string, KeychainState> = new Map();
  #isKeychainWanted = false;
  #watch: { paths: string; watcher: { dispose(): void } } | undefined;
  #loading: Promise<void> | undefined;
  #isStale = false;
  #inspection: NodeJS.Timeout | undefined;
  #inspecting: Promise<void> | undefined;
  #isKeychainStale = false;
  #isShellAsked = false;

  constructor(ports: Ports, memory: Memento, places: () => Places, createEngine: CreateEngine) {
    super(() => this.#end());
    this.#ports = ports;
    this.#reader = createAuthReader(ports);
    this.#createEngine = createEngine;
    this.#memory = memory;
    this.#places = places;
    const keychain = ports.keychain.onDidChange(() => {
      if (this.#isKeychainWanted) this.#inspectSoon();
    });
    const tick = setInterval(() => this.#redraw(), tickMs);
    this.#ended.signal.addEventListener("abort", () => {
      keychain.dispose();
      clearInterval(tick);
    });
  }

  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** The whole engine, made when something is first to be done. */
  get engine(): AuthEngine {
    this.#engine ??= this.#createEngine(this.#ports, this.#reader);
    return this.#engine;
  }

  get ports(): Ports {
    return this.#ports;
  }

  /** The agent a person chose for this window; `undefined` follows the environment and the config. */
  get agentId(): string | undefined {
    return this.#memory.get<string>(memoryKeys.agent);
  }

  async selectAgent(agentId: string | undefined): Promise<void> {
    await this.#memory.update(memoryKeys.agent, agentId);
    this.#keychain = new Map();
    this.#findings.clear();
    this.#references = new Map();
    await this.refresh();
    if (this.#isKeychainWanted) await this.inspectKeychain();
  }

  /** Reads the files again. Calls that come while reading share one more reading after it. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadWhileStale().finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  /** The world as it is now, for a change that must not be made on an old one. */
  async currentWorld(): Promise<AuthWorld> {
    await this.refresh();
    if (this.#snapshot === undefined) throw new Error("The session ended before it was loaded.");
    return this.#snapshot.world;
  }

  /**
   * Asks the keychain whether the secrets are there. Not at activation: the first one to look at them asks. Calls that come
   * while it is asked share one more asking after it.
   */
  async inspectKeychain(): Promise<void> {
    this.#isKeychainWanted = true;
    this.#isKeychainStale = true;
    this.#inspecting ??= this.#inspectWhileStale().finally(() => {
      this.#inspecting = undefined;
    });
    await this.#inspecting;
  }

  /** Asks the login shell for missing keys, once a window, where the person's configuration wants that. */
  async importShell(): Promise<void> {
    const world = this.#snapshot?.world;
    if (this.#isShellAsked || world === undefined || !isShellImportWanted(world)) return;
    this.#isShellAsked = true;
    const report = await this.engine.importShellEnv(world, this.#ended.signal);
    const result = report.kind === "imported" ? report.appliedKeys.join(", ") : report.because;
    this.#ports.log.info(`Asked the login shell for keys: ${report.kind}, ${result}.`);
    if (report.kind === "imported" && report.appliedKeys.length > 0) await this.refresh();
  }

  /** The last answer of a provider about a profile, or about a key with that label. */
  finding(key: string): ProbeFinding | undefined {
    return this.#findings.get(key);
  }

  /** All of them, in the order they came. */
  findings(): readonly ProbeFinding[] {
    return [...this.#findings.values()];
  }

  recordFinding(row: ProbeRow): void {
    this.#findings.set(findingKey(row), { row, at: this.#ports.clock.now() });
    this.#redraw();
  }

  /** What a provider said of a secret says nothing of the next one. */
  forgetFinding(profileId: string): void {
    this.#findings.delete(profileId);
  }

  /** What came of the references when a person had them checked in this window. */
  get references(): ReferenceChecks {
    return this.#references;
  }

  recordReferences(checks: ReferenceChecks): void {
    this.#references = checks;
    this.#redraw();
  }

  async #loadWhileStale(): Promise<void> {
    while (this.#isStale && !this.#ended.signal.aborted) {
      this.#isStale = false;
      const { agentId } = this;
      const agent = agentId === undefined ? {} : { agentId };
      const world = await this.#reader.load({ ...agent, ...this.#places() });
      const isNewSecretNamed = this.#isKeychainWanted && namesUnknownSecret(world, this.#snapshot?.world);
      this.#draw(world);
      // What changed between the look and the watch would go unseen: a new watch is followed by another look.
      if (this.#watchFilesOf(world)) this.#isStale = true;
      if (isNewSecretNamed) this.#inspectSoon();
    }
  }

  async #inspectWhileStale(): Promise<void> {
    while (this.#isKeychainStale && this.#snapshot !== undefined && !this.#ended.signal.aborted) {
      this.#isKeychainStale = false;
      const states = await this.#reader.inspectKeychain(this.#snapshot.world, this.#ended.signal);
      // What was asked about another agent, or before a change, is no answer.
      if (this.#isKeychainStale) continue;
      this.#keychain = states;
      this.#redraw();
    }
  }

  #redraw(): void {
    if (this.#snapshot !== undefined) this.#draw(this.#snapshot.world);
  }

  #draw(world: AuthWorld): void {
    if (this.#ended.signal.aborted) return;
    const now = this.#ports.clock.now();
    const observations = { keychain: this.#keychain, references: this.#references };
    this.#snapshot = { world, view: overview(world, observations, now), now };
    this.#changed.fire(this.#snapshot);
  }

  /** Whether other files are watched now than before. */
  #watchFilesOf(world: AuthWorld): boolean {
    const paths = [world.files.profiles, world.mainFiles.profiles, world.paths.configPath].join("\n");
    if (this.#watch?.paths === paths) return false;
    this.#watch?.watcher.dispose();
    this.#watch = { paths, watcher: this.#reader.watch(world, () => void this.refresh()) };
    return true;
  }

  /** Events come in swarms, and some twice: all of a moment are answered by one look. */
  #inspectSoon(): void {
    this.#inspection ??= setTimeout(() => {
      this.#inspection = undefined;
      void this.inspectKeychain();
    }, gatherMs);
  }

  #end(): void {
    this.#ended.abort();
    clearTimeout(this.#inspection);
    this.#watch?.watcher.dispose();
    this.#changed.dispose();
  }
}

/** Findings are kept by profile, and for keys without one by provider and label. */
export function findingKey(row: Pick<ProbeRow, "profileId" | "provider" | "source">): string {
  return row.profileId ?? `${row.provider}/${row.source}`;
}

/** Whether a profile came, or its entry changed, so that the keychain must be asked anew. */
function namesUnknownSecret(world: AuthWorld, before: AuthWorld | undefined): boolean {
  for (const [id, credential] of world.store.profiles) {
    const known = before?.store.profiles.get(id);
    if (JSON.stringify(known) !== JSON.stringify(credential)) return true;
  }
  return false;
}
