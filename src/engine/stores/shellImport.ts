/** What a person's login shell sets and this process lacks. Spec: secrets 6.3. */
import type { Environment, FileReads, Ports } from "../ports.ts";
import { knownAuthEnvNames } from "../providers/catalogue.ts";
import { setVariable } from "./configVariables.ts";
import { isShellImportWanted, isTrue } from "./shellWish.ts";
import { isKeptFromPrograms } from "./variableNames.ts";
import type { AuthWorld } from "./world.ts";

export type ShellImport =
  | {
      readonly kind: "imported";
      /** Every expected name that the shell sets and the world lacked, for `WorldOptions.shellVariables`. */
      readonly variables: ReadonlyMap<string, string>;
    }
  /** Nobody asked for it, it was put off, or no expected name is missing. */
  | { readonly kind: "skipped"; readonly because: "disabled" | "deferred" | "nothing_missing" }
  | {
      readonly kind: "failed";
      readonly because: ShellFailure;
      readonly shell: string;
      readonly exitCode?: number | null;
    };

export type ShellFailure =
  | "refused"
  | "not_started"
  | "timeout"
  | "too_much_output"
  | "not_text"
  | "ended_badly"
  | "cancelled";

type ShellPorts = Pick<Ports, "programs"> & {
  readonly environment: Environment;
  readonly files: Pick<FileReads, "read">;
};

/** Names beside providers' keys that the shell may fill. Spec: secrets 6.3 "expected keys". */
const gatewayNames = ["OPENCLAW_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD"] as const;

/** Tells a profile script that it runs for us, so that it need not start what a terminal needs. */
const markers = { MODEL_AUTH_CLI: "1", OPENCLAW_CLI: "1" } as const;

const defaultTimeoutMs = 15_000;
const longestTimeoutMs = 120_000;
const maxOutputBytes = 2 * 1024 * 1024;

/**
 * Runs the login shell once and takes of its variables the expected ones that are missing. Unlike OpenClaw, one key that is
 * there already does not keep the others out. The process's environment stays as it is.
 */
export async function importShellEnv(
  ports: ShellPorts,
  world: Pick<AuthWorld, "config" | "variables" | "variableSources">,
  signal?: AbortSignal,
): Promise<ShellImport> {
  const { variables } = world;
  if (!isShellImportWanted(world)) return { kind: "skipped", because: "disabled" };
  if (isTrue(variables, "OPENCLAW_DEFER_SHELL_ENV_FALLBACK")) return { kind: "skipped", because: "deferred" };
  const missing = [...knownAuthEnvNames(), ...gatewayNames].filter(
    (name) => setVariable(variables, name) === undefined || world.variableSources.get(name) === "shell",
  );
  if (missing.length === 0) return { kind: "skipped", because: "nothing_missing" };
  const shell = await chooseShell(ports);
  const timeoutMs = timeoutOf(world);
  const outcome = await ports.programs.run(
    {
      command: shell,
      args: ["-l", "-c", "env -0"],
      env: environmentOf(ports.environment),
      input: "",
      timeoutMs,
      noOutputTimeoutMs: timeoutMs,
      maxOutputBytes,
      // The system's shells are root's and often links; /etc/shells says that they may be trusted.
      checks: { allowSymlink: true, allowInsecurePath: true, trustedDirs: [] },
    },
    signal,
  );
  const failed = (because: ShellFailure) => ({ kind: "failed" as const, because, shell });
  switch (outcome.kind) {
    case "ended":
      return outcome.exitCode === 0
        ? { kind: "imported", variables: expectedOf(outcome.stdout, new Set(missing)) }
        : { ...failed("ended_badly"), exitCode: outcome.exitCode };
    case "silent":
      return failed("timeout");
    case "refused":
    case "not_started":
    case "timeout":
    case "too_much_output":
    case "not_text":
    case "cancelled":
      return failed(outcome.kind);
  }
}

/** The person's shell where the system lists it, else the one every system has. Spec: secrets 6.3 "shell". */
async function chooseShell({
  environment,
  files,
}: Pick<ShellPorts, "environment" | "files">): Promise<string> {
  const wanted = setVariable(environment.variables(), "SHELL")?.trim() ?? "";
  const isNormal = wanted.startsWith("/") && environment.joinPath(wanted) === wanted;
  const listed = isNormal ? await files.read("/etc/shells") : undefined;
  const lines = listed?.kind === "text" ? listed.text.split("\n").map((line) => line.trim()) : [];
  return lines.includes(wanted) ? wanted : "/bin/sh";
}

/** The process's own environment, without what would make the shell run or load something else. */
function environmentOf(environment: Environment): Readonly<Record<string, string>> {
  const own = Object.entries(environment.variables()).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && entry[0] !== "ZDOTDIR" && !isKeptFromPrograms(entry[0]),
  );
  return { ...Object.fromEntries(own), HOME: environment.osHome(), ...markers };
}

/** Config before variable before default; 0 waits as long as is ever waited. */
function timeoutOf({ config, variables }: Pick<AuthWorld, "config" | "variables">): number {
  const written = setVariable(variables, "OPENCLAW_SHELL_ENV_TIMEOUT_MS")?.trim() ?? "";
  const fromVariable = /^\d{1,9}$/.test(written) ? Number(written) : undefined;
  const timeoutMs = config.shellEnvTimeoutMs ?? fromVariable ?? defaultTimeoutMs;
  return timeoutMs === 0 ? longestTimeoutMs : Math.min(timeoutMs, longestTimeoutMs);
}

/** What scripts print stands before the first variable: of that, the last line counts. */
function expectedOf(output: string, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const [first = "", ...others] = output.split("\0");
  const found = new Map<string, string>();
  for (const entry of [first.slice(first.lastIndexOf("\n") + 1), ...others]) {
    const at = entry.indexOf("=");
    const name = entry.slice(0, Math.max(at, 0));
    const value = entry.slice(at + 1);
    if (names.has(name) && value.trim() !== "") found.set(name, value);
  }
  return found;
}
