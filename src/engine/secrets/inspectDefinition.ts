import type { Ports, ProgramFault, SecretFileFault } from "../ports.ts";
import { type DefinitionWorld, readDefinition } from "./secretDefinition.ts";
import { secretProviderSchema } from "./secretsSchema.ts";

/** What is the matter with a configured program or secret file, without running or reading it. */
export interface DefinitionInspection {
  readonly alias: string;
  readonly source: "file" | "exec";
  /** The program or file, its path made absolute; empty where the definition cannot take effect. */
  readonly path: string;
  /** Why we refuse to use it; left out where we would not. */
  readonly refusal?:
    | { readonly code: "definition_invalid"; readonly field: string }
    | { readonly code: "file_refused"; readonly fault: SecretFileFault }
    | { readonly code: "program_refused"; readonly fault: ProgramFault };
  /** Why OpenClaw would refuse to use it: the same, or because root owns the program. */
  readonly referenceFault?: SecretFileFault | ProgramFault;
  /** Fields for which OpenClaw refuses the whole configuration, as `args.3`; empty for a definition as a whole. Spec: secrets 2.1. */
  readonly schemaPaths: readonly string[];
  /** The checks of owner and mode are switched off. For a file this is one of `schemaPaths`. */
  readonly isInsecureAllowed: boolean;
}

/** Only what looks, and nothing that reads or runs. */
export interface InspectionPorts {
  readonly environment: Ports["environment"];
  readonly programs: Pick<Ports["programs"], "inspect">;
  readonly secretFiles: Pick<Ports["secretFiles"], "inspect">;
}

/**
 * Looks at the program or secret file of an alias, approved or not; nothing for other sources and unknown aliases.
 * Nothing is run and no file is opened.
 */
export async function inspectDefinition(
  ports: InspectionPorts,
  world: DefinitionWorld,
  alias: string,
): Promise<DefinitionInspection | undefined> {
  const configured = world.config.secretProviders.get(alias);
  if (configured?.source !== "file" && configured?.source !== "exec") return undefined;
  const known = {
    alias,
    source: configured.source,
    schemaPaths: schemaPaths(configured),
    isInsecureAllowed: configured["allowInsecurePath"] === true,
  } as const;
  const read = readDefinition(ports.environment, world, configured);
  if (!read?.ok) {
    const field = read === undefined ? "source" : read.failure;
    return { ...known, path: "", refusal: { code: "definition_invalid", field } };
  }
  const definition = read.value;
  switch (definition.source) {
    case "env":
      return undefined;
    case "file": {
      const { path } = definition;
      const fault = await ports.secretFiles.inspect(definition);
      if (fault === undefined) return { ...known, path };
      // Other names for a file are no matter to OpenClaw 2026.4.
      const referenceFault = fault === "hard_linked" ? {} : { referenceFault: fault };
      return { ...known, path, refusal: { code: "file_refused", fault }, ...referenceFault };
    }
    case "exec": {
      const { fault, referenceFault } = await ports.programs.inspect(definition);
      return {
        ...known,
        path: definition.command,
        ...(fault && { refusal: { code: "program_refused", fault } }),
        ...(referenceFault && { referenceFault }),
      };
    }
  }
}

/** Spec: secrets 2.1. */
function schemaPaths(definition: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = secretProviderSchema.safeParse(definition);
  if (parsed.success) return [];
  const paths = parsed.error.issues.flatMap((issue) => {
    const at = issue.path.map(String);
    return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...at, key]) : [at];
  });
  return [...new Set(paths.map((path) => path.join(".")))];
}
