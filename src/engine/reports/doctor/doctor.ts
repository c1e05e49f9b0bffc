import type { AuthWorld } from "../../stores/world.ts";
import { agentCopies } from "./checks/agentCopies.ts";
import { codexConfig } from "./checks/codexConfig.ts";
import { configShape } from "./checks/configShape.ts";
import { damagedFiles } from "./checks/damagedFiles.ts";
import { definitions } from "./checks/definitions.ts";
import { envKeys } from "./checks/envKeys.ts";
import { expiries } from "./checks/expiries.ts";
import { fileModes } from "./checks/fileModes.ts";
import { invalidEntries } from "./checks/invalidEntries.ts";
import { keychainSecrets } from "./checks/keychainSecrets.ts";
import { legacyOAuthId } from "./checks/legacyOAuthId.ts";
import { legacyPlaces } from "./checks/legacyPlaces.ts";
import { newerOpenClaw } from "./checks/newerOpenClaw.ts";
import { oauthRefs } from "./checks/oauthRefs.ts";
import { orders } from "./checks/orders.ts";
import { outlived } from "./checks/outlived.ts";
import { plaintext } from "./checks/plaintext.ts";
import { registrations } from "./checks/registrations.ts";
import { rests } from "./checks/rests.ts";
import { sameSecrets } from "./checks/sameSecrets.ts";
import { secretRefs } from "./checks/secretRefs.ts";
import { spelling } from "./checks/spelling.ts";
import { surroundings } from "./checks/surroundings.ts";
import { type Check, examine } from "./examination.ts";
import type { DoctorFacts } from "./facts.ts";
import { type Finding, severities } from "./finding.ts";

/** Every question the doctor asks. */
export const doctorChecks: readonly Check[] = [
  damagedFiles,
  newerOpenClaw,
  invalidEntries,
  secretRefs,
  definitions,
  oauthRefs,
  keychainSecrets,
  expiries,
  outlived,
  rests,
  registrations,
  orders,
  legacyOAuthId,
  legacyPlaces,
  configShape,
  codexConfig,
  plaintext,
  surroundings,
  fileModes,
  agentCopies,
  sameSecrets,
  envKeys,
  spelling,
];

/**
 * What is not as it should be with one agent's credentials. Pure: the same world, facts and time give the same findings in the
 * same order, by severity, then code, then place. Spec: stores 11.1, and what OpenClaw's own doctor leaves open.
 * @param now ms since the epoch
 */
export function doctorFindings(world: AuthWorld, facts: DoctorFacts, now: number): readonly Finding[] {
  const seen = examine(world, facts, now);
  return doctorChecks.flatMap((check) => check(seen)).toSorted(compareFindings);
}

function compareFindings(left: Finding, right: Finding): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    compareTexts(left.code, right.code) ||
    compareTexts(left.file, right.file) ||
    (left.line ?? 0) - (right.line ?? 0) ||
    (left.column ?? 0) - (right.column ?? 0) ||
    compareTexts(left.profileId, right.profileId) ||
    compareTexts(left.provider, right.provider) ||
    compareTexts(left.variable, right.variable) ||
    compareTexts(JSON.stringify(left.params), JSON.stringify(right.params))
  );
}

function compareTexts(left = "", right = ""): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
