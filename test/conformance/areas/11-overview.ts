import { shownRef } from "../../../src/engine/reports/shownSecret.ts";
import { providerDescriber } from "../../../src/engine/reports/statusAuth.ts";
import { coerceSecretRef } from "../../../src/engine/secrets/secretRef.ts";
import { worldOf } from "../../unit/reports-status/worlds.ts";
import type { DeviationRule, Mapping, VectorCase } from "../area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "../encoding.ts";
import { numberOf, textOf } from "../worlds.ts";
import { statusRules } from "./statusRules.ts";

/** One provider's row of the status, asked for by itself. */
const overview: Mapping = (input) => {
  const { profiles, ...state } = fieldsOf(input["store"]);
  const world = worldOf({
    profiles: fieldsOf(profiles),
    state,
    config: input["cfg"],
    variables: variablesOf(input),
  });
  const answer = providerDescriber(world, numberOf(input["now"]))(textOf(input["provider"]));
  return withPlaceholders(answer);
};

function variablesOf(input: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(input["env"])).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

function withPlaceholders(answer: unknown): unknown {
  const text = JSON.stringify(answer)
    .replaceAll("~/.openclaw/agents/main/agent/auth-profiles.json", "{{STORE}}")
    .replaceAll("~/.openclaw/agents/main/agent/models.json", "{{MODELS}}");
  return JSON.parse(text) as unknown;
}

export const overviewFunctions: Readonly<Record<string, Mapping>> = { resolveProviderAuthOverview: overview };

/** Decision 2 for a key of the configuration: the observed function saw its text before names were put in. */
const templateIsRef: DeviationRule = {
  name: "config-template-is-a-ref",
  reason: "Decision 2: a config key ${NAME} is a ref, shown as one, and gives no key while NAME is not set.",
  covers: (vector, actual) => {
    const { fn, input, expected } = vector;
    if (fn !== "resolveProviderAuthOverview") return false;
    const key = Object.values(fieldsOf(fieldsOf(fieldsOf(input["cfg"])["models"])["providers"]))
      .map((entry) => coerceSecretRef(fieldsOf(entry)["apiKey"]))
      .find((ref) => ref !== undefined);
    if (key === undefined || !isFields(expected)) return false;
    const value = shownRef(key);
    const isSet = Object.hasOwn(variablesOf(input), key.id);
    const kind = fieldsOf(expected["effective"])["kind"];
    const used = isSet ? { kind, detail: value } : { kind: "missing", detail: "missing" };
    const wanted = {
      ...expected,
      effective: kind === "models.json" ? used : expected["effective"],
      modelsJson: { ...fieldsOf(expected["modelsJson"]), value },
    };
    return isSameOrMasked(vector, wanted, actual);
  },
};

/** A word for a sign-in is no secret wherever it stands. */
const signInMarkers: DeviationRule = {
  name: "sign-in-markers-are-shown",
  reason:
    "`oauth:<provider>` is a marker (secrets 8.4) in a variable as well, so its name is shown and not masked.",
  covers: (vector, actual) => {
    const { fn, input, expected } = vector;
    const shown = fieldsOf(fieldsOf(actual)["env"])["value"];
    const isMarker = Object.values(variablesOf(input)).some(
      (value) => value.startsWith("oauth:") && shown === `marker(${value})`,
    );
    if (fn !== "resolveProviderAuthOverview" || !isMarker || !isFields(expected)) return false;
    const effective = fieldsOf(expected["effective"]);
    const wanted = {
      ...expected,
      effective: effective["kind"] === "env" ? { ...effective, detail: shown } : effective,
      env: { ...fieldsOf(expected["env"]), value: shown },
    };
    return isSameOrMasked(vector, wanted, actual);
  },
};

/** The status' own rules, over a status of this one row. */
const rulesOfStatus: readonly DeviationRule[] = statusRules.map(({ name, reason, covers }) => ({
  name,
  reason,
  covers: ({ fn, input, expected, id }, actual) =>
    fn === "resolveProviderAuthOverview" &&
    isFields(expected) &&
    covers({ id, fn, input: asFiles(input), expected: asStatus(expected) }, asStatus(actual)),
}));

export const overviewRules: readonly DeviationRule[] = [...rulesOfStatus, templateIsRef, signInMarkers];

/** The wanted row, or one that differs from it only as the status' own rules allow, such as by a mask. */
function isSameOrMasked(vector: VectorCase, expected: unknown, actual: unknown): boolean {
  return (
    isSame(expected, actual) || rulesOfStatus.some(({ covers }) => covers({ ...vector, expected }, actual))
  );
}

function asFiles(input: Fields): Fields {
  const files = {
    "agents/main/agent/auth-profiles.json": JSON.stringify(input["store"]),
    "openclaw.json": JSON.stringify(input["cfg"]),
  };
  return { files, env: variablesOf(input), now: input["now"] };
}

function asStatus(row: unknown): Fields {
  return { exitCode: 0, stdout: { auth: { providers: [row] } } };
}
