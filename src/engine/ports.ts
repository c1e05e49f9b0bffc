import type { Redactor } from "./secrets/redactor.ts";

/**
 * Everything the engine is told by the outside world. The engine has no other way to reach a clock, a file,
 * a keychain, the environment or the network; tests hand it in-memory ports, the editor and the command
 * line hand it real ones.
 */
export interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly keychain: Keychain;
  readonly environment: Environment;
  readonly secretFiles: SecretFiles;
  readonly programs: Programs;
  readonly http: Http;
  readonly digest: Digest;
  readonly log: Log;
  /** Learns every secret that is resolved. What is said or logged of programs, providers and bugs goes through it. Security E8. */
  readonly redactor: Redactor;
}

/** Undoes what the call that returned it began. Calling it twice is harmless. */
export interface Disposable {
  dispose(): void;
}

export interface Clock {
  /** Wall clock, ms since the Unix epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`. Background work: it never keeps a process alive. */
  after(delayMs: number, task: () => void): Disposable;
}

/** What a file held when it was read. Reading never writes and never throws. */
export type FileContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly code: UnreadableCode };

/** `too_large` is over 16 MiB; `not_text` is not UTF-8; `denied` and `io` are the system's refusal. */
export type UnreadableCode = "too_large" | "not_text" | "denied" | "io";

/**
 * What an edit wants of its targets, in their order: a string is the new content, `null` deletes the file,
 * `undefined` leaves it as it is. `result` goes back to whoever asked for the edit.
 */
export interface FileEdit<R> {
  readonly contents: readonly (string | null | undefined)[];
  readonly result: R;
}

/**
 * One change of one or several files under one lock.
 * `edit` is pure and idempotent (`edit(edit(x))` changes nothing): it is called again when a file changed under
 * the writer, and later to see whether the change still stands.
 */
export interface FileUpdate<R> {
  /** Absolute path of the file whose `.lock` sidecar guards all targets. */
  readonly lock: string;
  /** Absolute paths. */
  readonly targets: readonly string[];
  readonly edit: (current: readonly FileContent[]) => FileEdit<R>;
  /** Look again after the save and repeat the edit where another program threw it away. */
  readonly keep?: boolean;
  /** Whether a target's text is whole. Text that is not is read again for a moment: its writer may be at work. */
  readonly isWhole?: (text: string) => boolean;
  /**
   * The edit takes secrets out of its targets: no backup of them is made, and earlier ones are removed.
   * A backup must not be the last home of a secret that its owner moved to a safer place.
   */
  readonly secretsLeave?: boolean;
}

/** Why a save did not happen. The files are as they were. */
export interface SaveFailure {
  readonly code:
    | "locked"
    | "changed_underneath"
    | "disk_full"
    | "denied"
    | "read_only"
    | "link_loop"
    | "io"
    | "unverified";
  /** The file the failure is about. */
  readonly path: string;
  /** The system's code where there is one, such as `ENOSPC`. */
  readonly systemCode?: string;
}

export type SaveOutcome<R> =
  | { readonly kind: "saved"; readonly result: R }
  | { readonly kind: "unchanged"; readonly result: R }
  | { readonly kind: "failed"; readonly failure: SaveFailure };

/** What the system says of a path without its content, links followed. */
export type FileAccess =
  | { readonly kind: "absent" }
  /** The system does not say. */
  | { readonly kind: "unknown" }
  | {
      readonly kind: "file" | "directory" | "other";
      /** Whether the path itself is a symbolic link. */
      readonly isLink: boolean;
      /** Permission bits (`0o777`) and owner, where the system has such. */
      readonly owned?: { readonly mode: number; readonly byMe: boolean };
    };

/** Looking at files; it changes none. */
export interface FileReads {
  /** @param isWhole text for which this is false is read again for a moment, then handed over as it is */
  read(path: string, isWhole?: (text: string) => boolean): Promise<FileContent>;
  /** Whether something is there; `false` too when that cannot be told. */
  exists(path: string): Promise<boolean>;
  /** Names in a directory, empty when it is absent or unreadable. */
  list(directory: string): Promise<readonly string[]>;
  access(path: string): Promise<FileAccess>;
}

export interface Files extends FileReads {
  update<R>(update: FileUpdate<R>): Promise<SaveOutcome<R>>;
  /**
   * Takes a file (then 0600) or directory (0700) away from everybody but its owner, links followed. Resolves to why it could
   * not, if so.
   */
  makePrivate(path: string): Promise<SaveFailure | undefined>;
  /**
   * Calls back, coalesced, when a named file may have changed. Directories that do not exist yet are watched
   * for their coming.
   * @param paths absolute paths of the files of interest
   */
  watch(paths: readonly string[], onChange: () => void): Disposable;
}

/** One secret as the keychain answered it. */
export type KeychainAnswer =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "absent" }
  /** The keychain refused or did not answer in time; nothing may be concluded about the secret. */
  | { readonly kind: "locked"; readonly reason: "refused" | "timeout" }
  /** There is no keychain here, as in a terminal. */
  | { readonly kind: "unavailable" };

/** The editor keychain (VS Code SecretStorage). Every call is time-boxed by the adapter. */
export interface Keychain {
  get(key: string): Promise<KeychainAnswer>;
  /** Resolves to false when the value could not be stored. */
  store(key: string, value: string): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  /** Keys for finding leftovers only; may be incomplete, never proof that a secret is gone. */
  keys(): Promise<readonly string[]>;
  onDidChange(listener: (key: string) => void): Disposable;
  /** `volatile` when the keychain forgot what an earlier session had stored, or never keeps anything. */
  durability(): Promise<"kept" | "volatile" | "unknown">;
}

