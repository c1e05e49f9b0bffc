import type { FileProblem } from "../../../stores/fileProblem.ts";
import type { Check } from "../examination.ts";
import type { Finding } from "../finding.ts";

/** Files that cannot be read as what they should be, this agent's and every other's. */
export const damagedFiles: Check = ({ world, facts }) => {
  const own = world.problems;
  const known = new Set(own.map(({ path }) => path));
  const others = facts.agents.flatMap(({ problems }) => problems.filter(({ path }) => !known.has(path)));
  const { unlistedAgents } = facts;
  return [...own, ...others, ...(unlistedAgents === undefined ? [] : [unlistedAgents])].flatMap(
    problemFinding,
  );
};

function problemFinding({ path, code, line, column }: FileProblem): readonly Finding[] {
  const at = line === undefined ? {} : { line, column: column ?? 1 };
  const place = { file: path, ...at };
  const fix = { kind: "open_file", path, ...at } as const;
  switch (code) {
    case "newer_version":
      return [{ code: "file_newer_version", severity: "warn", ...place, params: {} }];
    case "newer_openclaw":
      // Told by its own check, which also knows of a directory that was passed over.
      return [];
    case "not_json":
    case "wrong_shape":
    case "too_large":
    case "not_text":
    case "denied":
    case "io":
      return [{ code: "file_damaged", severity: "error", ...place, params: { problem: code }, fix }];
  }
}
