import type { RefFailure } from "../secrets/refFailure.ts";
import { type SecretRef, secretRefKey } from "../secrets/secretRef.ts";

/** What came of following a ref when a person last had it checked. */
export interface ReferenceCheck {
  readonly ref: SecretRef;
  /** ms since the epoch. */
  readonly at: number;
  /** Why it gave no secret; left out where it did. */
  readonly failure?: RefFailure;
}

/** By {@link profileReference} or {@link configReference}. */
export type ReferenceChecks = ReadonlyMap<string, ReferenceCheck>;

export function profileReference(profileId: string): string {
  return `profile/${profileId}`;
}

/** @param path the member names of openclaw.json joined by dots */
export function configReference(path: string): string {
  return `config/${path}`;
}

/** The check of a place, if it was one of the ref that stands there now. */
export function checkOf(
  checks: ReferenceChecks | undefined,
  key: string,
  ref: SecretRef | undefined,
): ReferenceCheck | undefined {
  const check = checks?.get(key);
  return check !== undefined && ref !== undefined && secretRefKey(check.ref) === secretRefKey(ref)
    ? check
    : undefined;
}
