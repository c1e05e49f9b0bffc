import { ownFields } from "../../../secrets/ownFields.ts";
import { setVariable } from "../../../stores/configVariables.ts";
import { type Check, type Examination, placeIn } from "../examination.ts";
import { type Finding, sortedIds } from "../finding.ts";

/** What is not about one credential: backups, the clock, the network. */
export const surroundings: Check = (seen) => [...backups(seen), ...clock(seen), ...proxies(seen)];

function backups({ facts }: Examination): readonly Finding[] {
  return facts.staleBackups.map((file) => {
    const fix = { kind: "remove_backup", path: file } as const;
    return { code: "backup_holds_secrets", severity: "warn", file, params: {}, fix };
  });
}

/** Clocks of machines that share files differ by less than this, ms. */
const clockSlackMs = 5 * 60_000;

/** Times in the future of things that happened: one clock or the other is wrong, and with it every expiry and rest. */
function clock(seen: Examination): readonly Finding[] {
  const { world, now } = seen;
  const ahead = new Map<string, number>();
  for (const [id, credential] of world.store.profiles) {
    const stats = world.store.usageStats.get(id);
    const times = [stats?.lastUsed, stats?.lastFailureAt, ownFields(credential).addedAt];
    const latest = Math.max(...times.map((time) => (typeof time === "number" ? time - now : 0)));
    if (latest > clockSlackMs) ahead.set(id, latest);
  }
  if (ahead.size === 0) return [];
  const params = { profileIds: sortedIds(ahead.keys()), ahead: Math.max(...ahead.values()) };
  return [{ code: "clock_behind_files", severity: "warn", ...placeIn(seen, world.files.state), params }];
}

const proxyVariables: readonly string[] = [
  "HTTPS_PROXY",
  "https_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "ALL_PROXY",
  "all_proxy",
];

/** Probes connect directly, whatever the environment wants. */
function proxies({ world }: Examination): readonly Finding[] {
  const variable = proxyVariables.find((name) => setVariable(world.variables, name) !== undefined);
  return variable === undefined ? [] : [{ code: "proxy_not_used", severity: "info", variable, params: {} }];
}
