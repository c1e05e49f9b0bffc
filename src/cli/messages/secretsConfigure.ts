import type { HomeAdvice, SecretCandidate } from "../../engine/secrets/configure/candidates.ts";
import type { ConfigureFailure } from "../../engine/secrets/configure/configure.ts";
import type { ChoiceRefusal, Preparation } from "../../engine/secrets/configure/planFor.ts";
import { refusalSentence } from "./auth.ts";
import { programName } from "./common.ts";
import { applyFailureLines } from "./secretsPlan.ts";

export const configureMessages = {
  nothing: "No secret stands as plain text.",
  nothingToMove: "None of these can be moved from here.",
  candidate: (number: number, { file, jsonPath, masked, fingerprint }: SecretCandidate) =>
    `${number}. ${file}:${jsonPath} ${masked} (${fingerprint})`,
  cannotAsk: `Nobody can be asked here. Write a plan and run "${programName} secrets apply --from FILE".`,
  applyOrPlan: "--apply and --plan-out exclude each other.",
  ask: (number: number) =>
    `Move ${number} into .env [e], into our own secrets file [f], is it elsewhere already [r], or skip it [s]? `,
  askName: "Name of the variable (nothing for the usual one): ",
  askRef: "Reference (source:provider:id): ",
  notARef: "That is no reference. Write file:PROVIDER:/POINTER, exec:PROVIDER:ID or env:PROVIDER:NAME.",
  answerOneOf: "Answer with e, f, r or s.",
  nothingChosen: "Nothing was chosen, so nothing changes.",
  preview: "This will happen:",
  previewTarget: (path: string, ref: string) => `- ${path} becomes ${ref}`,
  previewEnv: (name: string) => `- ${name} is put into the state dir's .env`,
  previewFile: (path: string) => `- ${path} gets a secret, readable by you alone`,
  previewScrub: "- the plain text leaves these files and every copy of them",
  confirm: "Go on? [y/N] ",
  notConfirmed: "Nothing was changed.",
  planWritten: (path: string) => `Wrote the plan to ${path}. It holds no secret.`,
  planPrepare: ({ home }: Preparation, place: string) =>
    home === "env" ? `Set ${place} before you apply it.` : `Put the secret at ${place} before you apply it.`,
} as const;

/** Why a secret goes where it goes. */
export function adviceSentence(advice: HomeAdvice): string {
  switch (advice) {
    case "gateway_reads_no_keychain":
      return "The editor keychain is safest; a gateway cannot read it, and needs env, a file or a program.";
    case "no_keychain_here":
      return "A terminal cannot reach the editor keychain; move it there in VS Code, or choose env, a file or a program.";
    case "config_names_no_keychain":
      return "openclaw.json cannot name the editor keychain; choose env, a file or a program.";
    case "env_file_is_read":
      return "Stays: programs read it from here.";
    case "generated":
      return "Stays: OpenClaw writes this file anew once its config names a place instead.";
  }
}

/** Why nothing was moved, a line each. */
export function configureFailureLines(failed: ConfigureFailure): readonly string[] {
  const { refusal } = failed;
  switch (refusal.code) {
    case "candidate_gone":
    case "home_not_possible":
    case "name_invalid":
    case "name_taken":
    case "ref_invalid":
    case "alias_taken":
      return [choiceSentence(refusal)];
    case "exec_not_allowed":
    case "values_differ":
    case "targets_refused":
    case "refs_unresolved":
    case "provider_in_use":
    case "approval_refused":
      return applyFailureLines({ refusal, unrestored: failed.unrestored });
    default:
      return [refusalSentence(refusal)];
  }
}

export function choiceSentence({ code, candidateId }: ChoiceRefusal): string {
  switch (code) {
    case "candidate_gone":
      return `${candidateId} is not what it was any more. Nothing was changed; run the command again.`;
    case "home_not_possible":
      return `${candidateId} cannot go there. Choose another place.`;
    case "name_invalid":
      return `That cannot be the name of a variable for ${candidateId}. Use capitals, digits and underscores.`;
    case "name_taken":
      return `The variable for ${candidateId} holds another secret already. Choose another name.`;
    case "ref_invalid":
      return `The reference for ${candidateId} is not valid. Choose another place.`;
    case "alias_taken":
      return 'openclaw.json has another secret provider named "model-auth". Rename it, or choose another place.';
  }
}
