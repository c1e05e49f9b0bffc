/** A nightly figure, or the share of it that NIGHTLY_SCALE (such as 0.1) asks for, when a person tries the tests out. */
export function scaled(figure: number): number {
  return Math.max(1, Math.round(figure * Number(process.env["NIGHTLY_SCALE"] ?? 1)));
}
