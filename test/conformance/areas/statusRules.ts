import { maskSecret } from "../../../src/engine/credentials/masking.ts";
import { knownAuthEnvNames, secretMarkers } from "../../../src/engine/providers/catalogue.ts";
import { coerceSecretRef } from "../../../src/engine/secrets/secretRef.ts";
import type { DeviationRule, VectorCase } from "../area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "../encoding.ts";

/**
 * Deviations of the status. Each says how our answer follows from the observed one; a case falls under a rule when the
 * observed answer, with every rule applied to it, is exactly ours.
 */
interface Translation {
  readonly name: string;
  readonly reason: string;
  readonly translate: (answer: Fields, input: Fields) => Fields;
}

/** Decision 2: a ref, a `${NAME}` text among them, is shown in place of the plain text beside it. */
const refBeforePlaintext: Translation = {
  name: "ref-before-plaintext",
  reason: "Decision 2: a ref wins over plain text beside it, and a ${NAME} text is a ref.",
  translate: (answer, input) =>
    withTexts(answer, (text) => {
      const profile = storedProfiles(input).find(([id]) => text.startsWith(`${id}=`));
      const fields = fieldsOf(profile?.[1]);
      const value = fields["key"] ?? fields["apiKey"] ?? fields["token"];
      const ref = coerceSecretRef(fields["keyRef"] ?? fields["tokenRef"]) ?? coerceSecretRef(value);
      if (profile === undefined || ref === undefined || typeof value !== "string") return text;
      const prefix = fields["type"] === "token" ? "token:" : "";
      const shown = `${profile[0]}=${prefix}${observedMask(value)}`;
      return text.startsWith(shown)
        ? `${profile[0]}=${prefix}ref(${ref.source}:${ref.id})${text.slice(shown.length)}`
        : text;
    }),
};

/** The documents say that names of variables are shown; the observed program masks them. */
const namesAreMarkers: Translation = {
  name: "names-of-variables-are-markers",
  reason:
    "A key that is the name of an environment variable is shown as marker(NAME) (stores 9.3), not masked.",
  translate: (answer, input) => {
    const names = new Set([...secretMarkers.exact, ...knownAuthEnvNames(), ...secretMarkers.legacyEnv]);
    const texts = [...secretsIn(input).filter((text) => names.has(text)), ...Object.keys(environment(input))];
    return replaceMasks(
      answer,
      texts.filter((text) => names.has(text)),
      (text) => `marker(${text})`,
    );
  },
};

/** Decision 11. */
const stricterMask: Translation = {
  name: "stricter-mask",
  reason: "Decision 11: a mask shows at most the last 4 characters of a secret; the observed one up to 16.",
  translate: (answer, input) => replaceMasks(answer, secretsIn(input), maskSecret),
};

/** Product: a damaged file is named, and `--check` fails; the observed program takes it for an empty one. */
const damagedFileFails: Translation = {
  name: "damaged-file-fails-the-check",
  reason: "Decision 3: a file that does not parse is no empty file: it is named and the check ends with 1.",
  translate: (answer, input) => {
    const isDamaged = Object.entries(fieldsOf(input["files"])).some(
      ([name, text]) => /auth-(profiles|state)\.json$/.test(name) && !isJson(String(text)),
    );
    return isDamaged ? { ...answer, exitCode: 1, stderr: anyText } : answer;
  },
};

/** Where the observed program says nothing but an error of its own, ours has its own words and may say more. */
const ownWords: Translation = {
  name: "errors-in-our-own-words",
  reason: "Sentences for people are our own; exit code and standard output are OpenClaw's.",
  translate: (answer) =>
    typeof answer["stderr"] === "string" && answer["stderr"] !== "" ? { ...answer, stderr: anyText } : answer,
};

/** Decision 13 and stores 9.2: JSON and nothing else, and what is known is said even where something is not. */
const reportsAnyway: Translation = {
  name: "reports-what-is-known",
  reason:
    "Status resolves no secret and refuses no config: where the observed program gives up without a report, ours reports and ends with 1 too.",
  translate: (answer) =>
    answer["stdout"] === "" && answer["exitCode"] === 1 && !isUnknownAgent(answer)
      ? { ...answer, stdout: anyReport, stderr: anyText }
      : answer,
};

/** Spec 9.2: the observed program always names main's file. */
const detailNamesTheFile: Translation = {
  name: "detail-names-the-agents-file",
  reason:
    "effective.detail names the file the profiles stand in; the observed one is always main's (stores 9.2).",
  translate: (answer, input) =>
    isAgentAsked(input)
      ? withProviders(answer, (entry) => (isOfProfiles(entry) ? withDetail(entry, anyText) : entry))
      : answer,
};

/** Decision 4. */
const readsArePure: Translation = {
  name: "reads-are-pure",
  reason: "Decision 4: status writes nothing; the observed program migrates and copies files while it looks.",
  translate: (answer) => {
    const { after: _, ...rest } = answer;
    return rest;
  },
};

const translations: readonly Translation[] = [
  readsArePure,
  damagedFileFails,
  reportsAnyway,
  ownWords,
  detailNamesTheFile,
  refBeforePlaintext,
  namesAreMarkers,
  stricterMask,
];

