import { importShellEnv } from "../engine/stores/shellImport.ts";
import { addCredential } from "./auth/add.ts";
import { listCredentials } from "./auth/list.ts";
import { clearOrder, getOrder, setOrder } from "./auth/order.ts";
import { pasteToken } from "./auth/pasteToken.ts";
import { putKeyInEnv } from "./auth/putInEnv.ts";
import { removeCredentials } from "./auth/remove.ts";
import type { Runner } from "./command.ts";
import { completion } from "./completion/completion.ts";
import { runDoctor } from "./doctor/doctor.ts";
import { createProcessInput } from "./input/processInput.ts";
import { createMachinePorts, redactedStack } from "./machinePorts.ts";
import { shellFailure } from "./messages/shellImport.ts";
import { probeStatus } from "./probe/probeStatus.ts";
import { runSecretsApply } from "./secrets/applyPlan.ts";
import { runSecretsApprove } from "./secrets/approve.ts";
import { runSecretsAudit } from "./secrets/audit.ts";
import { runSecretsConfigure } from "./secrets/configure.ts";

/**
 * The entry of the command line's second bundle: the whole machine, and the commands that need it, each resolving to its
 * exit code. `status` alone does not load it.
 */
export const work = {
  createMachinePorts,
  createProcessInput,
  importShellEnv,
  redactedStack,
  shellFailure,
  runners: {
    addCredential,
    clearOrder,
    completion,
    doctor: runDoctor,
    getOrder,
    listCredentials,
    pasteToken,
    putKeyInEnv,
    probeStatus,
    removeCredentials,
    setOrder,
    secretsApply: runSecretsApply,
    secretsApprove: runSecretsApprove,
    secretsAudit: runSecretsAudit,
    secretsConfigure: runSecretsConfigure,
  } satisfies Record<string, Runner>,
};
