import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { editorCache, makeOnce, npm } from "../editor/madeOnce.ts";
import { provisionWebHost } from "../editor/provision.ts";

const manifests = ["package.json", "package-lock.json"] as const;

/** What runs the programs we share files with, and where they are. */
export interface InteropPackages {
  /** A Node that runs OpenClaw, fs-safe and TypeScript as it stands: 24 or newer. */
  readonly node: string;
  /** The directory of the package `openclaw`. */
  readonly openclaw: string;
}

/** Where the packages of `packages/package-lock.json` are, or will be: a directory named after a digest of that. */
function packagesHome(): string {
  const digest = createHash("sha256");
  for (const name of manifests) digest.update(readFileSync(recipeOf(name)));
  return join(editorCache(), `interop-${digest.digest("hex").slice(0, 12)}`);
}

export function isProvisioned(): boolean {
  return existsSync(packagesHome());
}

/**
 * Installs the packages, once, by their lock file and without their scripts; and the web host, whose Node is used where
 * this one is older than 24.
 * @throws when npm fails, or `signal` ended it
 */
export async function provisionPackages(signal: AbortSignal): Promise<InteropPackages> {
  const home = packagesHome();
  await makeOnce(home, async (draft) => {
    for (const name of manifests) await copyFile(recipeOf(name), join(draft, name));
    const quick = ["--ignore-scripts", "--omit=optional", "--omit=peer", "--no-audit", "--no-fund"];
    await npm(draft, ["install", ...quick], signal);
  });
  const isNew = Number(process.versions.node.split(".")[0]) >= 24;
  const node = isNew ? process.execPath : (await provisionWebHost()).node;
  return { node, openclaw: join(home, "node_modules", "openclaw") };
}

function recipeOf(name: (typeof manifests)[number]): string {
  return join(import.meta.dirname, "packages", name);
}
