import type { Area } from "./area.ts";
import { eligibilityArea } from "./areas/01-eligibility.ts";
import { orderArea } from "./areas/02-order.ts";
import { cooldownArea } from "./areas/03-cooldown.ts";
import { healthArea } from "./areas/04-health.ts";
import { secretRefArea } from "./areas/05-secretref.ts";
import { envKeysArea } from "./areas/06-env-keys.ts";
import { failoverArea } from "./areas/07-failover.ts";
import { idsArea } from "./areas/08-ids.ts";
import { storeArea } from "./areas/09-store.ts";
import { cliArea } from "./areas/10-cli.ts";
import { probePlanArea } from "./areas/11-probe-plan.ts";
import { statusArea } from "./areas/12-status.ts";

/** Every area the engine answers; a file of another name is reported as unmapped. */
export const areas: readonly Area[] = [
  eligibilityArea,
  orderArea,
  cooldownArea,
  healthArea,
  secretRefArea,
  envKeysArea,
  failoverArea,
  idsArea,
  storeArea,
  cliArea,
  probePlanArea,
  statusArea,
];
