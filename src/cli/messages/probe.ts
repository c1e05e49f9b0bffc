import type { ProbeReasonCode, ProbeRow } from "../../engine/probing/probeResult.ts";
import type { Unresolved } from "../../engine/secrets/resolve.ts";
import { secretRefKey } from "../../engine/secrets/secretRef.ts";
import { refFailureSentence } from "./refFailure.ts";

/** The first line of whatever a profile itself is to blame for; scripts look for it. Spec: secrets 11.3. */
const credentialProblem = "Auth profile credentials are missing or expired.";

const codeTexts: Readonly<Record<Exclude<ProbeReasonCode, "excluded_by_auth_order" | "no_model">, string>> = {
  expired: "token credentials are expired.",
  invalid_expires: "token expires must be a positive Unix ms timestamp.",
  missing_credential: "no inline credential or SecretRef is configured.",
  unresolved_ref: "configured SecretRef could not be resolved.",
  ineligible_profile: "profile is incompatible with provider config.",
};

/** Why a credential was not tried, as OpenClaw words it. Spec: secrets 11.3. */
export function reasonCodeError(reasonCode: ProbeReasonCode, unresolved?: ProbeRow["unresolved"]): string {
  switch (reasonCode) {
    case "excluded_by_auth_order":
      return "Excluded by auth.order for this provider.";
    case "no_model":
      return "No model available for probe";
    case "expired":
    case "invalid_expires":
    case "missing_credential":
    case "unresolved_ref":
    case "ineligible_profile": {
      const isRef = unresolved !== undefined && "ref" in unresolved;
      const text = isRef
        ? `could not resolve SecretRef "${secretRefKey(unresolved.ref)}".`
        : codeTexts[reasonCode];
      return `${credentialProblem}\n↳ Auth reason [${reasonCode}]: ${text}`;
    }
  }
}

/**
 * What is wrong with a row and what to do about it; undefined where all is well. Lines after the first begin with "↳ ".
 * @param waitLabel how a time in ms is said
 */
export function probeError(row: ProbeRow, waitLabel: (ms: number) => string): string | undefined {
  if (row.status === "ok") return undefined;
  if (row.reasonCode !== undefined) return reasonCodeError(row.reasonCode, row.unresolved);
  const sentence = bucketSentence(row, waitLabel);
  return row.message === undefined ? sentence : `${sentence}\n↳ ${row.message}`;
}

/** What to do about a credential that was not tried; undefined where its error says all. */
export function probeHint({ reasonCode, unresolved }: ProbeRow): string | undefined {
  if (reasonCode === undefined) return undefined;
  switch (reasonCode) {
    case "excluded_by_auth_order":
      return "Add it to the order to have it tried.";
    case "expired":
    case "missing_credential":
      return "Replace the secret.";
    case "invalid_expires":
      return "Set its expiry anew.";
    case "ineligible_profile":
      return "openclaw.json expects another kind of credential under this id. Correct auth.profiles there.";
    case "no_model":
      return "Configure a model of this provider, or ask with --probe-kind check.";
    case "unresolved_ref":
      return unresolved === undefined ? "Replace the secret." : unresolvedHint(unresolved);
  }
}

function unresolvedHint(unresolved: Unresolved): string {
  switch (unresolved.code) {
    case "nothing_stored":
    case "malformed_ref":
      return "The ref in the profile is not well-formed. Replace the secret.";
    case "oauth_ref":
      return "A sign-in may not hold a ref. Sign in anew.";
    case "unavailable":
      return "Its secret is in the editor keychain, which a terminal cannot read. Probe it in VS Code.";
    default:
      return refFailureSentence(unresolved);
  }
}

