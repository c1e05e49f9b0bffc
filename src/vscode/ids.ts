/**
 * Names that package.json contributes and the code uses, once. A test holds both against each other.
 */
export const commands = {
  addApiKey: "modelAuth.addApiKey",
  pasteToken: "modelAuth.pasteToken",
  addReference: "modelAuth.addReference",
  putKeyInEnv: "modelAuth.putKeyInEnv",
  replaceSecret: "modelAuth.replaceSecret",
  setExpiry: "modelAuth.setExpiry",
  removeProfile: "modelAuth.removeProfile",
  moveToKeychain: "modelAuth.moveToKeychain",
  removePlaintext: "modelAuth.removePlaintext",
  probe: "modelAuth.probe",
  probeAll: "modelAuth.probeAll",
  probeWithCompletion: "modelAuth.probeWithCompletion",
  probeAndRecord: "modelAuth.probeAndRecord",
  allowHost: "modelAuth.allowHost",
  checkReferences: "modelAuth.checkReferences",
  showReferences: "modelAuth.showReferences",
  reviewDefinitions: "modelAuth.reviewDefinitions",
  showProbeResults: "modelAuth.showProbeResults",
  check: "modelAuth.check",
  doctor: "modelAuth.doctor",
  applyFix: "modelAuth.applyFix",
  repairSafe: "modelAuth.repairSafe",
  copyReport: "modelAuth.copyReport",
  setOrder: "modelAuth.setOrder",
  clearOrder: "modelAuth.clearOrder",
  repairOrder: "modelAuth.repairOrder",
  endRest: "modelAuth.endRest",
  endRestOf: "modelAuth.endRestOf",
  moveUp: "modelAuth.moveUp",
  moveDown: "modelAuth.moveDown",
  selectAgent: "modelAuth.selectAgent",
  refresh: "modelAuth.refresh",
  openStore: "modelAuth.openStore",
  showLog: "modelAuth.showLog",
  showFixes: "modelAuth.showFixes",
  fix: "modelAuth.fix",
  auditSecrets: "modelAuth.auditSecrets",
  configureSecrets: "modelAuth.configureSecrets",
  forgetEverything: "modelAuth.forgetEverything",
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

export const views = { providers: "modelAuth.providers" } as const;

export const containers = { modelAuth: "modelAuth" } as const;

export const settings = {
  stateDir: "modelAuth.stateDir",
  workspaceEnvFile: "modelAuth.environment.workspaceFile",
  statusBar: "modelAuth.statusBar",
  expiryNotifications: "modelAuth.expiryNotifications",
  probeConcurrency: "modelAuth.probe.concurrency",
  probeKind: "modelAuth.probe.kind",
} as const;

export const contextKeys = {
  /** The first look at the files is done. */
  loaded: "modelAuth.loaded",
  /** Some provider has a profile or a key. */
  hasCredentials: "modelAuth.hasCredentials",
  /** A file is damaged or belongs to a newer program. */
  storeUnwritable: "modelAuth.storeUnwritable",
} as const;

/** Keys of the editor's own memory; nothing in them is secret. */
export const memoryKeys = {
  agent: "modelAuth.agent",
  notices: "modelAuth.notices",
  canary: "modelAuth.canary",
} as const;
