import en from "zod/v4/locales/en.js";
import {
  schemaCodes,
  secretProviderSchema,
  secretsConfigSchema,
} from "../../../src/engine/secrets/secretsSchema.ts";
import { fieldsOf } from "../encoding.ts";

const words: Readonly<Record<(typeof schemaCodes)[number], string>> = {
  unsafe_command: "secrets.providers.*.command is unsafe.",
  command_not_absolute: "secrets.providers.*.command must be an absolute path.",
  trusted_dir_not_absolute: "trustedDirs entries must be absolute paths.",
};

/** What a schema of ours says, in the words of the library that both sides use. */
export function schemaVerdict(
  schema: typeof secretProviderSchema | typeof secretsConfigSchema,
  value: unknown,
): unknown {
  const parsed = schema.safeParse(value, { error: en().localeError });
  if (parsed.success) return { ok: true };
  const { issues } = parsed.error;
  return {
    ok: false,
    paths: issues.map(({ path }) => path.map(String).join(".")),
    messages: issues.map(({ message }) => fieldsOf(words)[message] ?? message),
  };
}