function bucketSentence(row: ProbeRow, waitLabel: (ms: number) => string): string {
  switch (row.status) {
    case "ok":
    case "no_model":
      return "";
    case "auth":
      if (row.reason === "auth_permanent")
        return "The provider has revoked or blocked this key. Replace the secret.";
      if (row.reason === "check_forbidden")
        return "The key is known, but may not make the free request. Ask with --probe-kind completion.";
      return "The provider refuses this key. Check that it was copied whole, or replace the secret.";
    case "rate_limit": {
      const wait = row.retryAfterMs === undefined ? "a little" : waitLabel(row.retryAfterMs);
      return row.reason === "overloaded"
        ? `The provider is overloaded. Wait ${wait}.`
        : `The key is known, but at its rate limit. Wait ${wait}, or use another profile.`;
    }
    case "billing":
      return "The account has no credit left. Top it up, or use another profile.";
    case "timeout":
      return timeoutSentence(row);
    case "format":
      return row.reason === "invalid_secret"
        ? "The secret holds characters that no request can carry. Replace the secret."
        : "The provider did not understand the request, which says nothing of the key. Try another model.";
    case "unknown":
      return unknownSentence(row);
  }
}

function timeoutSentence({ reason, httpStatus }: ProbeRow): string {
  switch (reason) {
    case "host_silent":
      return "Not asked: others got no answer from this provider. Probe again when it answers.";
    case "tls_error":
      return "The secure connection could not be made. Check the certificate, the clock and the proxy.";
    case "network_dns":
      return "The provider's name is not known to the network. Check the base URL and the connection.";
    case "network_refused":
      return "Nothing listens at the provider's address. Check the base URL, or start the server.";
    case "network_unreachable":
    case "network_reset":
    case "network_other":
      return "The connection to the provider broke. Check the network and the proxy.";
    default:
      return httpStatus === undefined
        ? "The provider did not answer in time. Try again, or give it longer with --probe-timeout."
        : `The provider itself is in trouble (status ${httpStatus}). Try again later.`;
  }
}

function unknownSentence({ reason, newHost, urlFault, httpStatus, model }: ProbeRow): string {
  switch (reason) {
    case "new_host":
      return `Not sent: openclaw.json leads to ${newHost?.to ?? "another host"} instead of ${newHost?.from ?? "the provider's own"}. If that is yours, add --allow-host ${newHost?.to ?? "HOST"}.`;
    case "blocked_url":
      return urlFault === "workspace_key"
        ? "Not sent: a key from this folder's .env goes to the provider's own address only. Put it into the environment."
        : "Not sent: the base URL is not safe to send a key to. Use https, or plain http to this machine only.";
    case "redirected":
      return "The address answers with a redirect, which is not followed: the key would go elsewhere. Check the base URL.";
    case "unexpected_response":
      return "Something answered, but not this provider. Check the base URL and the proxy.";
    case "unsupported_api":
      return "This provider cannot be probed with a simple request. Try it in your agent.";
    case "model_not_found":
      return `The model ${model ?? "asked for"} does not exist, which says nothing of the key. Configure another model.`;
    case "region_blocked":
      return "The provider does not serve this region. Use another provider, or ask from elsewhere.";
    default: {
      const status = httpStatus === undefined ? "" : ` with status ${httpStatus}`;
      return `The provider answered${status}, which says nothing certain of the key. Try again later.`;
    }
  }
}

/** What the probe of `status` says besides its rows. */
export const probeMessages = {
  heading: "Auth probes",
  columns: ["Model", "Profile", "Status"],
  noModel: "-",
  none: "- none",
  noTargets: "No probe targets.",
  summary: (count: number, time: string) => `Probed ${count} target${count === 1 ? "" : "s"} in ${time}`,
  cancelled: (done: number, all: number) => `Stopped; ${done} of ${all} credentials were probed.`,
  progress: (done: number) => `Probing credentials, ${done} done`,
  recorded: (count: number) => `Recorded ${count} result${count === 1 ? "" : "s"}`,
  notRecorded: (count: number) => `${count} without a verdict on the credential not recorded`,
  recordRefused: (profileId: string) => `The result for ${profileId} could not be recorded.`,
} as const;

/** What is said of the options of a probe. The errors are OpenClaw's. Spec: secrets 11.1. */
export const probeOptionErrors = {
  withPlain: "--probe cannot be used with --plain output.",
  timeout: "--probe-timeout must be a positive number (ms).",
  concurrency: "--probe-concurrency must be > 0.",
  maxTokens: "--probe-max-tokens must be > 0.",
  kind: "--probe-kind must be check or completion.",
  without: (option: string) => `${option} needs --probe. Add --probe, or leave it out.`,
} as const;
