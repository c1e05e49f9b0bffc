import type { DefinitionInspection } from "../../../secrets/inspectDefinition.ts";
import { coerceSecretRef, credentialSecret } from "../../../secrets/secretRef.ts";
import { type Check, configPlace, type Examination } from "../examination.ts";
import type { DefinitionFault, Finding } from "../finding.ts";
import { opening } from "../fix.ts";

/** Fields of a definition; what is none of them is not repeated. Spec: secrets 2.1. */
const knownFields: readonly string[] = [
  "source",
  "path",
  "mode",
  "timeoutMs",
  "maxBytes",
  "command",
  "args",
  "noOutputTimeoutMs",
  "maxOutputBytes",
  "jsonOnly",
  "env",
  "passEnv",
  "trustedDirs",
  "allowInsecurePath",
  "allowSymlinkCommand",
];

/**
 * Programs and secret files that are configured but would not be used: by us, by OpenClaw, or until the person approves. Each
 * is told of for its first reason; one that nothing refers to is only a note. Spec: secrets 2.1, 3.6; attack tests 14, 61.
 */
export const definitions: Check = (seen) => {
  const used = usedAliases(seen);
  return seen.facts.definitions.flatMap((definition) => findingOf(seen, definition, used) ?? []);
};

function findingOf(
  seen: Examination,
  { alias, source, refusal, referenceFault, schemaPaths }: DefinitionInspection,
  used: ReadonlySet<string>,
): Finding | undefined {
  const isUsed = used.has(alias);
  const place = configPlace(seen, "secrets", "providers", alias);
  const fix = opening(place);
  if (schemaPaths.length > 0) {
    const names = schemaPaths.map((path) => path.split(".", 1)[0] ?? "");
    const fields = knownFields.filter((field) => names.includes(field));
    return { code: "definition_unfit", severity: "error", ...place, params: { alias, fields }, fix };
  }
  if (refusal !== undefined) {
    const fault: DefinitionFault = refusal.code === "definition_invalid" ? refusal.code : refusal.fault;
    const severity = isUsed ? "error" : "info";
    return { code: "definition_refused", severity, ...place, params: { alias, fault }, fix };
  }
  if (seen.facts.unapproved.has(alias)) {
    const severity = isUsed ? "warn" : "info";
    const approve = { kind: "approve_definition", alias } as const;
    return { code: "definition_not_approved", severity, ...place, params: { alias, source }, fix: approve };
  }
  if (referenceFault === undefined) return undefined;
  const severity = isUsed ? "warn" : "info";
  const params = { alias, fault: referenceFault };
  return { code: "definition_refused_by_openclaw", severity, ...place, params, fix };
}

/** Aliases that a profile or a model provider refers to. */
function usedAliases({ world }: Examination): ReadonlySet<string> {
  const { store, config } = world;
  const ofProfiles = [...store.profiles.values()].flatMap((credential) => {
    const stored = credentialSecret(credential, config.secretDefaults);
    return stored.kind === "ref" ? [stored.ref] : [];
  });
  const ofProviders = [...config.modelProviders.values()].flatMap(
    ({ apiKey }) => coerceSecretRef(apiKey, config.secretDefaults) ?? [],
  );
  return new Set([...ofProfiles, ...ofProviders].map(({ provider }) => provider));
}
