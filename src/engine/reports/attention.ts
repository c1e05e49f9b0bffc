import { type Condition, conditionLevel } from "./condition.ts";
import type { Overview, ProfileRow } from "./overview.ts";

/** What a person should look at: broken credentials first, then those that soon are, the soonest first. */
export interface Attention {
  readonly broken: readonly ProfileRow[];
  readonly soon: readonly ProfileRow[];
}

export function attention(view: Overview): Attention {
  const rows = view.providers.flatMap((provider) => provider.profiles);
  const at = (level: "soon" | "broken") =>
    rows
      .filter((row) => conditionLevel[row.condition.kind] === level)
      .toSorted((left, right) => endOf(left.condition) - endOf(right.condition));
  return { broken: at("broken"), soon: at("soon") };
}

function endOf(condition: Condition): number {
  return condition.kind === "expiring" ? condition.until : Number.POSITIVE_INFINITY;
}
