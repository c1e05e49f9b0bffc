import type { Answer } from "./answer.ts";
import { type ApiId, apiIds, apis } from "./api.ts";
import { type BehaviourName, behaviourNames, behaviours } from "./behaviours/table.ts";
import { simulatedKey } from "./key.ts";

/** The status an answer has, or "none" where no whole answer ever comes. */
export function statusOf(answer: Answer, api: ApiId): string {
  if ("status" in answer) {
    return String(answer.status);
  }
  if (answer.kind === "refuse") {
    const asked = { api, key: "", carrier: "header", model: "", now: new Date(0) } as const;
    return String((typeof answer.error === "function" ? answer.error(asked) : answer.error).status);
  }
  if (answer.kind === "serve") {
    return "200";
  }
  return answer.kind === "echo" ? "401" : "none";
}

/** The statuses of a behaviour: one when all APIs agree, else one for each API. */
export function describeStatuses(name: BehaviourName): string {
  const { answers } = behaviours[name];
  const statuses = apiIds.map((api) => ({ api, status: statusOf(answers[api], api) }));
  const different = new Set(statuses.map(({ status }) => status));
  return different.size === 1
    ? [...different].join("")
    : statuses.map(({ api, status }) => `${api} ${status}`).join(", ");
}

/** The base URLs, one a line. */
export function describeApis(origin: string): string {
  return apiIds
    .map(
      (api) =>
        `${api.padEnd(12)}${origin}${apis[api].base}\n${" ".repeat(12)}${apis[api].speaks}; key in ${apis[api].keyIn}`,
    )
    .join("\n");
}

/** All keys and what they do, one a line. */
export function describeKeys(): string {
  return behaviourNames
    .map(
      (name) =>
        `${simulatedKey(name, "…").padEnd(36)}${behaviours[name].sentence} [${describeStatuses(name)}]`,
    )
    .join("\n");
}

/** All keys and what they do, as a Markdown table. */
export function markdownOfKeys(): string {
  const rows = behaviourNames.map(
    (name) => `| \`${simulatedKey(name, "…")}\` | ${behaviours[name].sentence} | ${describeStatuses(name)} |`,
  );
  return ["| Key | What happens | Status |", "|---|---|---|", ...rows].join("\n");
}
