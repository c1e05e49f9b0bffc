import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** A text that stands nowhere yet. */
export function madeUpSecret(): string {
  return `canary-${randomBytes(9).toString("hex")}`;
}

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

/** The names under which the page stores something that holds a text: in databases, storage, cookies and caches. */
export async function storedSaying(page: Page, text: string): Promise<string[]> {
  return await page.evaluate<string[]>(`(${lookThroughPage})(${JSON.stringify(text)})`);
}

/** Runs in the page, whose types are not ours. */
const lookThroughPage = `async (text) => {
  const found = [];
  const look = (name, value) => {
    const bytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
    const written = bytes ? new TextDecoder().decode(value) : typeof value === "string" ? value : JSON.stringify(value);
    if (name.includes(text) || (written ?? "").includes(text)) found.push(name);
  };
  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
      keys.forEach((key, index) => look(String(key), values[index]));
    }
    database.close();
  }
  for (const storage of [localStorage, sessionStorage])
    for (const [key, value] of Object.entries(storage)) look(key, value);
  look("cookies", document.cookie);
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) look(request.url, "");
  return found;
}`;
