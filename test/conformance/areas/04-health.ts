import { authHealth } from "../../../src/engine/reports/health.ts";
import { remainingLabel } from "../../../src/engine/reports/remaining.ts";
import type { Area } from "../area.ts";
import { type Fields, fieldsOf } from "../encoding.ts";
import { crashOnIllTypedInput, keychainIsASource } from "../rules.ts";
import { configOf, numberOf, optionalText, storeOf, textOf } from "../worlds.ts";

function health(input: Fields): unknown {
  const { warnAfterMs, providers } = input;
  return authHealth({
    config: configOf(input["cfg"]),
    store: storeOf(input["store"]),
    now: numberOf(input["now"]),
    ...(typeof warnAfterMs === "number" ? { warnAfterMs } : {}),
    ...(Array.isArray(providers) ? { providers: providers.map(textOf) } : {}),
  });
}

export const healthArea: Area = {
  file: "04-health",
  functions: {
    buildAuthHealthSummary: health,
    formatRemainingShort: ({ remainingMs, opts }) =>
      remainingLabel(
        typeof remainingMs === "number" ? remainingMs : undefined,
        optionalText(fieldsOf(opts)["underMinuteLabel"]),
      ),
  },
  rules: [crashOnIllTypedInput, keychainIsASource],
};
