import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Loads functions of OpenClaw's bundle by their own names; the files and the names they are exported by are the bundler's.
 * Runs in OpenClaw's Node.
 * @param openclaw the package's directory
 */
export async function loadOpenClaw<Functions extends Record<string, unknown>>(
  openclaw: string,
  names: readonly (keyof Functions & string)[],
): Promise<Functions> {
  const dist = join(openclaw, "dist");
  const found: Record<string, unknown> = {};
  for (const entry of readdirSync(dist).filter((name) => name.endsWith(".js"))) {
    const exported = /^export \{.*\};?$/m.exec(readFileSync(join(dist, entry), "utf8"))?.[0] ?? "";
    for (const name of names) {
      const as = new RegExp(`[{ ]${name} as (\\w+)[, ]`).exec(exported)?.[1];
      if (as !== undefined) found[name] = Reflect.get(await import(join(dist, entry)), as);
    }
  }
  const missing = names.filter((name) => typeof found[name] !== "function");
  if (missing.length > 0) throw new Error(`OpenClaw's bundle exports no ${missing.join(", ")}`);
  return found as Functions;
}