export interface Environment {
  /** Variables in enumeration order. */
  variables(): Readonly<Record<string, string | undefined>>;
  /** The operating system's own idea of the home directory, absolute. */
  osHome(): string;
  /** Makes a path absolute and normal, against the working directory. */
  resolvePath(path: string): string;
  joinPath(...parts: readonly string[]): string;
  /** Absolute directory for what Model Auth itself remembers of this machine, outside any state dir. It may not exist yet. */
  ownDirectory(): string;
}

export interface SecretFileRequest {
  /** Absolute. */
  readonly path: string;
  /** Bytes; a larger file is refused before any of it is read. */
  readonly maxBytes: number;
  /** Total time for opening and reading, ms. */
  readonly timeoutMs: number;
  /** Skips the questions of owner, mode and hard links; what is no regular file of its own is refused all the same. */
  readonly allowInsecurePath: boolean;
}

/** Why a secret file was not read. Spec: secrets 3.4, 3.6; security E5. */
export type SecretFileFault =
  | "not_absolute"
  | "not_readable"
  | "not_file"
  | "symlink"
  | "hard_linked"
  | "too_open"
  | "foreign_owner"
  | "too_large"
  /** It was replaced or written to while it was read, and again each time it was tried. */
  | "changed_while_read"
  /** Not UTF-8. */
  | "not_text"
  /** Who may read it cannot be told on this system. */
  | "unverified"
  | "timeout";

export type SecretFileOutcome =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly fault: SecretFileFault };

/** Files that hold secrets: opened once without following links, judged on the open file, read from it. */
export interface SecretFiles {
  read(request: SecretFileRequest): Promise<SecretFileOutcome>;
  /** What `read` would refuse, as far as it can be told without opening the file. */
  inspect(request: SecretFileRequest): Promise<SecretFileFault | undefined>;
}

export interface ProgramRun {
  /** Absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program; nothing is added to it. */
  readonly env: Readonly<Record<string, string>>;
  /** What the program reads on its standard input, then the end. */
  readonly input: string;
  readonly timeoutMs: number;
  /** Ends a program that says nothing for so long, ms. */
  readonly noOutputTimeoutMs: number;
  /** Bytes of standard output and standard error together. */
  readonly maxOutputBytes: number;
  readonly checks: ProgramChecks;
}

/** What is asked of the file before it is run. Spec: secrets 3.6. */
export interface ProgramChecks {
  readonly allowSymlink: boolean;
  /** Skips the checks of mode and owner. */
  readonly allowInsecurePath: boolean;
  /** Absolute directories, one of which the program must be in; empty for no such demand. */
  readonly trustedDirs: readonly string[];
}

/** Why a program was not run. Spec: secrets 3.6; security E6. */
export type ProgramFault =
  | "not_absolute"
  | "not_readable"
  | "not_file"
  | "symlink"
  | "symlink_target"
  | "outside_trusted_dirs"
  | "too_open"
  | "foreign_owner"
  /** Windows hands such a file to a command interpreter, which reads the arguments anew. */
  | "script_type"
  /** Who may change it cannot be told on this system. */
  | "unverified";

export type ProgramOutcome =
  | { readonly kind: "ended"; readonly exitCode: number | null; readonly stdout: string }
  /** It ended well, but what it said is not UTF-8. */
  | { readonly kind: "not_text" }
  /** `path` is the file the fault is about: what a link leads to, where that is refused. */
  | { readonly kind: "refused"; readonly fault: ProgramFault; readonly path: string }
  /** The system could not start it; its code where it gave one, such as `EACCES`. */
  | { readonly kind: "not_started"; readonly path: string; readonly systemCode?: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "silent" }
  | { readonly kind: "too_much_output" }
  | { readonly kind: "cancelled" };

/** What the file of a program looks like without running it. */
export interface ProgramInspection {
  /** Why `run` would refuse it. */
  readonly fault?: ProgramFault;
  /** Why OpenClaw would refuse it, which wants the user's own programs even where root's are safe. Spec: secrets 3.6 step 8. */
  readonly referenceFault?: ProgramFault;
}

/** Running programs that the user's own configuration names: no shell, killed with all they started. */
export interface Programs {
  run(program: ProgramRun, signal?: AbortSignal): Promise<ProgramOutcome>;
  inspect(program: Pick<ProgramRun, "command" | "checks">): Promise<ProgramInspection>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Total time for headers and body, ms. */
  readonly timeoutMs: number;
  /** The body is read up to here, bytes; the rest is thrown away. */
  readonly maxBodyBytes: number;
}

export type HttpOutcome =
  | {
      readonly kind: "answer";
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly truncated: boolean;
    }
  | { readonly kind: "timeout" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "network"; readonly code: NetworkCode };

export type NetworkCode = "dns" | "refused" | "unreachable" | "reset" | "tls" | "bad_request" | "other";

export interface Http {
  /** One request. Redirects come back as answers with their 3xx status and are never followed. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome>;
}

export interface Digest {
  /** SHA-256 of the UTF-8 text, lower-case hex. */
  sha256(text: string): string;
  /** Cryptographically random lower-case hex of `bytes` bytes. */
  randomHex(bytes: number): string;
}

/** Messages carry codes, ids and fingerprints; never a secret. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
