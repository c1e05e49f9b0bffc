import { l10n } from "vscode";
import type { DoctorFix } from "../../engine/reports/doctor/fix.ts";
import type { FailureReason } from "../../engine/selection/availability.ts";
import { plainLabel } from "../plainText.ts";
import { moment, shortSpan } from "../relativeTime.ts";
import { list, type Sayings } from "./findingWords.ts";
import { byAction, fixTitle } from "./fixTitle.ts";

type CredentialCode =
  | "codex_profile_deprecated"
  | "copies_differ"
  | "copies_frozen"
  | "credential_expired"
  | "credential_expiring"
  | "credential_missing"
  | "expires_in_seconds"
  | "expires_invalid"
  | "id_not_pinnable"
  | "profile_disabled"
  | "profile_resting"
  | "provider_retired"
  | "provider_spelling"
  | "same_secret";

/** What the doctor says of profiles: their ends, their rests, their copies. */
export const credentialSayings: Sayings<CredentialCode> = {
  codex_profile_deprecated: ({ profileId = "" }) => ({
    title: l10n.t(
      "{0} is a copy of the Codex program's sign-in under an id that is no longer used.",
      plainLabel(profileId),
    ),
    why: l10n.t("OpenClaw does not renew it, so it ends and stays in the way."),
    next: l10n.t("Sign in to Codex again (`codex login`), then remove this profile."),
  }),
  copies_differ: ({ params: { agentId, profileIds } }) => ({
    title: l10n.t("The agent {0} has its own {1}, other than main's.", plainLabel(agentId), list(profileIds)),
    why: l10n.t(
      "Its own come first: what you change in main does not reach {0}, which may go on using old secrets.",
      plainLabel(agentId),
    ),
    next: l10n.t(
      'Keep them if they are meant. Otherwise choose the agent with "Model Auth: Select Agent..." and remove them there; main\'s are used then.',
    ),
  }),
  copies_frozen: ({ fix, params: { agentId, profileIds } }) => ({
    title: l10n.t("The agent {0} has copies of main's {1}.", plainLabel(agentId), list(profileIds)),
    why: l10n.t("They are the same today; what you change in main will not reach {0}.", plainLabel(agentId)),
    next: `${byAction(fix, l10n.t("Remove the copies."))} ${l10n.t("Main's profiles are used then.")}`,
  }),
  credential_expired: ({ profileId = "", params: { since }, fix }, { now }) => ({
    title:
      since === undefined
        ? l10n.t("{0} has expired.", plainLabel(profileId))
        : l10n.t("{0} expired {1} ago.", plainLabel(profileId), shortSpan(now - since)),
    why: l10n.t("It is no longer used."),
    next: renewal(fix),
  }),
  credential_expiring: ({ profileId = "", params: { until }, fix }, { now }) => ({
    title: l10n.t("{0} expires in {1}.", plainLabel(profileId), shortSpan(until - now)),
    why: l10n.t("From then on it is not used."),
    next: renewal(fix),
  }),
  credential_missing: ({ profileId = "", fix }) => ({
    title: l10n.t("{0} holds no credential.", plainLabel(profileId)),
    why: l10n.t("It is passed over; requests that need it fail."),
    next: renewal(fix),
  }),
  expires_in_seconds: ({ profileId = "", fix, params: { at } }) => ({
    title: l10n.t(
      "The expiry of {0} is written in seconds; it is read in milliseconds.",
      plainLabel(profileId),
    ),
    why: l10n.t("It is taken for a day in 1970. What is meant is {0}.", moment(at)),
    next: byAction(fix, l10n.t("Multiply it by 1000 in the file.")),
  }),
  expires_invalid: ({ profileId = "", params: { type } }) => ({
    title: l10n.t("The expiry of {0} is no time.", plainLabel(profileId)),
    why:
      type === "oauth"
        ? l10n.t("OpenClaw calls the sign-in missing, and nobody knows when to renew it.")
        : l10n.t("The token is not used."),
    next:
      type === "token"
        ? l10n.t('Choose "{0}" above.', l10n.t("Set Expiry..."))
        : l10n.t("Write the milliseconds since 1970 into the file, or sign in again."),
  }),
  id_not_pinnable: ({ params: { profileIds } }) => ({
    title: l10n.t("These ids cannot be named in a message: {0}.", list(profileIds)),
    why: l10n.t(
      "In /model MODEL@PROFILE an id may have letters, digits and . _ : @ - only, so sessions cannot be pinned to it.",
    ),
    next: l10n.t("Add the credential anew under another name, and remove the old profile."),
  }),
  profile_disabled: ({ profileId = "", params: { until, reason } }, { now }) => ({
    title:
      reason === undefined
        ? l10n.t("{0} is not used for another {1}.", plainLabel(profileId), shortSpan(until - now))
        : l10n.t(
            "{0} is not used for another {1}: {2}.",
            plainLabel(profileId),
            shortSpan(until - now),
            reasonWord(reason),
          ),
    why: l10n.t("The provider refused it."),
    next:
      reason === "billing"
        ? l10n.t("Top up the account and end the rest, or use another profile.")
        : reason === "auth" || reason === "auth_permanent"
          ? l10n.t("Replace the secret.")
          : l10n.t("Wait, or use another profile."),
  }),
  profile_resting: ({ profileId = "", params: { until, reason } }, { now }) => ({
    title:
      reason === undefined
        ? l10n.t("{0} rests for another {1}.", plainLabel(profileId), shortSpan(until - now))
        : l10n.t(
            "{0} rests for another {1}: {2}.",
            plainLabel(profileId),
            shortSpan(until - now),
            reasonWord(reason),
          ),
    why: l10n.t("Requests with it failed; others of the provider are tried first."),
    next: l10n.t("Wait, or end the rest if the cause is gone."),
  }),
  provider_retired: ({ profileId = "", provider = "", params: { successor } }) => ({
    title: l10n.t("{0} is for {1}, a service that has ended.", plainLabel(profileId), plainLabel(provider)),
    why: l10n.t("It cannot be renewed."),
    next: l10n.t("Add an API key for {0} instead, then remove this profile.", successor),
  }),
  provider_spelling: ({ profileId = "", params: { canonical } }) => ({
    title: l10n.t("{0} spells its provider otherwise than {1}.", plainLabel(profileId), canonical),
    why: l10n.t("Most places understand it; where requests are made OpenClaw compares the spelling exactly."),
    next: l10n.t("Write {0}, here and in openclaw.json.", canonical),
  }),
  same_secret: ({ params: { profileIds } }) => ({
    title: l10n.t("These profiles have the same secret: {0}.", list(profileIds)),
    why: l10n.t("They share their limits: when one must rest, trying the other is of no use."),
    next: l10n.t("Keep one of them, or give the others keys of their own."),
  }),
};

