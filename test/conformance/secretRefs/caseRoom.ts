import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { approveDefinition } from "../../../src/engine/secrets/approvals.ts";
import { definitionOf } from "../../../src/engine/secrets/shownDefinition.ts";
import type { AuthWorld } from "../../../src/engine/stores/world.ts";
import { nodeEnvironment } from "../../../src/node/environment.ts";
import { nodePrograms } from "../../../src/node/programs.ts";
import { nodeSecretFiles } from "../../../src/node/secretFiles.ts";
import { createAuthRoom } from "../../support/authRoom.ts";
import { createMemoryPorts, type MemoryPorts } from "../../support/memoryPorts.ts";
import { type Fields, fieldsOf, isFields } from "../encoding.ts";
import { configOf, storeOf, textOf } from "../worlds.ts";

/** Ports and a world in which a case's refs can be followed for real: its files lie in a directory of their own. */
export interface CaseRoom {
  readonly ports: Omit<MemoryPorts, "environment" | "programs" | "secretFiles"> & RealPorts;
  readonly world: AuthWorld;
  readonly input: Fields;
}

interface RealPorts {
  readonly environment: typeof nodeEnvironment;
  readonly programs: typeof nodePrograms;
  readonly secretFiles: typeof nodeSecretFiles;
}

/**
 * Answers a case in a room of its own, with everything that is configured approved. Where a script wrote down what it
 * was asked, that is part of the answer.
 */
export async function inCaseRoom(
  raw: Fields,
  answer: (room: CaseRoom) => Promise<unknown>,
): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), "secret-refs-"));
  try {
    const input = fieldsOf(replaced(raw, "{{DIR}}", directory));
    makeFiles(directory, input["files"]);
    const ports = { ...createMemoryPorts(), ...realPorts };
    const room = { ports, world: await worldOf(input), input };
    await approveAll(room);
    const result = replaced(await answer(room), directory, "{{DIR}}");
    const stdin = join(directory, "stdin");
    return existsSync(stdin) ? { result, stdin: readFileSync(stdin, "utf8") } : result;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const realPorts: RealPorts = {
  environment: { ...nodeEnvironment, ownDirectory: () => "/own" },
  programs: nodePrograms,
  secretFiles: nodeSecretFiles,
};

async function worldOf(input: Fields): Promise<AuthWorld> {
  const variables = Object.fromEntries(
    Object.entries(fieldsOf(input["env"])).map(([name, value]) => [name, textOf(value)]),
  );
  const world = await createAuthRoom().load();
  const config = configOf(input["config"] ?? input["cfg"]);
  return { ...world, config, variables, store: storeOf(input["store"]) };
}

async function approveAll({ ports, world }: Omit<CaseRoom, "input">): Promise<void> {
  for (const alias of world.config.secretProviders.keys()) {
    const shown = definitionOf(ports, world, alias);
    // oxlint-disable-next-line no-await-in-loop -- one file remembers all
    if (shown !== undefined) await approveDefinition(ports, world, alias, shown.hash);
  }
}

function makeFiles(directory: string, files: unknown): void {
  for (const entry of Array.isArray(files) ? files.map(fieldsOf) : []) {
    const path = join(directory, textOf(entry["path"]));
    mkdirSync(dirname(path), { recursive: true });
    if (entry["dir"] === true) mkdirSync(path);
    else if (typeof entry["link"] === "string") symlinkSync(entry["link"], path);
    else {
      const mode = Number.parseInt(textOf(entry["mode"]) || "600", 8);
      writeFileSync(path, textOf(entry["text"]), { mode: 0o600 });
      chmodSync(path, mode);
    }
  }
}

/** A copy in which a text stands in another's place, in keys too. */
function replaced(value: unknown, from: string, to: string): unknown {
  if (typeof value === "string") return value.replaceAll(from, to);
  if (Array.isArray(value)) return value.map((item) => replaced(item, from, to));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll(from, to), replaced(item, from, to)]),
  );
}
