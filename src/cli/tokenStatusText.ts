import type { ProfileHealth } from "../engine/reports/health.ts";
import { remainingLabel } from "../engine/reports/remaining.ts";
import type { StatusReport } from "../engine/reports/status.ts";
import type { AuthWorld } from "../engine/stores/world.ts";
import { statusMessages } from "./messages/status.ts";
import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";

/** What a date can say, ms. */
const latestDateMs = 8_640_000_000_000_000;

/** Per provider its sign-ins and tokens, each with its real end, passed or not. Spec: stores 9.4, block 4. */
export function tokenStatusLines(
  world: AuthWorld,
  { auth }: StatusReport,
  now: number,
  paint: Palette,
): readonly string[] {
  const lines = auth.oauth.providers.flatMap(({ provider, profiles }) => {
    const expirable = profiles.filter(({ type }) => type !== "api_key");
    return expirable.length === 0
      ? []
      : [
          `- ${paint.name(printable(provider))}`,
          ...expirable.map((profile) => profileLine(world, profile, now, paint)),
        ];
  });
  return lines.length > 0 ? lines : [statusMessages.none];
}

function profileLine(world: AuthWorld, profile: ProfileHealth, now: number, paint: Palette): string {
  return `  - ${printable(profile.label)} ${paint.health(profile.status)}, ${expiryText(world, profile, now)}`;
}

/** The end as the file has it: the health of an expired token leaves it out. */
function expiryText(world: AuthWorld, profile: ProfileHealth, now: number): string {
  const { expires, refresh } = world.store.profiles.get(profile.profileId) ?? {};
  const remainingMs =
    typeof expires === "number" && Math.abs(expires) <= latestDateMs ? expires - now : undefined;
  switch (profile.status) {
    case "missing":
      return profile.reasonCode === "missing_credential"
        ? statusMessages.nothingStored
        : statusMessages.expiryInvalid;
    case "static":
      return statusMessages.noExpiry;
    case "ok":
    case "expiring":
    case "expired":
      if (remainingMs === undefined) return statusMessages.expiryUnknown;
      return profile.type === "oauth" && profile.status === "ok" && refresh
        ? renewedText(remainingMs)
        : endText(remainingMs, now);
  }
}

/** An end that is no reason to worry, past or not: whoever signed in renews it. */
function renewedText(remainingMs: number): string {
  const span = remainingLabel(Math.abs(remainingMs));
  return statusMessages.refreshesItself(
    remainingMs > 0 ? statusMessages.endsIn(span) : statusMessages.endedAgo(span),
  );
}

function endText(remainingMs: number, now: number): string {
  const span = remainingLabel(Math.abs(remainingMs));
  const date = dateText(now + remainingMs);
  return remainingMs > 0 ? statusMessages.expiresIn(span, date) : statusMessages.expiredAgo(span, date);
}

/** In UTC and without the locale's words, so that it reads the same everywhere. */
function dateText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
