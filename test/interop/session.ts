/**
 * OpenClaw's own functions, called one line of JSON after the other: what its command line runs, without the seconds each
 * start takes, and what only a gateway does. Runs in OpenClaw's Node, as it stands.
 */
import { join } from "node:path";
import { argv, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { loadOpenClaw } from "./openclawFunctions.ts";

export type SessionRequest = {
  readonly home: string;
  readonly variables?: Readonly<Record<string, string>>;
} & (
  | { readonly do: "status"; readonly agent?: string }
  | { readonly do: "order get"; readonly provider: string }
  | { readonly do: "order set"; readonly provider: string; readonly order: readonly string[] }
  | { readonly do: "order clear"; readonly provider: string }
  /** The store as it is loaded from the disk. */
  | { readonly do: "load" }
  /** From now on a gateway's memory stands before the disk. */
  | { readonly do: "activate" }
  /** Load, change, save, without the lock. */
  | { readonly do: "upsert"; readonly profileId: string; readonly credential: object }
);

/** What a command printed and ended with; of the others the result, as JSON, is the output. */
export interface SessionAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Runtime {
  log(...words: readonly unknown[]): void;
  error(...words: readonly unknown[]): void;
  exit(code: number): void;
}

type Command = (options: object, runtime: Runtime) => Promise<void>;

const openclaw = await loadOpenClaw<{
  modelsStatusCommand: Command;
  modelsAuthOrderGetCommand: Command;
  modelsAuthOrderSetCommand: Command;
  modelsAuthOrderClearCommand: Command;
  clearConfigCache: () => void;
  clearRuntimeConfigSnapshot: () => void;
  clearRuntimeAuthProfileStoreSnapshots: () => void;
  replaceRuntimeAuthProfileStoreSnapshots: (entries: readonly object[]) => void;
  loadPersistedAuthProfileStore: (agentDir?: string) => object | null;
  upsertAuthProfile: (given: object) => void;
}>(argv[2] ?? "", [
  "modelsStatusCommand",
  "modelsAuthOrderGetCommand",
  "modelsAuthOrderSetCommand",
  "modelsAuthOrderClearCommand",
  "clearConfigCache",
  "clearRuntimeConfigSnapshot",
  "clearRuntimeAuthProfileStoreSnapshots",
  "replaceRuntimeAuthProfileStoreSnapshots",
  "loadPersistedAuthProfileStore",
  "upsertAuthProfile",
]);

class Exit extends Error {}

async function answerTo(request: SessionRequest): Promise<SessionAnswer> {
  const output = { stdout: "", stderr: "" };
  let exitCode = 0;
  const runtime: Runtime = {
    log: (...words) => {
      output.stdout += `${words.join(" ")}\n`;
    },
    error: (...words) => {
      output.stderr += `${words.join(" ")}\n`;
    },
    exit: (code) => {
      exitCode = code;
      throw new Exit();
    },
  };
  try {
    await carryOut(request, runtime);
  } catch (error) {
    if (!(error instanceof Exit)) {
      output.stderr += `${String(error)}\n`;
      exitCode = 1;
    }
  }
  return { exitCode, ...output };
}

async function carryOut(request: SessionRequest, runtime: Runtime): Promise<void> {
  switch (request.do) {
    case "status":
      return await openclaw.modelsStatusCommand({ json: true, check: true, agent: request.agent }, runtime);
    case "order get":
      return await openclaw.modelsAuthOrderGetCommand({ provider: request.provider, json: true }, runtime);
    case "order set":
      return await openclaw.modelsAuthOrderSetCommand(request, runtime);
    case "order clear":
      return await openclaw.modelsAuthOrderClearCommand({ provider: request.provider }, runtime);
    case "load":
      return runtime.log(JSON.stringify(openclaw.loadPersistedAuthProfileStore()));
    case "activate":
      return openclaw.replaceRuntimeAuthProfileStoreSnapshots([
        { store: openclaw.loadPersistedAuthProfileStore() },
      ]);
    case "upsert":
      return openclaw.upsertAuthProfile(request);
  }
}

/** Forgets what was read from another home before. A gateway's memory is its own: it stays between upserts. */
function forget(request: SessionRequest): void {
  openclaw.clearConfigCache();
  openclaw.clearRuntimeConfigSnapshot();
  if (request.do !== "upsert") openclaw.clearRuntimeAuthProfileStoreSnapshots();
}

for await (const line of createInterface({ input: stdin })) {
  const request: SessionRequest = JSON.parse(line);
  Object.assign(process.env, request.variables, {
    HOME: request.home,
    OPENCLAW_STATE_DIR: join(request.home, ".openclaw"),
  });
  forget(request);
  const answer = await answerTo(request);
  for (const name of Object.keys(request.variables ?? {})) delete process.env[name];
  stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
