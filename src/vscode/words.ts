import { l10n } from "vscode";
import type { CredentialType } from "../engine/credentials/credential.ts";
import type { IneligibleCode } from "../engine/credentials/eligibility.ts";
import type { AmbientKey } from "../engine/reports/ambientKeys.ts";
import type { Condition } from "../engine/reports/condition.ts";
import type { ProfileUse } from "../engine/reports/overview.ts";
import type { ReferenceCheck } from "../engine/reports/referenceCheck.ts";
import type { SecretPlace } from "../engine/reports/secretPlace.ts";
import type { CooldownState } from "../engine/selection/cooldown.ts";
import type { VariableSource } from "../engine/stores/variableLayers.ts";
import { plainLabel } from "./plainText.ts";
import { shortSpan } from "./relativeTime.ts";
import { unresolvedSentence } from "./unresolvedWords.ts";

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
    case "unresolved":
      return condition.failure.code === "needs_approval"
        ? l10n.t("waits for approval")
        : l10n.t("reference gives no secret");
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
        ? l10n.t("The secret is read from its file when it is needed. Check References tries it now.")
        : l10n.t("The secret is asked of its program when it is needed. Check References tries it now.");
    case "unresolved":
      return unresolvedSentence(condition.failure);
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

/** Where a key without a profile stands, and whether it is the one used. */
export function ambientWord(key: AmbientKey): string {
  if (key.kind === "config") {
    return key.refersTo === "plaintext"
      ? l10n.t("openclaw.json, plain text")
      : l10n.t("openclaw.json, from {0}", key.refersTo);
  }
  const place = variablePlace(key.source);
  return key.isFirst ? place : l10n.t("{0}, shadowed", place);
}

function variablePlace(source: VariableSource | undefined): string {
  if (source === undefined) return l10n.t("environment");
  switch (source) {
    case "workspace":
      return l10n.t(".env of the workspace");
    case "state":
      return l10n.t(".env of the state directory");
    case "gateway":
      return l10n.t("gateway.env");
    case "config":
      return l10n.t("env block of openclaw.json");
    case "shell":
      return l10n.t("login shell");
    case "alias":
      return l10n.t("another name of it");
  }
}

/** When such a key is used, and where it is changed. */
export function ambientSentence(key: AmbientKey): string {
  if (key.kind === "config")
    return l10n.t("Used when no profile of this provider can be. Change it in openclaw.json.");
  const { source } = key;
  if (source === undefined)
    return l10n.t("Used when no profile of this provider can be. Change it where VS Code is started from.");
  switch (source) {
    case "workspace":
      return l10n.t(
        "A file of the workspace says it, so it is sent to the provider's own address only, and used when no profile can be. Change it in the .env file of the first folder.",
      );
    case "state":
      return l10n.t(
        "Used when no profile of this provider can be. Change it in the .env file of the state directory.",
      );
    case "gateway":
      return l10n.t("Used when no profile of this provider can be. Change it in OpenClaw's gateway.env.");
    case "config":
      return l10n.t(
        "Used when no profile of this provider can be. Change it in the env block of openclaw.json.",
      );
    case "shell":
      return l10n.t(
        "Used when no profile of this provider can be. Change it in the start-up files of your shell.",
      );
    case "alias":
      return l10n.t(
        "Used when no profile of this provider can be. It has the value of another variable; change that one.",
      );
  }
}

/** What came of a reference when it was last checked, and when; empty where it was not. */
export function checkWord(check: ReferenceCheck | undefined, now: number): string {
  if (check === undefined) return "";
  const span = shortSpan(now - check.at);
  return check.failure === undefined
    ? l10n.t("checked {0} ago", span)
    : l10n.t("fails, checked {0} ago", span);
}
