import { l10n } from "vscode";
import type { CredentialType } from "../engine/credentials/credential.ts";
import type { IneligibleCode } from "../engine/credentials/eligibility.ts";
import type { AmbientKey } from "../engine/reports/ambientKeys.ts";
import type { Condition } from "../engine/reports/condition.ts";
import type { ProfileUse } from "../engine/reports/overview.ts";
import type { SecretPlace } from "../engine/reports/secretPlace.ts";
import type { CooldownState } from "../engine/selection/cooldown.ts";
import { plainLabel } from "./plainText.ts";
import { shortSpan } from "./relativeTime.ts";

/** Short words for rows. Sentences are in {@link conditionSentence} and the files beside this one. */
export function typeWord(type: CredentialType): string {
  switch (type) {
    case "api_key":
      return l10n.t("API key");
    case "token":
      return l10n.t("token");
    case "oauth":
      return l10n.t("sign-in");
  }
}

export function placeWord(place: SecretPlace): string {
  switch (place.kind) {
    case "keychain":
      return l10n.t("keychain");
    case "env":
      return l10n.t("env {0}", plainLabel(place.name));
    case "file":
      return l10n.t("secret file");
    case "exec":
      return l10n.t("program");
    case "plaintext":
      return l10n.t("plain text");
    case "oauth":
      return place.managedBy === undefined
        ? l10n.t("file")
        : l10n.t("managed by {0}", plainLabel(place.managedBy));
    case "malformed_ref":
    case "none":
      return l10n.t("no secret");
  }
}

/** How a credential is; empty when there is nothing to say. */
export function conditionWord(condition: Condition, now: number): string {
  switch (condition.kind) {
    case "static":
    case "unread_source":
      return "";
    case "ok":
      return l10n.t("expires in {0}", shortSpan(condition.until - now));
    case "expiring":
      return l10n.t("expires in {0}", shortSpan(condition.until - now));
    case "expired":
      return condition.since === undefined
        ? l10n.t("expired")
        : l10n.t("expired {0} ago", shortSpan(now - condition.since));
    case "refreshes":
      return condition.until <= now ? l10n.t("expired, refreshes itself") : l10n.t("refreshes itself");
    case "missing":
      return l10n.t("no secret stored");
    case "invalid_expires":
      return l10n.t("expiry is not a time");
    case "lost":
      return l10n.t("lost from the keychain");
    case "volatile":
      return l10n.t("lost: keychain keeps nothing");
    case "locked":
      return l10n.t("keychain locked");
    case "tampered":
      return l10n.t("secret does not match");
    case "env_missing":
      return l10n.t("variable not set");
  }
}

/** What it means and what to do, in a sentence or two. */
export function conditionSentence(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "static":
    case "ok":
      return undefined;
    case "expiring":
      return l10n.t("Replace it before it ends; requests fail from then on.");
    case "expired":
      return l10n.t("It is not tried any more. Replace the secret to use this profile again.");
    case "refreshes":
      return l10n.t("The program that signed in renews it by itself. Nothing to do.");
    case "missing":
      return l10n.t("The profile holds neither a secret nor a usable reference to one. Replace the secret.");
    case "invalid_expires":
      return l10n.t("`expires` in the file is not a time in milliseconds. Set the expiry anew.");
    case "lost":
      return l10n.t(
        "The secret is not in this machine's keychain: it was reset, or the profile was made elsewhere. Nothing was deleted; paste the secret again to keep it here.",
      );
    case "volatile":
      return l10n.t(
        "This editor's keychain forgets everything when it closes. Set up a system keyring, or keep the secret in an environment variable.",
      );
    case "locked":
      return l10n.t("The keychain refused or did not answer. Unlock it and refresh.");
    case "tampered":
      return l10n.t(
        "The keychain holds something else under this name than was stored, so it is not used. Replace the secret.",
      );
    case "env_missing":
      return l10n.t(
        "Set {0} where VS Code is started from, or replace the secret.",
        plainLabel(condition.name),
      );
    case "unread_source":
      return condition.source === "file"
        ? l10n.t("The secret lives in a file that Model Auth does not read yet. OpenClaw uses it.")
        : l10n.t("The secret comes from a program that Model Auth does not run yet. OpenClaw uses it.");
  }
}

/** A profile that rests, and until when; empty when it is ready. */
export function cooldownWord(cooldown: CooldownState, now: number): string {
  switch (cooldown.kind) {
    case "ready":
      return "";
    case "cooling":
      return l10n.t("rests {0}", shortSpan(cooldown.until - now));
    case "disabled":
      return cooldown.reason === "billing"
        ? l10n.t("off for billing, {0}", shortSpan(cooldown.until - now))
        : l10n.t("off, {0}", shortSpan(cooldown.until - now));
  }
}

/** What becomes of the profile when its provider is asked for. */
export function useSentence(use: ProfileUse): string {
  switch (use.kind) {
    case "in_use":
      return l10n.t("In use: requests are made with this one first.");
    case "waiting":
      if (use.position === 1) return l10n.t("Number 1: tried first again when it can be used.");
      return use.position === 0
        ? l10n.t("Not tried now.")
        : l10n.t("Number {0}: tried when those before it cannot be used.", use.position);
    case "excluded":
      return excludedSentence(use.by);
    case "ineligible":
      return ineligibleSentence(use.reason);
  }
}

function excludedSentence(by: (ProfileUse & { kind: "excluded" })["by"]): string {
  switch (by) {
    case "state":
      return l10n.t("Not used: this agent's order does not name it.");
    case "config_order":
      return l10n.t("Not used: auth.order in openclaw.json does not name it.");
    case "config_profiles":
      return l10n.t("Not used: auth.profiles in openclaw.json names other profiles only.");
  }
}

function ineligibleSentence(reason: IneligibleCode): string {
  switch (reason) {
    case "profile_missing":
    case "missing_credential":
      return l10n.t("Not used: it has no secret.");
    case "provider_mismatch":
      return l10n.t("Not used: openclaw.json gives this id to another provider.");
    case "mode_mismatch":
      return l10n.t("Not used: openclaw.json expects another kind of credential under this id.");
    case "invalid_expires":
      return l10n.t("Not used: its expiry is not a time.");
    case "expired":
      return l10n.t("Not used: it has expired.");
    case "unresolved_ref":
      return l10n.t("Not used: its secret could not be found.");
  }
}

export function ambientWord(key: AmbientKey): string {
  return key.kind === "env"
    ? key.isFirst
      ? l10n.t("environment")
      : l10n.t("environment, shadowed")
    : key.refersTo === "plaintext"
      ? l10n.t("openclaw.json, plain text")
      : l10n.t("openclaw.json, from {0}", key.refersTo);
}
