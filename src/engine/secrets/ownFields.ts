import * as z from "zod/mini";
import type { StoredCredential } from "../credentials/credential.ts";

/** What we know of a profile beyond OpenClaw, kept under our own key inside its entry. Product decision 16. */
export interface OwnFields {
  /** 8 hex digits of the secret's SHA-256; stands only beside a ref. */
  readonly fingerprint?: string;
  /** When the secret came in, ms since the epoch. */
  readonly addedAt?: number;
}

/** The member of a profile entry that is ours. */
export const ownFieldsKey = "x-model-auth";

const shape = z.looseObject({
  fingerprint: z.catch(z.optional(z.string().check(z.regex(/^[0-9a-f]{8}$/))), undefined),
  addedAt: z.catch(z.optional(z.number()), undefined),
});

/** Reads our fields; what is not of their shape counts as absent. */
export function ownFields(credential: StoredCredential): OwnFields {
  const parsed = shape.safeParse(credential[ownFieldsKey]);
  if (!parsed.success) return {};
  const { fingerprint, addedAt } = parsed.data;
  return {
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(addedAt === undefined ? {} : { addedAt }),
  };
}
