import type { DeviationRule, VectorCase } from "../area.ts";
import { type Fields, fieldsOf, isSame } from "../encoding.ts";
import { loadCorrections } from "./storeLoadCorrections.ts";
import { writeCorrections } from "./storeWriteCorrections.ts";

const corrections = [...loadCorrections, ...writeCorrections];

/**
 * One rule for each correction. A case may fall under several, so that the answer must be exactly the observed one with all of them
 * made; the rule that is told is the first that had something to say.
 */
export const storeRules: readonly DeviationRule[] = corrections.map(({ name, reason, correct }) => ({
  name,
  reason,
  covers: (vector, actual) => {
    const expected = fieldsOf(vector.expected);
    const saysSomething = !isSame(correct(expected, vector), expected);
    return saysSomething && isSame(corrected(expected, vector), actual);
  },
}));

function corrected(expected: Fields, vector: VectorCase): Fields {
  return corrections.reduce((answer, { correct }) => correct(answer, vector), expected);
}
