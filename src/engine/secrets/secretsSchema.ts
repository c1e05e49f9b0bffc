import * as z from "zod/mini";
import { envIdPattern, secretAliasPattern } from "./secretRefId.ts";

/**
 * OpenClaw's own schema of `secrets` in openclaw.json. It refuses a whole configuration for one wrong field, so what it says
 * is told to people; following refs does not depend on it. Spec: secrets 2.1, 2.2.
 */

/** Codes in the place of messages, for rules that are not zod's own. */
export const schemaCodes = ["unsafe_command", "command_not_absolute", "trusted_dir_not_absolute"] as const;

const maxTimeoutMs = 120_000;
const maxBytes = 20 * 1024 * 1024;

const count = (most: number) => z.optional(z.number().check(z.int(), z.positive(), z.maximum(most)));
const envName = z.string().check(z.regex(envIdPattern));

const absolutePath = /^(?:\/|[A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+)/;
const unsafeInCommand = /[\0\r\n"';&|`$<>]/;
const pathLike = /^[.~]|[\\/]|^[A-Za-z]:/;
const bareName = /^[A-Za-z0-9._+][A-Za-z0-9._+-]*$/;

function isSafeCommand(command: string): boolean {
  const text = command.trim();
  return text !== "" && !unsafeInCommand.test(text) && (pathLike.test(text) || bareName.test(text));
}

const command = z.string().check(
  z.minLength(1),
  z.refine(isSafeCommand, { error: schemaCodes[0] }),
  z.refine((text) => absolutePath.test(text), { error: schemaCodes[1] }),
);
const trustedDir = z.string().check(
  z.minLength(1),
  z.refine((text) => absolutePath.test(text), { error: schemaCodes[2] }),
);

export const secretProviderSchema = z.discriminatedUnion("source", [
  z.strictObject({
    source: z.literal("env"),
    allowlist: z.optional(z.array(envName).check(z.maxLength(256))),
  }),
  z.strictObject({
    source: z.literal("file"),
    path: z.string().check(z.minLength(1)),
    mode: z.optional(z.union([z.literal("singleValue"), z.literal("json")])),
    timeoutMs: count(maxTimeoutMs),
    maxBytes: count(maxBytes),
  }),
  z.strictObject({
    source: z.literal("exec"),
    command,
    args: z.optional(z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(128))),
    timeoutMs: count(maxTimeoutMs),
    noOutputTimeoutMs: count(maxTimeoutMs),
    maxOutputBytes: count(maxBytes),
    jsonOnly: z.optional(z.boolean()),
    env: z.optional(z.record(z.string(), z.string())),
    passEnv: z.optional(z.array(envName).check(z.maxLength(128))),
    trustedDirs: z.optional(z.array(trustedDir).check(z.maxLength(64))),
    allowInsecurePath: z.optional(z.boolean()),
    allowSymlinkCommand: z.optional(z.boolean()),
  }),
]);

const alias = z.optional(z.string().check(z.regex(secretAliasPattern)));

export const secretsConfigSchema = z.optional(
  z.strictObject({
    providers: z.optional(z.record(z.string(), secretProviderSchema)),
    defaults: z.optional(z.strictObject({ env: alias, file: alias, exec: alias })),
    resolution: z.optional(
      z.strictObject({
        maxProviderConcurrency: count(16),
        maxRefsPerProvider: count(4096),
        maxBatchBytes: count(5 * 1024 * 1024),
      }),
    ),
  }),
);
