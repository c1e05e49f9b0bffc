import type { ReferenceChecks } from "../engine/reports/referenceCheck.ts";

/** What is worth telling after the references were followed again. */
export interface ReferenceNews {
  /** Keys of references that worked before and do not now. */
  readonly broken: readonly string[];
  /** Nothing that was told as failing fails any more. */
  readonly hasRecovered: boolean;
  /** Keys that fail and were told. */
  readonly told: ReadonlySet<string>;
}

/** Each reference that stops working is told once, and once more when all that were told work again. */
export function referenceNews(
  before: ReferenceChecks,
  after: ReferenceChecks,
  told: ReadonlySet<string>,
): ReferenceNews {
  const broken = [...after].flatMap(([key, { failure }]) => {
    const former = before.get(key);
    const hasWorked = former !== undefined && former.failure === undefined;
    return failure !== undefined && hasWorked && !told.has(key) ? [key] : [];
  });
  const stillFails = (key: string): boolean => after.get(key)?.failure !== undefined;
  const left = new Set([...told, ...broken].filter(stillFails));
  // What was taken away has not recovered.
  const worksAgain = [...told].some((key) => after.has(key) && !stillFails(key));
  return { broken, hasRecovered: worksAgain && left.size === 0, told: left };
}
