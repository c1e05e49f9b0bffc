import type { Behaviour } from "../answer.ts";
import { bodyBehaviours } from "./bodies.ts";
import { connectionBehaviours } from "./connection.ts";
import { credentialBehaviours } from "./credentials.ts";
import { moneyBehaviours } from "./money.ts";
import { rateLimitBehaviours } from "./rateLimits.ts";
import { troubleBehaviours } from "./trouble.ts";

const table = {
  ...credentialBehaviours,
  ...rateLimitBehaviours,
  ...moneyBehaviours,
  ...troubleBehaviours,
  ...connectionBehaviours,
  ...bodyBehaviours,
};

/** The name of something a key can do. */
export type BehaviourName = keyof typeof table;

/** Everything a key can do: the one table that the server, the tests and the printed help read. */
export const behaviours: Readonly<Record<BehaviourName, Behaviour>> = table;

/** Whether a text names a behaviour. */
export function isBehaviourName(name: string): name is BehaviourName {
  return Object.hasOwn(table, name);
}

/** The names of all behaviours, in the table's order. */
export const behaviourNames: readonly BehaviourName[] = Object.keys(table).filter(isBehaviourName);
