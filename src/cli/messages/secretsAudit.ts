import type { AuditDetail, AuditFinding, AuditReport } from "../../engine/secrets/audit/finding.ts";
import { auditSummary } from "../../engine/secrets/audit/finding.ts";
import { secretRefKey } from "../../engine/secrets/secretRef.ts";
import { refFailureSentence } from "./refFailure.ts";

export const auditMessages = {
  head: ({ status, findings }: AuditReport): string => {
    const { plaintextCount, unresolvedRefCount, shadowedRefCount, legacyResidueCount } =
      auditSummary(findings);
    return `Secrets audit: ${status}. plaintext=${plaintextCount}, unresolved=${unresolvedRefCount}, shadowed=${shadowedRefCount}, legacy=${legacyResidueCount}.`;
  },
  finding: (finding: AuditFinding): string =>
    `- [${finding.code}] ${finding.file}:${finding.jsonPath} ${findingSentence(finding)}`,
  more: (count: number) => `... ${count} more finding(s).`,
  skipped: (count: number) =>
    `Audit note: skipped ${count} exec SecretRef resolvability check(s). Re-run with --allow-exec to execute exec providers during audit.`,
  unapproved: (count: number) =>
    `Audit note: ${count} SecretRef(s) were not followed, because their secret provider awaits your approval. Run "model-auth secrets approve" to look at it.`,
  next: 'Run "model-auth secrets configure" to move what stands as plain text.',
} as const;

/** What a finding says, in OpenClaw's words where it has the finding too. Spec: secrets 5.1. */
export function findingSentence({ detail, jsonPath, provider }: AuditFinding): string {
  switch (detail.kind) {
    case "config_plaintext":
      return `${jsonPath} is stored as plaintext.`;
    case "profile_plaintext":
      return `Auth profile ${detail.type === "token" ? "token" : "API key"} is stored as plaintext.`;
    case "models_plaintext":
      return `models.json provider ${modelsPart[detail.of]} is stored as plaintext.`;
    case "env_plaintext":
      return `Potential secret found in .env (${detail.name}).`;
    case "copy_plaintext":
      return `This copy of ${detail.original} holds a secret as plaintext. Delete it once you need it no more.`;
    case "copy_unclear":
      return `This copy of ${detail.original} is damaged and seems to hold secrets. Delete it once you need it no more.`;
    case "ref_failed": {
      // OpenClaw words what it finds without following the ref as an error of its own.
      const said = `${detail.static ? "Error: " : ""}${refFailureSentence(detail.failure)}`;
      return `Failed to resolve ${secretRefKey(detail.failure.ref)} (${said}).`;
    }
    case "ref_no_text":
      return `Failed to resolve ${detail.key} (resolved value is not a non-empty string).`;
    case "ref_no_answer":
      return `Failed to resolve ${detail.key} (resolved value is missing).`;
    case "keychain_ref_in_config":
      return "openclaw.json cannot name the editor keychain; OpenClaw refuses the whole file for it.";
    case "models_ref":
      return `models.json contains an unresolved SecretRef object${detail.of === "header" ? " for provider headers" : ""}; regenerate models.json.`;
    case "damaged":
      return `Invalid JSON in ${storeWord[detail.what]}: ${damageWords(detail.fault)}`;
    case "config_invalid":
      return "Config is invalid; cannot validate secret references reliably.";
    case "shadowed":
      return `Auth profile credentials (${detail.modes.join("/")}) take precedence for provider "${provider ?? ""}", so this config ref may never be used.`;
    case "oauth_residue":
      return "OAuth credentials are present (out of scope for static SecretRef migration).";
    case "auth_json_residue":
      return "Legacy auth.json contains static api_key credentials.";
  }
}

const modelsPart = { key: "apiKey", header: "header value", request: "request secret" } as const;

const storeWord = {
  profiles: "auth-profiles store",
  models: "models.json",
  auth_json: "legacy auth.json",
} as const;

type Fault = Extract<AuditDetail, { readonly kind: "damaged" }>["fault"];

/** Where, never what stands there: the text may be a secret. */
function damageWords(fault: Fault): string {
  if (typeof fault === "object") return `damaged at line ${fault.line}, column ${fault.column}.`;
  switch (fault) {
    case "too_large":
      return "the file is too large.";
    case "not_text":
      return "the file is not UTF-8 text.";
    case "denied":
      return "the file may not be read.";
    case "io":
      return "the file cannot be read.";
  }
}