function renewal(fix: DoctorFix | undefined): string {
  if (fix?.kind !== "renew") {
    const title = (fix && fixTitle(fix)) ?? l10n.t("Replace Secret...");
    return l10n.t('Make a new one with the provider, then choose "{0}" above.', title);
  }
  const { way } = fix;
  switch (way.kind) {
    case "setup_token":
      return l10n.t(
        'Run `claude setup-token` in a terminal, then choose "{0}" above and paste what it prints.',
        l10n.t("Replace Secret..."),
      );
    case "sign_in":
      return l10n.t("Sign in again with the program that made it.");
    case "owner_tool":
      return ownerTool(way.tool);
  }
}

type OwnerTool = Extract<
  Extract<DoctorFix, { kind: "renew" }>["way"],
  { readonly kind: "owner_tool" }
>["tool"];

function ownerTool(tool: OwnerTool): string {
  switch (tool) {
    case "codex-cli":
      return l10n.t("Sign in with the Codex program (`codex login`), which keeps it.");
    case "minimax-cli":
      return l10n.t("Sign in with the MiniMax program, which keeps it.");
    case "claude-cli":
      return l10n.t("Sign in with the Claude program (`claude /login`), which keeps it.");
  }
}

function reasonWord(reason: FailureReason): string {
  switch (reason) {
    case "auth":
    case "auth_permanent":
      return l10n.t("the credential was refused");
    case "billing":
      return l10n.t("the account had no credit");
    case "format":
      return l10n.t("the request was not understood");
    case "model_not_found":
      return l10n.t("the model was not found");
    case "overloaded":
      return l10n.t("the provider was overloaded");
    case "timeout":
      return l10n.t("the provider did not answer");
    case "rate_limit":
      return l10n.t("the rate limit was reached");
    case "unknown":
      return l10n.t("the cause is not known");
  }
}
