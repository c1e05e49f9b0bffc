import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { systemCode } from "../systemCode.ts";

/** What can be told about a process of this machine. */
export type ProcessState =
  | { readonly kind: "gone" }
  /** `startTicks` is the kernel's start time (clock ticks since boot), where the system tells. */
  | { readonly kind: "alive"; readonly startTicks?: number }
  /** The system does not say; on Windows even a dead process may answer so (openclaw#138686). */
  | { readonly kind: "unknown" };

/** Looks a process up without touching it. A zombie counts as gone: it will never release anything. */
export function processState(pid: number, platform: NodeJS.Platform): ProcessState {
  let isOthers = false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === "ESRCH") {
      return { kind: "gone" };
    }
    if (platform === "win32") {
      return { kind: "unknown" };
    }
    isOthers = true;
  }
  const entry = platform === "linux" ? linuxProcessEntry(pid) : undefined;
  if (entry === undefined) {
    return isOthers ? { kind: "unknown" } : { kind: "alive" };
  }
  return entry.isZombie ? { kind: "gone" } : { kind: "alive", startTicks: entry.startTicks };
}

/** What a lock says about its owner, as far as that never changes. */
export interface OwnProcess {
  readonly pid: number;
  /** Clock ticks since boot at which this process began, where the system tells. */
  readonly starttime?: number;
  /** The process space of this process. */
  readonly host: string;
}

export function ownProcess(platform: NodeJS.Platform): OwnProcess {
  const starttime = platform === "linux" ? linuxProcessEntry(process.pid)?.startTicks : undefined;
  return { pid: process.pid, ...(starttime !== undefined && { starttime }), host: processSpace(platform) };
}

/**
 * Names the space in which process ids mean something: the machine, its system, and on Linux the process
 * namespace. WSL and dev containers share a home directory with their host but not its processes.
 */
function processSpace(platform: NodeJS.Platform): string {
  return [hostname(), platform, ...(platform === "linux" ? [linuxNamespace()] : [])].join("/");
}

function linuxNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "pid:unknown";
  }
}

function linuxProcessEntry(
  pid: number,
): { readonly isZombie: boolean; readonly startTicks: number } | undefined {
  let entry: string;
  try {
    entry = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses and may hold anything, even parentheses.
  const fields = entry.slice(entry.lastIndexOf(")") + 2).split(" ");
  const startTicks = Number(fields[19]);
  if (!Number.isSafeInteger(startTicks)) {
    return undefined;
  }
  return { isZombie: fields[0] === "Z" || fields[0] === "X", startTicks };
}
