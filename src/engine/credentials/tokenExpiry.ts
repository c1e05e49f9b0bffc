/** What the `expires` field of a token says. Spec: stores 6.1. */
export type TokenExpiry =
  /** No `expires`: it never runs out. */
  | { readonly kind: "none" }
  /** Present, but not a time. */
  | { readonly kind: "invalid" }
  | { readonly kind: "valid"; readonly at: number }
  | { readonly kind: "expired"; readonly at: number };

/** Judges an `expires` field; a token is over at the very ms it names. Spec: stores 6.1. */
export function tokenExpiry(expires: unknown, now: number): TokenExpiry {
  if (expires === undefined) {
    return { kind: "none" };
  }
  if (typeof expires !== "number" || !Number.isFinite(expires) || expires <= 0) {
    return { kind: "invalid" };
  }
  return { kind: now >= expires ? "expired" : "valid", at: expires };
}
