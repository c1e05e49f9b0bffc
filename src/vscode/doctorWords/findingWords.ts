import { l10n } from "vscode";
import type { FindingCode, FindingOf } from "../../engine/reports/doctor/finding.ts";
import { plainLabel } from "../plainText.ts";

/** A finding for a person: each is a whole sentence or several. */
export interface FindingWords {
  /** What is so. */
  readonly title: string;
  /** Why that matters. */
  readonly why: string;
  /** What to do, by the actions above the item or the commands of the palette. */
  readonly next: string;
}

/** What sentences need beside the finding. */
export interface Circumstances {
  /** ms since the epoch. */
  readonly now: number;
  /** A path as a person reads it. */
  readonly path: (absolute: string) => string;
}

/** Sentences by code; the compiler misses none. */
export type Sayings<C extends FindingCode> = {
  readonly [K in C]: (finding: FindingOf<K>, circumstances: Circumstances) => FindingWords;
};

const mostListed = 5;

/** Ids of a file, fit to be shown. */
export function list(ids: readonly string[]): string {
  const shown = ids.slice(0, mostListed).map(plainLabel).join(", ");
  return ids.length > mostListed ? l10n.t("{0} and {1} more", shown, ids.length - mostListed) : shown;
}

export function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

export function refusesFile(): string {
  return l10n.t("OpenClaw refuses the whole file: each of its commands ends with an error.");
}

/** Why a secret that cannot be read is worse than it looks. */
export function stopsGateway(): string {
  return l10n.t("The secret cannot be read, and OpenClaw's gateway does not start.");
}
