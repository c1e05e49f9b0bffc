import { knownAuthEnvNames, secretMarkers } from "./catalogue.ts";

let envNames: ReadonlySet<string> | undefined;

/** Whether a key text is the name of a variable that holds the key. Spec: secrets 8.4. */
export function isEnvNameMarker(text: string): boolean {
  envNames ??= new Set([...knownAuthEnvNames(), ...secretMarkers.legacyEnv]);
  return envNames.has(text.trim());
}

/** Whether a key text stands for a key that is somewhere else, and not in a variable. Spec: secrets 8.4. */
export function isForeignKeyMarker(text: string): boolean {
  const marker = text.trim();
  const { exact, prefixes } = secretMarkers;
  return exact.includes(marker) || prefixes.some((prefix) => marker.startsWith(prefix));
}

/** Whether the text of a header stands for a secret. Spec: secrets 8.4. */
export function isHeaderMarker(text: string): boolean {
  const marker = text.trim();
  return (
    marker === "secretref-managed" || secretMarkers.headerPrefixes.some((prefix) => marker.startsWith(prefix))
  );
}
