import { createHash, randomBytes } from "node:crypto";
import type { Digest } from "../engine/ports.ts";

/** Digests and random numbers from the system's cryptography. */
export const nodeDigest: Digest = {
  sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
  randomHex: (bytes) => randomBytes(bytes).toString("hex"),
};
