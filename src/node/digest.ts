import type { Digest } from "../engine/ports.ts";
import { lazyCrypto } from "./lazyCrypto.ts";

/** Digests and random numbers from the system's cryptography. */
export const nodeDigest: Digest = {
  sha256: (text) => lazyCrypto().createHash("sha256").update(text, "utf8").digest("hex"),
  randomHex: (bytes) => lazyCrypto().randomBytes(bytes).toString("hex"),
};
