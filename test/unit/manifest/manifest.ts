import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

/** The repository. */
export const root = join(import.meta.dirname, "../../..");

const command = z.looseObject({
  command: z.string(),
  title: z.string(),
  category: z.optional(z.string()),
});
const menuItem = z.looseObject({ command: z.string(), when: z.optional(z.string()) });
const view = z.looseObject({ id: z.string(), icon: z.optional(z.string()) });
const setting = z.looseObject({
  type: z.string(),
  scope: z.optional(z.string()),
  default: z.unknown(),
  ignoreSync: z.optional(z.boolean()),
});

const shape = z.looseObject({
  engines: z.object({ vscode: z.string(), node: z.string() }),
  icon: z.string(),
  main: z.string(),
  bin: z.record(z.string(), z.string()),
  l10n: z.string(),
  activationEvents: z.array(z.string()),
  devDependencies: z.record(z.string(), z.string()),
  capabilities: z.looseObject({
    untrustedWorkspaces: z.looseObject({ restrictedConfigurations: z.array(z.string()) }),
  }),
  contributes: z.looseObject({
    commands: z.array(command),
    viewsContainers: z.record(z.string(), z.array(view)),
    views: z.record(z.string(), z.array(view)),
    viewsWelcome: z.array(z.looseObject({ view: z.string() })),
    menus: z.record(z.string(), z.array(menuItem)),
    configuration: z.looseObject({ properties: z.record(z.string(), setting) }),
  }),
});

/** package.json as the tests need it; `raw` is all of it. */
export const raw: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
export const manifest = shape.parse(raw);

/** The texts of package.json, by key. */
export const texts = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8")));

/** Every text of a JSON value with the key it stands under; those of a list under the list's key. */
export function textsIn(
  value: unknown,
  key = "",
): readonly { readonly key: string; readonly text: string }[] {
  if (typeof value === "string") return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => textsIn(item, name));
}

/** Every when-clause, those of commands' enablement too. */
export const whenClauses: readonly string[] = textsIn(raw)
  .filter(({ key }) => key === "when" || key === "enablement")
  .map(({ text }) => text);
