/**
 * The SecretRef contract: where a secret lives instead of the file.
 * Spec: secrets 1.1 and 1.2; `vscode` (the editor keychain) is our own fourth source.
 */
export const secretSources = ["env", "file", "exec", "vscode"] as const;
export type SecretSource = (typeof secretSources)[number];

export interface SecretRef {
  readonly source: SecretSource;
  /** Alias of a configured secret provider; `default` for the built-in one. */
  readonly provider: string;
  readonly id: string;
}
