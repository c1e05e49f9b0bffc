import type { OrderFinding } from "../../selection/orderRepair.ts";
import type { FilePlace } from "./finding.ts";

/** How a sign-in or token is renewed. `owner_tool`: by the program that keeps it. */
export type RenewWay =
  | { readonly kind: "setup_token" }
  | { readonly kind: "sign_in" }
  | { readonly kind: "owner_tool"; readonly tool: "codex-cli" | "minimax-cli" | "claude-cli" };

/** What helps. The engine does the first group itself ({@link applyDoctorFix}), callers the second. */
export type DoctorFix = EngineFix | CallerFix;

export type EngineFix =
  | { readonly kind: "set_file_mode"; readonly path: string }
  | { readonly kind: "remove_plaintext"; readonly profileId: string }
  | { readonly kind: "register_in_config"; readonly profileIds: readonly string[] }
  | { readonly kind: "unregister"; readonly profileId: string }
  | { readonly kind: "rename_registration"; readonly from: string; readonly to: string }
  /** `at` and, as it is written now, `instead` in ms since the epoch. */
  | {
      readonly kind: "set_expiry";
      readonly profileId: string;
      readonly at: number;
      readonly instead: number;
    }
  /** `instead` of what is written now. */
  | ({ readonly kind: "repair_order"; readonly profileIds: readonly string[] } & OrderInForce)
  | ({ readonly kind: "clear_order" } & OrderInForce)
  /** Entries of an agent's file that say what main's say. */
  | { readonly kind: "remove_copies"; readonly file: string; readonly profileIds: readonly string[] }
  | { readonly kind: "remove_backup"; readonly path: string };

interface OrderInForce {
  readonly provider: string;
  readonly source: OrderFinding["source"];
  readonly instead: readonly string[];
}

export type CallerFix =
  | { readonly kind: "approve_definition"; readonly alias: string }
  | { readonly kind: "set_order"; readonly provider: string }
  | { readonly kind: "move_to_keychain"; readonly profileIds: readonly string[] }
  | { readonly kind: "replace_secret"; readonly profileId: string }
  | { readonly kind: "remove_profile"; readonly profileId: string }
  | { readonly kind: "renew"; readonly profileId: string; readonly way: RenewWay }
  | { readonly kind: "unlock_keychain" }
  | { readonly kind: "open_file"; readonly path: string; readonly line?: number; readonly column?: number };

/** Whether the engine can make it, and whether without asking: nothing is lost that anybody could want back. */
export const fixHands: Readonly<Record<DoctorFix["kind"], "safe" | "asks" | "caller">> = {
  set_file_mode: "safe",
  remove_plaintext: "safe",
  register_in_config: "safe",
  set_expiry: "safe",
  remove_copies: "safe",
  repair_order: "safe",
  clear_order: "asks",
  unregister: "asks",
  rename_registration: "asks",
  remove_backup: "asks",
  approve_definition: "caller",
  set_order: "caller",
  move_to_keychain: "caller",
  replace_secret: "caller",
  remove_profile: "caller",
  renew: "caller",
  unlock_keychain: "caller",
  open_file: "caller",
};

export function isEngineFix(fix: DoctorFix): fix is EngineFix {
  return fixHands[fix.kind] !== "caller";
}

/** Opens the file a finding is in, where it is. */
export function opening({ file, line, column }: FilePlace): CallerFix {
  const at = line === undefined ? {} : { line, column: column ?? 1 };
  return { kind: "open_file", path: file, ...at };
}
