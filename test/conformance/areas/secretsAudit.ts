import { isPlaintext } from "../../../src/engine/secrets/plaintext.ts";
import { coerceSecretRef } from "../../../src/engine/secrets/secretRef.ts";
import type { DeviationRule } from "../area.ts";
import { type Fields, fieldsOf, isFields, isSame } from "../encoding.ts";

/**
 * Deviations of `secrets audit`. Each turns the observed answer into the one that follows from our decision; a case falls under
 * the first rule up to which the observed answer, so changed, is exactly ours.
 */
interface Translation {
  readonly name: string;
  readonly reason: string;
  readonly translate: (report: Fields, input: Fields) => Fields;
}

const translations: readonly Translation[] = [
  {
    name: "templates-are-no-plain-text",
    reason:
      "Spec secrets 12, row 8: the text before substitution is audited; ${NAME} and names of variables are no plain text.",
    translate: (report, input) => {
      const gone = findingsOf(report).filter((finding) => standsForSecret(finding, input));
      const refs = gone.flatMap((finding) => templateOf(finding, input) ?? []);
      const inConfig = refs.filter(({ isNew }) => isNew).map(({ name }) => name);
      return withFindings(
        report,
        findingsOf(report).filter((finding) => !gone.includes(finding)),
        new Set(inConfig).size,
      );
    },
  },
  {
    name: "damage-is-told-by-its-place",
    reason:
      "Decision 3: where a file is damaged is told, not the parser's words, which quote what stands there.",
    translate: withoutQuotes,
  },
];

/** By our answer, since a copy beside a file or a config that is not valid hides nothing from us. */
export const secretsAuditRules: readonly DeviationRule[] = [
  ...translations.map(
    ({ name, reason }, index): DeviationRule => ({
      name: `audit-${name}`,
      reason,
      covers: ({ expected, input }, actual) => {
        const applied = translations.slice(0, index + 1);
        const wanted = applied.reduce(
          (report, { translate }) => translate(report, input),
          reportOf(expected),
        );
        // What a rule leaves out of the observed words is left out of ours.
        const ours = index === 0 ? reportOf(actual) : withoutQuotes(reportOf(actual));
        return isAudit(input) && isSame(asked(expected, wanted), { ...fieldsOf(actual), stdout: ours });
      },
    }),
  ),
  {
    name: "audit-goes-on-behind-an-invalid-config",
    reason:
      "Decision 3: a config that OpenClaw refuses is told as such, and hides no plain text that stands in the other files.",
    covers: ({ expected, input }, actual) => {
      const wanted = findingsOf(reportOf(expected));
      const found = findingsOf(reportOf(actual));
      const isInvalid = wanted.some(({ message }) => String(message).startsWith("Config is invalid"));
      return isAudit(input) && isInvalid && wanted.every((one) => found.some((other) => isSame(one, other)));
    },
  },
  {
    name: "audit-looks-into-copies",
    reason: "Spec secrets 12, row 10: copies of a file that hold plain text are found too.",
    covers: ({ expected, input }, actual) => {
      const own = findingsOf(reportOf(actual)).filter(({ file }) => !isCopy(String(file)));
      const isMore = own.length < findingsOf(reportOf(actual)).length;
      return isAudit(input) && isMore && isSame(findingsOf(reportOf(expected)), own);
    },
  },
];

function isAudit(input: Fields): boolean {
  const { argv } = input;
  return Array.isArray(argv) && argv[0] === "secrets" && argv[1] === "audit";
}

function isCopy(path: string): boolean {
  return /\.(?:bak|clobbered)(?:\.|$)/.test(path);
}

function reportOf(answer: unknown): Fields {
  return fieldsOf(fieldsOf(answer)["stdout"]);
}

function findingsOf(report: Fields): readonly Fields[] {
  const { findings } = report;
  return Array.isArray(findings) ? findings.filter(isFields) : [];
}

/** The whole answer with another report, and the exit code that report asks for under `--check`. */
function asked(answer: unknown, report: Fields): Fields {
  const { exitCode } = fieldsOf(answer);
  const isUnresolved = report["status"] === "unresolved";
  const wanted = isUnresolved ? 2 : exitCode === 0 || report["status"] === "clean" ? 0 : 1;
  return { ...fieldsOf(answer), exitCode: wanted, stdout: report };
}

function withFindings(report: Fields, findings: readonly Fields[], moreRefs = 0): Fields {
  const count = (code: string): number => findings.filter((finding) => finding["code"] === code).length;
  const resolution = fieldsOf(report["resolution"]);
  return {
    ...report,
    status: count("REF_UNRESOLVED") > 0 ? "unresolved" : findings.length > 0 ? "findings" : "clean",
    resolution: { ...resolution, refsChecked: Number(resolution["refsChecked"]) + moreRefs },
    summary: {
      plaintextCount: count("PLAINTEXT_FOUND"),
      unresolvedRefCount: count("REF_UNRESOLVED"),
      shadowedRefCount: count("REF_SHADOWED"),
      legacyResidueCount: count("LEGACY_RESIDUE"),
    },
    findings,
  };
}

function withoutQuotes(report: Fields): Fields {
  const findings = findingsOf(report).map((one) => ({ ...one, message: withoutQuote(one["message"]) }));
  return { ...report, findings };
}

function withoutQuote(message: unknown): string {
  return String(message).replace(/^(Invalid JSON in [^:]+): .*$/s, "$1");
}

/** Whether what was found is a text that stands for a secret, by the file as the case has it. */
function standsForSecret(finding: Fields, input: Fields): boolean {
  const value = valueAt(finding, input);
  return finding["code"] === "PLAINTEXT_FOUND" && typeof value === "string" && !isPlaintext(value);
}

/** In the config the observed program saw no ref where the variable is set; in a profile it did. */
function templateOf(finding: Fields, input: Fields): { name: string; isNew: boolean } | undefined {
  const ref = coerceSecretRef(valueAt(finding, input));
  return ref && { name: ref.id, isNew: String(finding["file"]).endsWith("openclaw.json") };
}

function valueAt({ file, jsonPath, profileId }: Fields, input: Fields): unknown {
  const name = String(file).replace("{{STATE}}/", "");
  const text = fieldsOf(input["files"])[name];
  const root = parsed(String(text));
  const path = String(jsonPath);
  if (typeof profileId === "string") {
    const profile = fieldsOf(fieldsOf(fieldsOf(root)["profiles"])[profileId]);
    return profile[path.slice(`profiles.${profileId}.`.length)];
  }
  return path.split(".").reduce<unknown>((at, key) => fieldsOf(at)[key], root);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
