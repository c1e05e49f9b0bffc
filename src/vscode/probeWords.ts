import { l10n } from "vscode";
import type { ProbeRow, ProbeStatus } from "../engine/probing/probeResult.ts";
import { plainLabel } from "./plainText.ts";
import { shortSpan } from "./relativeTime.ts";
import { unresolvedSentence } from "./unresolvedWords.ts";

/** A probe's outcome in a word or two, for a row. */
export function bucketWord(row: ProbeRow): string {
  if (row.reason === "unsupported_api") return l10n.t("cannot be probed");
  if (row.reason === "redirected") return l10n.t("redirected");
  if (row.reason === "new_host" || row.reason === "blocked_url") return l10n.t("not sent");
  if (row.reason === "host_silent") return l10n.t("not tried");
  const words: Readonly<Record<ProbeStatus, string>> = {
    ok: l10n.t("works"),
    auth: l10n.t("refused"),
    rate_limit: l10n.t("rate-limited"),
    billing: l10n.t("out of credit"),
    timeout: row.httpStatus === undefined ? l10n.t("no answer") : l10n.t("provider trouble"),
    format: l10n.t("request refused"),
    unknown: row.reasonCode === undefined ? l10n.t("unclear answer") : l10n.t("not tried"),
    no_model: l10n.t("no model to ask"),
  };
  return words[row.status];
}

/** What the outcome means and what to do: one sentence a bucket. */
export function outcomeSentence(row: ProbeRow): string {
  switch (row.status) {
    case "ok":
      return row.check === "check"
        ? l10n.t("The provider accepts this key. Asked with a free request.")
        : l10n.t("The provider accepts this key. Asked with a tiny completion.");
    case "auth":
      return row.reason === "auth_permanent"
        ? l10n.t("The provider has revoked or blocked this key. Replace the secret.")
        : row.reason === "check_forbidden"
          ? l10n.t("The key is known, but may not make the free request. Probe with a completion to be sure.")
          : l10n.t("The provider refuses this key. Check that it was copied whole, or replace the secret.");
    case "rate_limit":
      if (row.reason === "overloaded") return l10n.t("The provider is overloaded. Try again a little later.");
      return row.retryAfterMs === undefined
        ? l10n.t("The key is known, but at its rate limit. Wait a little, or use another profile.")
        : l10n.t(
            "The key is known, but at its rate limit for {0}. Use another profile meanwhile.",
            shortSpan(row.retryAfterMs),
          );
    case "billing":
      return l10n.t("The account has no credit left. Top it up, or use another profile.");
    case "timeout":
      if (row.httpStatus !== undefined) {
        return l10n.t(
          "The provider itself is in trouble (status {0}). It says nothing about the key; try again later.",
          row.httpStatus,
        );
      }
      return silenceSentence(row);
    case "format":
      if (row.reason === "invalid_secret")
        return l10n.t("The secret holds characters no request can carry. Replace the secret.");
      return l10n.t("The provider did not understand the request. It says nothing about the key.");
    case "no_model":
      return l10n.t("No model of this provider is known to ask. Set one in openclaw.json.");
    case "unknown":
      return unknownSentence(row);
  }
}

/** Why no answer came. */
function silenceSentence({ reason }: ProbeRow): string {
  switch (reason) {
    case "host_silent":
      return l10n.t("Not asked: others got no answer from this provider. Probe again when it answers.");
    case "tls_error":
      return l10n.t("The secure connection could not be made. Check the certificate and the proxy.");
    case "network_dns":
      return l10n.t("The provider's name is not known to the network. Check the base URL and the network.");
    case "network_refused":
      return l10n.t("Nothing listens at the provider's address. Check the base URL, or start the server.");
    default:
      return reason?.startsWith("network_") === true
        ? l10n.t("The provider could not be reached. Check the network and the proxy.")
        : l10n.t("The provider did not answer in time. Try again later.");
  }
}

function unknownSentence(row: ProbeRow): string {
  switch (row.reasonCode) {
    case "excluded_by_auth_order":
      return l10n.t("Not tried: the order of this provider does not name it. Add it to the order.");
    case "expired":
      return l10n.t("Not tried: it has expired. Replace the secret.");
    case "invalid_expires":
      return l10n.t("Not tried: its expiry is not a time. Set the expiry anew.");
    case "missing_credential":
      return l10n.t("Not tried: it has no secret. Replace the secret.");
    case "unresolved_ref":
      return row.unresolved === undefined
        ? l10n.t("Not tried: its secret could not be found. Replace the secret.")
        : l10n.t("Not tried. {0}", unresolvedSentence(row.unresolved));
    case "ineligible_profile":
      return l10n.t("Not tried: openclaw.json expects another kind of credential under this id.");
    case "no_model":
    case undefined:
      break;
  }
  switch (row.reason) {
    case "redirected":
      return l10n.t(
        "The address answers with a redirect, which is not followed: the key would go elsewhere. Check the base URL.",
      );
    case "new_host":
      return l10n.t(
        "Not sent: openclaw.json leads to {0} instead of {1}. Allow the host if it is yours.",
        plainLabel(row.newHost?.to ?? "?"),
        plainLabel(row.newHost?.from ?? "?"),
      );
    case "blocked_url":
      if (row.urlFault === "workspace_key") {
        return l10n.t(
          "Not sent: a key from the workspace's .env file goes to the provider's own address only. Keep it elsewhere to use it here.",
        );
      }
      return l10n.t(
        "The configured base URL is not safe to send a key to. Use https, or plain http to this machine only.",
      );
    case "unexpected_response":
      return l10n.t("Something answered, but not this provider. Check the base URL and the proxy.");
    case "region_blocked":
      return l10n.t("The provider does not serve this country or region. It says nothing about the key.");
    case "unsupported_api":
      return l10n.t("This provider cannot be probed with a simple request.");
    case "model_not_found":
      return l10n.t("The model asked for does not exist. It says nothing about the key.");
    default:
      return row.httpStatus === undefined
        ? l10n.t("The outcome says nothing certain about the key.")
        : l10n.t(
            "The provider answered with status {0}, which says nothing certain about the key.",
            row.httpStatus,
          );
  }
}
