import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";

/** A text that stands nowhere yet. */
export function madeUpSecret(): string {
  return `canary-${randomBytes(9).toString("hex")}`;
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
