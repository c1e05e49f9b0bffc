/** An expected outcome: a value, or a failure that the caller must look at. Exceptions are for bugs. */
export type Result<T, F> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F };

export function success<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function failure<F>(reason: F): Result<never, F> {
  return { ok: false, failure: reason };
}
