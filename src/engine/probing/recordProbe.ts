/** Writing down what a probe found, when it was asked for. Product decision 7; spec: secrets 11.4, stores 8. */
import type { Ports } from "../ports.ts";
import { markUsage, type UsageMark } from "../selection/usageMarks.ts";
import type { WriteRefusal } from "../stores/storeWriter.ts";
import type { AuthWorld } from "../stores/world.ts";
import { failureReasons, type ProbeRow } from "./probeResult.ts";

/** What became of one row: written down, nothing to be written, or refused. */
export type Recorded =
  | { readonly kind: "recorded"; readonly profileId: string; readonly as: "used" | "failed" }
  /** It says nothing of the profile that would count: no answer, no request, or no profile at all. */
  | { readonly kind: "nothing"; readonly profileId?: string }
  | { readonly kind: "refused"; readonly profileId: string; readonly refusal: WriteRefusal };

/** Records the rows one after the other: a success clears a rest, a refusal by the provider begins one. */
export async function recordProbe(
  ports: Pick<Ports, "clock" | "files" | "http">,
  world: AuthWorld,
  rows: readonly ProbeRow[],
): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  for (const row of rows) {
    // Each takes the lock of the same file.
    // oxlint-disable-next-line no-await-in-loop
    recorded.push(await recordRow(ports, world, row));
  }
  return recorded;
}

async function recordRow(
  ports: Pick<Ports, "clock" | "files" | "http">,
  world: AuthWorld,
  row: ProbeRow,
): Promise<Recorded> {
  const { profileId } = row;
  const marks = marksOf(row);
  if (profileId === undefined || marks.length === 0) {
    return { kind: "nothing", ...(profileId !== undefined && { profileId }) };
  }
  const saved = await markUsage(ports, world, profileId, marks);
  if (!saved.ok) return { kind: "refused", profileId, refusal: saved.failure };
  return { kind: "recorded", profileId, as: row.status === "ok" ? "used" : "failed" };
}

/** A timeout, and whatever is not the provider's verdict on the credential leave no mark. */
function marksOf({ check, status, reason, model }: ProbeRow): readonly UsageMark[] {
  if (check === undefined) return [];
  if (status === "ok") return [{ kind: "used" }, { kind: "good" }];
  const known = failureReasons.find((one) => one === reason);
  if (known === undefined || status === "timeout" || status === "unknown") return [];
  // A free check asks no model, so its failure is of the whole profile.
  const scope = check === "completion" && model !== undefined ? { model: modelName(model) } : {};
  return [{ kind: "failed", reason: known, ...scope }];
}

function modelName(ref: string): string {
  return ref.slice(ref.indexOf("/") + 1);
}
