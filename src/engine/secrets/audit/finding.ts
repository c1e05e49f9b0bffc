import type { CredentialType } from "../../credentials/credential.ts";
import type { UnreadableCode } from "../../ports.ts";
import type { RefFailure } from "../refFailure.ts";

/** OpenClaw's names of what an audit finds. Spec: secrets 5.1. */
export type AuditCode = "PLAINTEXT_FOUND" | "REF_UNRESOLVED" | "REF_SHADOWED" | "LEGACY_RESIDUE";

/** What was found, for whoever makes a sentence of it. Nothing in it is secret. */
export type AuditDetail =
  /** Stands in openclaw.json. */
  | { readonly kind: "config_plaintext" }
  | { readonly kind: "profile_plaintext"; readonly type: Exclude<CredentialType, "oauth"> }
  | { readonly kind: "models_plaintext"; readonly of: "key" | "header" | "request" }
  | { readonly kind: "env_plaintext"; readonly name: string }
  /** In a copy that some program made of the file before it changed it. */
  | { readonly kind: "copy_plaintext"; readonly original: string }
  /** A copy that does not parse and looks as if it held secrets. */
  | { readonly kind: "copy_unclear"; readonly original: string }
  /** `static`: the program was not asked; the ref's own form or its provider's definition is wrong. */
  | { readonly kind: "ref_failed"; readonly failure: RefFailure; readonly static: boolean }
  | { readonly kind: "ref_no_text" | "ref_no_answer"; readonly key: string }
  /** openclaw.json cannot name the editor's keychain: OpenClaw refuses the whole file then (product decision 1). */
  | { readonly kind: "keychain_ref_in_config" }
  | { readonly kind: "models_ref"; readonly of: "key" | "header" | "request" }
  | {
      readonly kind: "damaged";
      readonly what: "profiles" | "models" | "auth_json";
      readonly fault: { readonly line: number; readonly column: number } | UnreadableCode;
    }
  | { readonly kind: "config_invalid" }
  | { readonly kind: "shadowed"; readonly modes: readonly CredentialType[] }
  | { readonly kind: "oauth_residue" }
  | { readonly kind: "auth_json_residue" };

export interface AuditFinding {
  readonly code: AuditCode;
  readonly severity: "info" | "warn" | "error";
  /** Absolute path; OpenClaw's word `openclaw.json` for what is shadowed. */
  readonly file: string;
  /** Member names joined by dots, or `<root>`. */
  readonly jsonPath: string;
  readonly detail: AuditDetail;
  readonly provider?: string;
  readonly profileId?: string;
}

export interface AuditReport {
  readonly status: "clean" | "findings" | "unresolved";
  readonly resolution: {
    readonly refsChecked: number;
    readonly skippedExecRefs: number;
    /** `false` when a ref could not be followed here: a program was not to be run, the keychain is locked or elsewhere. */
    readonly resolvabilityComplete: boolean;
  };
  /** Refs whose definition the person has yet to approve; they were not followed. */
  readonly unapprovedRefs: number;
  /** Absolute paths, sorted. */
  readonly filesScanned: readonly string[];
  readonly findings: readonly AuditFinding[];
}

/** How many findings there are of each code, under the names the report has for them. Spec: secrets 5.2. */
export function auditSummary(findings: readonly AuditFinding[]): {
  readonly plaintextCount: number;
  readonly unresolvedRefCount: number;
  readonly shadowedRefCount: number;
  readonly legacyResidueCount: number;
} {
  const count = (code: AuditCode): number => findings.filter((finding) => finding.code === code).length;
  return {
    plaintextCount: count("PLAINTEXT_FOUND"),
    unresolvedRefCount: count("REF_UNRESOLVED"),
    shadowedRefCount: count("REF_SHADOWED"),
    legacyResidueCount: count("LEGACY_RESIDUE"),
  };
}

/** The exit code of an audit. Spec: secrets 5.2. */
export function auditExitCode({ status }: AuditReport, isCheck: boolean): number {
  switch (status) {
    case "clean":
      return 0;
    case "findings":
      return isCheck ? 1 : 0;
    case "unresolved":
      return 2;
  }
}

export const rootPath = "<root>";

/** A secret that stands where anyone may read it. */
export function plaintextAt(
  file: string,
  jsonPath: string,
  detail: AuditDetail,
  whose: { readonly provider?: string; readonly profileId?: string } = {},
): AuditFinding {
  return { code: "PLAINTEXT_FOUND", severity: "warn", file, jsonPath, detail, ...whose };
}

/** What will not resolve, or cannot be looked at. */
export function unresolvedAt(
  file: string,
  jsonPath: string,
  detail: AuditDetail,
  provider?: string,
): AuditFinding {
  const whose = provider === undefined ? {} : { provider };
  return { code: "REF_UNRESOLVED", severity: "error", file, jsonPath, detail, ...whose };
}