export const statusRules: readonly DeviationRule[] = translations.map(({ name, reason, translate }) => ({
  name,
  reason,
  covers: (vector: VectorCase, actual: unknown) => {
    const observed = fieldsOf(vector.expected);
    const isConcerned = !isSame(translate(observed, vector.input), observed);
    const ours = translations.reduce((answer, one) => one.translate(answer, vector.input), observed);
    return isConcerned && matches(ours, actual);
  },
}));

const anyText = { $any: "text" };
const anyReport = { $any: "report" };

function matches(wanted: unknown, actual: unknown): boolean {
  if (isFields(wanted) && wanted["$any"] === "text") return typeof actual === "string";
  if (isFields(wanted) && wanted["$any"] === "report") return isFields(fieldsOf(actual)["auth"]);
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      wanted.length === actual.length &&
      wanted.every((item, index) => matches(item, actual[index]))
    );
  }
  if (isFields(wanted)) {
    const keys = new Set([...Object.keys(wanted), ...Object.keys(fieldsOf(actual))]);
    return isFields(actual) && [...keys].every((key) => matches(wanted[key], actual[key]));
  }
  return isSame(wanted, actual);
}

/** How the observed program masks a secret. Spec: stores 9.3. */
function observedMask(secret: string): string {
  const text = secret.trim();
  const shown = text.length <= 6 ? 1 : text.length <= 16 ? 2 : 8;
  return `${text.slice(0, shown)}...${text.slice(-shown)}`;
}

/** Replaces whole masks: behind `=` or `:` of a label, or as a value of its own; a suffix in brackets stays. */
function replaceMasks(answer: Fields, secrets: readonly string[], shown: (secret: string) => string): Fields {
  const byMask = new Map(secrets.map((secret) => [observedMask(secret), secret] as const));
  return withTexts(answer, (text) => {
    for (const [mask, secret] of byMask) {
      const at = text.lastIndexOf(mask);
      const isWhole = at === 0 || text[at - 1] === "=" || text[at - 1] === ":";
      const rest = text.slice(at + mask.length);
      if (at >= 0 && isWhole && (rest === "" || rest.startsWith(" [")))
        return text.slice(0, at) + shown(secret) + rest;
    }
    return text;
  });
}

/** Changes the texts that show keys: labels, environment and config values, details. */
function withTexts(answer: Fields, change: (text: string) => string): Fields {
  return withProviders(answer, (entry) => {
    const profiles = fieldsOf(entry["profiles"]);
    const labels = profiles["labels"];
    return {
      ...entry,
      effective: isOfProfiles(entry) ? entry["effective"] : withText(entry["effective"], "detail", change),
      profiles: {
        ...profiles,
        labels: Array.isArray(labels) ? labels.map((label) => change(String(label))) : [],
      },
      env: withText(entry["env"], "value", change),
      modelsJson: withText(entry["modelsJson"], "value", change),
    };
  });
}

function withText(part: unknown, field: string, change: (text: string) => string): Fields | undefined {
  return isFields(part) ? { ...part, [field]: change(String(part[field])) } : undefined;
}

function withProviders(answer: Fields, change: (entry: Fields) => Fields): Fields {
  const stdout = fieldsOf(answer["stdout"]);
  const auth = fieldsOf(stdout["auth"]);
  const { providers } = auth;
  if (!Array.isArray(providers)) return answer;
  return {
    ...answer,
    stdout: { ...stdout, auth: { ...auth, providers: providers.map((entry) => change(fieldsOf(entry))) } },
  };
}

function withDetail(entry: Fields, detail: unknown): Fields {
  return { ...entry, effective: { ...fieldsOf(entry["effective"]), detail } };
}

function isOfProfiles(entry: Fields): boolean {
  return fieldsOf(entry["effective"])["kind"] === "profiles";
}

function isUnknownAgent(answer: Fields): boolean {
  return String(answer["stderr"]).includes("Unknown agent id");
}

function isAgentAsked(input: Fields): boolean {
  const { argv, opts } = input;
  return fieldsOf(opts)["agent"] !== undefined || (Array.isArray(argv) && argv.includes("--agent"));
}

function storedProfiles(input: Fields): readonly (readonly [string, unknown])[] {
  return Object.entries(fieldsOf(input["files"]))
    .filter(([name, text]) => name.endsWith("auth-profiles.json") && isJson(String(text)))
    .flatMap(([, text]) => Object.entries(fieldsOf(fieldsOf(JSON.parse(String(text)))["profiles"])));
}

/** Every text of the files and the environment that may be a secret. */
function secretsIn(input: Fields): readonly string[] {
  const parsed = Object.values(fieldsOf(input["files"])).flatMap((text): unknown[] =>
    isJson(String(text)) ? [JSON.parse(String(text))] : [],
  );
  const texts = [...textsIn(parsed), ...Object.values(environment(input))];
  return [...new Set(texts)].filter((text) => text.trim() !== "");
}

function environment(input: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(input["env"])).map(([name, value]) => [name, String(value)]),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isFields(value) ? Object.values(value).flatMap(textsIn) : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
