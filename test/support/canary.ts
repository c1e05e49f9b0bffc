import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files below a directory that hold a text, in any of the forms programs write it in. */
export async function filesSaying(
  directory: string,
  text: string,
  except: readonly string[] = [],
): Promise<string[]> {
  const forms = writtenForms(text);
  const found: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || except.some((name) => path.includes(`/${name}/`))) continue;
    // A file may go between being listed and being read.
    const content = await readFile(path).catch(() => Buffer.of());
    if (forms.some((form) => content.includes(form))) found.push(path);
  }
  return found;
}

function writtenForms(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  return [
    bytes,
    Buffer.from(text, "utf16le"),
    Buffer.from(text, "utf16le").swap16(),
    Buffer.from(bytes.toString("base64").replace(/.{0,3}=*$/, "")),
    Buffer.from(bytes.toString("hex")),
    Buffer.from([...text].toReversed().join("")),
  ];
}

/** The processes of this machine that have a text among their arguments or in their environment. */
export async function processesSaying(text: string): Promise<string[]> {
  const ids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const parts = await Promise.all(
        // Processes end meanwhile, and those of others may not be looked into.
        ["cmdline", "environ"].map((name) => readFile(`/proc/${id}/${name}`, "utf8").catch(() => "")),
      );
      return parts.some((part) => part.includes(text)) ? [parts[0] ?? ""] : [];
    }),
  );
  return found.flat();
}

/** Shorter ones are words of a test that mean nothing. */
const shortestSecret = 12;
/** So many characters of a secret in a row are too many. */
const pieceLength = 10;

/** What stands below a directory where secrets stand: in the fields of credentials, and in `.env` files. */
export function secretsBelow(directory: string): readonly string[] {
  const files = readdirSync(directory, { withFileTypes: true, recursive: true });
  const texts = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  return texts.flatMap((path) => secretsInFile(path, readFileSync(path, "utf8")));
}

/** The same of one file. Read without our own code, so that what that does not see is seen here. */
export function secretsInFile(path: string, text: string): readonly string[] {
  const fields = text.matchAll(/"(?:key|token|access|refresh|apiKey|secret)"\s*:\s*"([^"\\$]+)"/g);
  const lines = path.endsWith(".env") ? text.matchAll(/^[A-Z0-9_]+=(.+)$/gm) : [];
  return [...fields, ...lines].flatMap(([, value = ""]) => (/^[A-Z0-9_]+$/.test(value) ? [] : [value]));
}

/**
 * Fails where an output holds a piece of a secret, as it is or in base64.
 * @param what names the output in the failure; the secret is not repeated there
 */
export function assertNoSecretIn(output: string, secrets: readonly string[], what: string): void {
  for (const secret of new Set(secrets)) {
    // What every setup token begins with is no secret; of a text without end the beginning will do.
    const text = secret
      .trim()
      .replace(/^sk-ant-oat01-/, "")
      .slice(0, 2000);
    if (text.length < shortestSecret) continue;
    for (const form of [text, Buffer.from(text).toString("base64").replace(/.=*$/, "")])
      for (let at = 0; at + pieceLength <= form.length; at++) {
        const isSaid = output.includes(form.slice(at, at + pieceLength));
        assert.ok(!isSaid, `characters ${at} to ${at + pieceLength} of a secret are in ${what}`);
      }
  }
}
