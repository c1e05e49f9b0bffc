import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Area, type DeviationRule, type Mapping, ObservedError, type VectorCase } from "./area.ts";
import { decode, type Fields, fieldsOf, isSame } from "./encoding.ts";

export type CaseOutcome =
  | { readonly kind: "passed" }
  | { readonly kind: "deviating"; readonly rule: DeviationRule }
  | { readonly kind: "failed"; readonly actual: unknown }
  | { readonly kind: "unmapped" };

export interface CaseResult {
  readonly vector: VectorCase;
  readonly outcome: CaseOutcome;
}

/** Runs all cases of a vector file against the area of the same name. */
export async function runFile(path: string, areas: readonly Area[]): Promise<readonly CaseResult[]> {
  const name = basename(path, ".json");
  const area = areas.find(({ file }) => file === name || name.startsWith(`${file}.`));
  const results: CaseResult[] = [];
  for (const vector of casesOf(readFileSync(path, "utf8"))) {
    // One after the other: some mappings will share a machine.
    // oxlint-disable-next-line no-await-in-loop
    results.push({ vector, outcome: await judge(vector, area) });
  }
  return results;
}

function casesOf(text: string): readonly VectorCase[] {
  const file: unknown = JSON.parse(text);
  const cases = fieldsOf(file)["cases"];
  return (Array.isArray(cases) ? cases : []).map((raw) => {
    const entry = fieldsOf(raw);
    const input = fieldsOf(decode(entry["input"]));
    return {
      id: String(entry["id"]),
      fn: typeof input["fn"] === "string" ? input["fn"] : "",
      input,
      expected: decode(entry["expected"]),
    };
  });
}

async function judge(vector: VectorCase, area: Area | undefined): Promise<CaseOutcome> {
  const mapping = mappingOf(vector, area);
  if (area === undefined || mapping === undefined) {
    return { kind: "unmapped" };
  }
  const actual = await answerOf(() => mapping(vector.input));
  if (isSame(vector.expected, actual)) {
    return { kind: "passed" };
  }
  const rule = area.rules.find((candidate) => candidate.covers(vector, actual));
  return rule === undefined ? { kind: "failed", actual } : { kind: "deviating", rule };
}

function mappingOf({ id, fn }: VectorCase, area: Area | undefined): Mapping | undefined {
  if (area === undefined) return undefined;
  const group = id.split("/")[1] ?? "";
  if (area.groups !== undefined && Object.hasOwn(area.groups, group)) return area.groups[group];
  return Object.hasOwn(area.functions, fn) ? area.functions[fn] : undefined;
}

async function answerOf(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof ObservedError ? error.toVector() : brokenBy(error);
  }
}

/** An error nobody meant to throw: never equal to an observed one. */
function brokenBy(error: unknown): Fields {
  return { $broken: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
