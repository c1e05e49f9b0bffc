import { isUtf8 } from "node:buffer";
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { isAbsolute } from "node:path";
import type { SecretFileFault, SecretFileOutcome, SecretFileRequest, SecretFiles } from "../engine/ports.ts";
import { type Beholder, secretFileFault, thisProcess } from "./secretFileRules.ts";
import { systemCode } from "./systemCode.ts";

/** A file that its owner replaces just now is read again, this often in all. */
const attempts = 3;

/** Never through a link, and never waiting for the other end of a pipe. Windows has neither flag and needs neither. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Secret files of this machine. */
export const nodeSecretFiles: SecretFiles = createSecretFiles(thisProcess);

/** @param beholder who reads; another than the process itself only in tests */
export function createSecretFiles(beholder: Beholder): SecretFiles {
  return {
    read: (request) => withinTime(request.timeoutMs, readSettled(request, beholder)),
    inspect: async (request) => {
      const outcome = await withinTime(request.timeoutMs, look(request, beholder));
      return outcome.kind === "refused" ? outcome.fault : undefined;
    },
  };
}

type Look = { readonly kind: "fine"; readonly stats: BigIntStats } | Refused;
type Refused = Extract<SecretFileOutcome, { kind: "refused" }>;

function refused(fault: SecretFileFault): Refused {
  return { kind: "refused", fault };
}

/** A disk that does not answer holds a thread, not the caller. */
async function withinTime<T>(timeoutMs: number, work: Promise<T>): Promise<T | Refused> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Refused>((resolve) => {
    timer = setTimeout(() => resolve(refused("timeout")), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readSettled(request: SecretFileRequest, beholder: Beholder): Promise<SecretFileOutcome> {
  let outcome: SecretFileOutcome = refused("changed_while_read");
  for (let attempt = 0; attempt < attempts; attempt++) {
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    outcome = await readOnce(request, beholder);
    if (outcome.kind !== "refused" || outcome.fault !== "changed_while_read") break;
  }
  return outcome;
}

/** The name is looked at first, so that opening never touches a device. */
async function readOnce(request: SecretFileRequest, beholder: Beholder): Promise<SecretFileOutcome> {
  const named = await look(request, beholder);
  if (named.kind === "refused") return named;
  let file: FileHandle;
  try {
    file = await open(request.path, openFlags);
  } catch (error) {
    return refused(faultOfError(error));
  }
  try {
    return await readOpen(file, named.stats, request, beholder);
  } catch (error) {
    return refused(faultOfError(error));
  } finally {
    await file.close();
  }
}

async function look(request: SecretFileRequest, beholder: Beholder): Promise<Look> {
  if (!isAbsolute(request.path)) return refused("not_absolute");
  try {
    const stats = await lstat(request.path, { bigint: true });
    const fault = secretFileFault(stats, request, beholder);
    return fault === undefined ? { kind: "fine", stats } : refused(fault);
  } catch (error) {
    return refused(faultOfError(error));
  }
}

/** What was opened is judged anew, and is believed only when its name still leads to it and it did not change. */
async function readOpen(
  file: FileHandle,
  named: BigIntStats,
  request: SecretFileRequest,
  beholder: Beholder,
): Promise<SecretFileOutcome> {
  const before = await file.stat({ bigint: true });
  const fault = secretFileFault(before, request, beholder);
  if (fault !== undefined) return refused(fault);
  const bytes = await readBytes(file, Number(before.size));
  try {
    const after = await file.stat({ bigint: true });
    const namedNow = await lstat(request.path, { bigint: true });
    const isSettled =
      isSameFile(named, before) &&
      isSameFile(before, namedNow) &&
      after.mtimeNs === before.mtimeNs &&
      after.size === before.size &&
      BigInt(bytes.byteLength) === before.size;
    if (!isSettled) return refused("changed_while_read");
    return isUtf8(bytes) ? { kind: "text", text: bytes.toString("utf8") } : refused("not_text");
  } finally {
    bytes.fill(0);
  }
}

/** The bytes of a file that said to have `size`, one more at most: some, as those of `/proc`, have more than they say. */
async function readBytes(file: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size + 1);
  let filled = 0;
  while (filled < buffer.byteLength) {
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    const { bytesRead } = await file.read(buffer, filled, buffer.byteLength - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function isSameFile(left: BigIntStats, right: BigIntStats): boolean {
  return left.dev === right.dev && left.ino === right.ino;
}

/** A link in the place of a file answers ELOOP, on some systems EMLINK. Errors that are not the system's are bugs. */
function faultOfError(error: unknown): SecretFileFault {
  switch (systemCode(error)) {
    case undefined:
      throw error;
    case "ELOOP":
    case "EMLINK":
      return "symlink";
    default:
      return "not_readable";
  }
}
