import { knownAuthEnvNames, secretMarkers } from "./catalogue.ts";

let envNames: ReadonlySet<string> | undefined;

/** A sign-in marker names a provider; anything longer or with digits may be a token. */
const oauthMarker = /^oauth:[a-z][a-z.-]{0,31}$/;

/** Whether a key text, blanks included, is a word that stands for a key and may be shown. Spec: secrets 8.4. */
export function isKeyMarker(text: string): boolean {
  return allEnvNames().has(text) || secretMarkers.exact.includes(text) || oauthMarker.test(text);
}

/** Whether a key text is the name of a variable that holds the key. Spec: secrets 8.4. */
export function isEnvNameMarker(text: string): boolean {
  return allEnvNames().has(text.trim());
}

function allEnvNames(): ReadonlySet<string> {
  envNames ??= new Set([...knownAuthEnvNames(), ...secretMarkers.legacyEnv]);
  return envNames;
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
