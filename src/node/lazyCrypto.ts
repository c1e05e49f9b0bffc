/**
 * The system's cryptography, loaded when it is first asked for: a command that only reads files would pay a tenth of its
 * start for it.
 */
export function lazyCrypto(): typeof import("node:crypto") {
  return process.getBuiltinModule("node:crypto");
}
