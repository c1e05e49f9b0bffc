import { type BehaviourName, behaviourNames } from "./behaviours/table.ts";

const setupTokenPrefix = "sk-ant-oat01-";
const setupTokenLength = 108;
const longestFirst = behaviourNames.toSorted((a, b) => b.length - a.length);

/** A key that makes the simulator behave so. The name keeps keys apart. */
export function simulatedKey(behaviour: BehaviourName, name = "someone"): string {
  return `sim-${behaviour}-${name}`;
}

/** The same key dressed as an Anthropic setup-token, as long as a real one. */
export function simulatedSetupToken(behaviour: BehaviourName, name = "someone"): string {
  return `${setupTokenPrefix}${simulatedKey(behaviour, name)}-`.padEnd(setupTokenLength, "x");
}

/** Whether a key has the form of an Anthropic setup-token. */
export function isSetupToken(key: string): boolean {
  return key.startsWith(setupTokenPrefix);
}

/** The behaviour a key asks for by its own name; a key without one is wrong. */
export function behaviourOfKey(key: string): BehaviourName {
  const start = isSetupToken(key) ? key.indexOf("sim-") : 0;
  const text = start < 0 ? "" : key.slice(start);
  return longestFirst.find((name) => isNamed(text, name)) ?? "wrong";
}

function isNamed(text: string, name: string): boolean {
  const prefix = `sim-${name}-`;
  return text.startsWith(prefix) && text.length > prefix.length;
}
