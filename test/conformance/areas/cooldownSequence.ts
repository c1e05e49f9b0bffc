import type { HttpOutcome } from "../../../src/engine/ports.ts";
import { normalizeProviderId } from "../../../src/engine/providers/providerId.ts";
import { Secret } from "../../../src/engine/secrets/secret.ts";
import { codexRestMs, codexUsageRequest, hasCodexUsage } from "../../../src/engine/selection/codexUsage.ts";
import { isExemptFromCooldown } from "../../../src/engine/selection/cooldown.ts";
import { cooldownLimits, type RecordedReason } from "../../../src/engine/selection/failureLadder.ts";
import { afterMark, type UsageMark } from "../../../src/engine/selection/usageMarks.ts";
import type { UsageStats } from "../../../src/engine/stores/authStore.ts";
import { readConfig } from "../../../src/engine/stores/configFile.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import { credentialOf, numberOf, optionalText, textOf } from "../worlds.ts";

const usagePage = "https://chatgpt.com/backend-api";

/** What marks make of a profile step by step, and of the state file; timeouts too, which `markUsage` leaves out. */
export function applySequence(input: Fields): unknown {
  const profileId = textOf(input["profileId"]);
  const raw = fieldsOf(input["profiles"])[profileId];
  const credential = raw === undefined ? undefined : credentialOf(raw);
  const usageStats = new Map(Object.entries(fieldsOf(input["usageStats"])));
  const fetches: unknown[] = [];
  const steps = (Array.isArray(input["steps"]) ? input["steps"] : []).map((step: unknown) => {
    const { at, op } = fieldsOf(step);
    const mark = markOf(fieldsOf(step));
    const before = usageStats.get(profileId);
    const isExempt =
      credential !== undefined && mark.kind === "failed" && isExemptFromCooldown(credential.provider);
    if (credential !== undefined && !isExempt) {
      const now = numberOf(at);
      const asks = mark.kind === "failed" && hasCodexUsage(credential, mark.reason);
      if (asks) fetches.push(fetchOf(textOf(credential.access)));
      // The observed program rests a profile by hand without asking its config.
      const limits = cooldownLimits(
        readConfig(op === "cooldown" ? {} : input["cfg"]).cooldowns,
        normalizeProviderId(credential.provider),
      );
      const stats: UsageStats | undefined = before === undefined ? undefined : fieldsOf(before);
      const after = afterMark(stats, mark, {
        now,
        limits,
        ...(asks && { restMs: codexRestMs(answerOf(input["wham"]), now) }),
      });
      if (after !== undefined) usageStats.set(profileId, after);
    }
    return usageStats.get(profileId) ?? null;
  });
  const state = {
    order: input["order"],
    lastGood: input["lastGood"],
    ...(usageStats.size > 0 && { usageStats: Object.fromEntries(usageStats) }),
  };
  const isEmpty = Object.values(state).every((section) => section === undefined);
  return {
    steps,
    stateFile: isEmpty ? null : { version: 1, ...state },
    ...(input["wham"] !== undefined && { fetches }),
  };
}

function markOf({ op, reason, modelId }: Fields): UsageMark {
  const model = optionalText(modelId);
  switch (op) {
    case "used":
      return { kind: "used" };
    case "clear":
      return { kind: "cooldown_cleared" };
    case "cooldown":
      return { kind: "failed", reason: "unknown" };
    default:
      return {
        kind: "failed",
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ladder's own reasons
        reason: textOf(reason) as RecordedReason,
        ...(model !== undefined && { model }),
      };
  }
}

/** The request as the vectors write it down. */
function fetchOf(access: string): unknown {
  const { url, headers } = codexUsageRequest(usagePage, new Secret(access), undefined);
  return {
    url,
    headers: {
      Authorization: headers["authorization"],
      Accept: headers["accept"],
      "User-Agent": headers["user-agent"],
    },
  };
}

/** The scripted answer: a status and perhaps a body, or a failure to get any. */
function answerOf(wham: unknown): HttpOutcome {
  const { status, body } = fieldsOf(wham);
  if (typeof status !== "number") return { kind: "network", code: "other" };
  const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
  return { kind: "answer", status, headers: {}, body: text, truncated: false };
}
