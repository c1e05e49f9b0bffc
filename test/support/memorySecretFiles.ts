import type {
  SecretFileFault,
  SecretFileOutcome,
  SecretFileRequest,
  SecretFiles,
} from "../../src/engine/ports.ts";

/** Secret files in memory, which remember how they were asked for. */
export class MemorySecretFiles implements SecretFiles {
  /** By path: the text, or why it is refused. */
  readonly files = new Map<string, string | { readonly fault: SecretFileFault }>();
  readonly requests: SecretFileRequest[] = [];

  readonly read = async (request: SecretFileRequest): Promise<SecretFileOutcome> => {
    this.requests.push(request);
    const file = this.files.get(request.path);
    await Promise.resolve();
    if (typeof file === "string") return { kind: "text", text: file };
    return { kind: "refused", fault: file?.fault ?? "not_readable" };
  };

  readonly inspect = async ({ path }: SecretFileRequest): Promise<SecretFileFault | undefined> => {
    const file = this.files.get(path);
    await Promise.resolve();
    return typeof file === "string" ? undefined : (file?.fault ?? "not_readable");
  };
}
