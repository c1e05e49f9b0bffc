import type { ApplyFailure } from "../../engine/secrets/plan/apply.ts";
import type { PlanFlaw } from "../../engine/secrets/plan/contract.ts";
import type { RefusedTarget } from "../../engine/secrets/plan/targets.ts";
import type { ApplyWarning } from "../../engine/secrets/plan/warnings.ts";
import { secretRefKey } from "../../engine/secrets/secretRef.ts";
import { refusalSentence } from "./auth.ts";
import { programName } from "./common.ts";
import { refFailureSentence } from "./refFailure.ts";

export const planMessages = {
  missingFrom: "Missing --from. Give the file of the plan, as in --from plan.json.",
  unreadable: (path: string) => `${path} cannot be read. Give the file of a plan to --from.`,
  invalid: (path: string) => `Invalid secrets plan file: ${path}`,
  wouldChange: (count: number) =>
    count === 0 ? "Secrets plan: nothing would change." : `Secrets plan: ${count} file(s) would change.`,
  changed: (count: number) =>
    count === 0
      ? "Secrets plan applied: nothing had to change."
      : `Secrets plan applied: ${count} file(s) changed.`,
  file: (path: string) => `- ${path}`,
  skipped: (count: number) =>
    `Skipped ${count} exec ref(s): they were not followed. Run it again with --allow-exec to follow them.`,
  notComplete:
    "Some refs were not followed, because their secret provider is new; applying the plan follows them.",
  byHand: "Change these by hand, then run the command again:",
  restart: "Restart a running gateway for it to read the new places.",
  unrestored: (paths: readonly string[]) =>
    `These files could not be put back and stay changed: ${paths.join(", ")}. Look at them before anything else.`,
} as const;

/** Why a plan was refused as a whole. */
export function flawSentence(flaw: PlanFlaw): string {
  switch (flaw.code) {
    case "not_a_plan":
      return "It is no plan of version 1.";
    case "alias_invalid":
      return `"${flaw.alias}" cannot be the alias of a secret provider. Use small letters, digits, - and _.`;
    case "definition_invalid":
      return `OpenClaw would refuse the definition of the secret provider "${flaw.alias}".`;
    case "type_unknown":
      return `targets[${flaw.index}]: its type is not known.`;
    case "path_differs":
      return `targets[${flaw.index}]: path is not pathSegments joined by dots.`;
    case "path_invalid":
      return `targets[${flaw.index}]: its path is not one of its type. Ids with dots need pathSegments.`;
    case "segment_forbidden":
      return `targets[${flaw.index}]: its path has a forbidden segment.`;
    case "provider_differs":
      return `targets[${flaw.index}]: providerId is not the provider of its path.`;
    case "agent_missing":
      return `targets[${flaw.index}]: agentId is missing.`;
    case "ref_invalid":
      return `targets[${flaw.index}]: its ref is not valid.`;
    case "keychain_in_config":
      return `targets[${flaw.index}]: openclaw.json cannot name the editor keychain; only a profile can.`;
  }
}

const targetReasons: Readonly<Record<RefusedTarget["reason"], string>> = {
  provider_missing: "openclaw.json has no such provider.",
  profile_missing: "there is no such profile; give authProfileProvider to make one.",
  type_differs: "the profile is of another type.",
  oauth_mode: "openclaw.json says that the profile is signed in by OAuth, which allows no refs.",
};

/** Why a plan was not applied, a line each. The files are as they were, unless it says otherwise. */
export function applyFailureLines({ refusal, unrestored }: ApplyFailure): readonly string[] {
  const rest = unrestored.length === 0 ? [] : [planMessages.unrestored(unrestored)];
  switch (refusal.code) {
    case "exec_not_allowed":
      return ["Plan contains exec SecretRefs/providers. Re-run with --allow-exec."];
    case "values_differ":
      return refusal.jsonPaths.map(
        (path) => `${path}: its new place does not hold the secret that stands there. Nothing was changed.`,
      );
    case "targets_refused":
      return refusal.targets.map(({ index, reason }) => `targets[${index}]: ${targetReasons[reason]}`);
    case "refs_unresolved":
      return refusal.failures.map(
        (failure) =>
          `Failed to resolve ${secretRefKey(failure.ref)} (${refFailureSentence(failure)}). Nothing was changed.`,
      );
    case "provider_in_use":
      return [
        `The secret provider "${refusal.alias}" is still named in ${refusal.path}. Nothing was changed.`,
      ];
    case "approval_refused":
      return [`Your approval of "${refusal.alias}" could not be saved. Nothing was changed.`];
    default:
      return [refusalSentence(refusal), ...rest];
  }
}

/** What is left for a person to look at. */
export function warningSentence(warning: ApplyWarning): string {
  switch (warning.code) {
    case "oauth_kept":
      return `The sign-in ${warning.profileId} stays, and comes before the provider's key.`;
    case "profile_kept":
      return `The profile ${warning.profileId} has another secret; it stays, and comes before the provider's key.`;
    case "env_kept":
      return `${warning.name} stays, because a ref reads it.`;
    case "auth_json_kept":
      return `The key of ${warning.provider} stays, because it is nowhere else. Run "${programName} doctor" to move it.`;
    case "value_differs":
      return `${warning.jsonPath} leads to another secret now than stood there before.`;
    case "value_left":
      return "A secret that moved still stands here, in a comment or at another place. Take it out by hand.";
  }
}
