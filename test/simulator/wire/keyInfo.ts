import type { BehaviourName } from "../behaviours/table.ts";
import { maskKey } from "../errorBody.ts";

/** The providers that tell what they know of a key. */
export type KeyInfoVendor = "openrouter" | "deepseek" | "xai";

/** A key that is good enough to be told about. */
export interface KnownKey {
  readonly key: string;
  readonly behaviour: BehaviourName;
}

const tellers: Readonly<Record<KeyInfoVendor, (known: KnownKey) => unknown>> = {
  openrouter: tellOpenRouter,
  deepseek: tellDeepSeek,
  xai: tellXai,
};

/** What a provider tells about a key that it knows. */
export function keyInfo(vendor: KeyInfoVendor, known: KnownKey): unknown {
  return tellers[vendor](known);
}

function hasCredit({ behaviour }: KnownKey): boolean {
  return behaviour !== "out-of-credit-later";
}

function tellOpenRouter(known: KnownKey): unknown {
  const usage = hasCredit(known) ? 25.5 : 100;
  return {
    data: {
      label: maskKey(known.key),
      limit: 100,
      limit_remaining: 100 - usage,
      limit_reset: "monthly",
      usage,
      usage_daily: 0.5,
      usage_weekly: 4.5,
      usage_monthly: usage,
      byok_usage: 0,
      include_byok_in_limit: false,
      is_free_tier: false,
      is_provisioning_key: false,
      expires_at: null,
      rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
    },
  };
}

function tellDeepSeek(known: KnownKey): unknown {
  const left = hasCredit(known) ? "110.00" : "0.00";
  return {
    is_available: hasCredit(known),
    balance_infos: [
      { currency: "USD", total_balance: left, granted_balance: "0.00", topped_up_balance: left },
    ],
  };
}

function tellXai({ key, behaviour }: KnownKey): unknown {
  return {
    redacted_api_key: maskKey(key),
    user_id: "00000000-0000-4000-8000-000000000001",
    name: "Simulated key",
    create_time: "2026-01-01T00:00:00.000000Z",
    modify_time: "2026-01-01T00:00:00.000000Z",
    modified_by: "00000000-0000-4000-8000-000000000001",
    team_id: "00000000-0000-4000-8000-000000000002",
    acls: ["api-key:model:*", "api-key:endpoint:*"],
    api_key_id: "00000000-0000-4000-8000-000000000003",
    team_blocked: false,
    api_key_blocked: behaviour === "blocked",
    api_key_disabled: false,
  };
}
