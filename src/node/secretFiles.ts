import type { SecretFiles } from "../engine/ports.ts";

/** Secret files of this machine. */
export const nodeSecretFiles: SecretFiles = {
  read: ({ path }) => Promise.resolve({ kind: "refused", fault: "unverified", path }),
};
