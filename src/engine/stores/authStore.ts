import type { StoredCredential } from "../credentials/credential.ts";

/** What `usageStats` of auth-state.json remembers of a profile; times are ms since the epoch. Spec: stores 3. */
export interface UsageStats {
  readonly lastUsed?: number;
  readonly cooldownUntil?: number;
  readonly cooldownReason?: string;
  /** The one model that is cooling; absent when the whole profile is. */
  readonly cooldownModel?: string;
  readonly disabledUntil?: number;
  readonly disabledReason?: string;
  readonly errorCount?: number;
  readonly failureCounts?: Readonly<Record<string, number>>;
  readonly lastFailureAt?: number;
  readonly [field: string]: unknown;
}

/** The union of auth-profiles.json and auth-state.json of one agent, main's merged beneath it. */
export interface AuthStore {
  /** By profile id, in file order. */
  readonly profiles: ReadonlyMap<string, StoredCredential>;
  /** By provider key as the file spells it. */
  readonly order: ReadonlyMap<string, readonly string[]>;
  readonly lastGood: ReadonlyMap<string, string>;
  readonly usageStats: ReadonlyMap<string, UsageStats>;
}
