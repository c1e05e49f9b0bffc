/** A number of the configuration, with what it is when it is none and the largest one that counts. Spec: secrets 2.1, 2.2. */
interface Limit {
  readonly usual: number;
  readonly most: number;
}

const timeoutMs: Limit = { usual: 5_000, most: 120_000 };
const bytes: Limit = { usual: 1_048_576, most: 20_971_520 };

/** Limits of one provider's definition. */
export const definitionLimits = {
  timeoutMs: (value: unknown, usual = timeoutMs.usual) => within({ ...timeoutMs, usual }, value),
  bytes: (value: unknown) => within(bytes, value),
} as const;

/** `secrets.resolution`: limits of one go. */
export interface ResolutionLimits {
  /** Groups of refs followed at once. */
  readonly maxProviderConcurrency: number;
  /** Different refs of one provider. */
  readonly maxRefsPerProvider: number;
  /** Bytes of what a program is asked. */
  readonly maxBatchBytes: number;
}

const resolution: Readonly<Record<keyof ResolutionLimits, Limit>> = {
  maxProviderConcurrency: { usual: 4, most: 16 },
  maxRefsPerProvider: { usual: 512, most: 4096 },
  maxBatchBytes: { usual: 262_144, most: 5_242_880 },
};

export function resolutionLimits(configured: Readonly<Record<string, unknown>>): ResolutionLimits {
  const limit = (name: keyof ResolutionLimits): number => within(resolution[name], configured[name]);
  return {
    maxProviderConcurrency: limit("maxProviderConcurrency"),
    maxRefsPerProvider: limit("maxRefsPerProvider"),
    maxBatchBytes: limit("maxBatchBytes"),
  };
}

/** Rounded down and brought into range; what is no number is the usual one. */
function within({ usual, most }: Limit, value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) return usual;
  return Math.min(Math.max(Math.floor(value), 1), most);
}
