import type { FileProblem } from "../../engine/stores/fileProblem.ts";

export const programName = "model-auth";

/** What every command may say. Each error tells what to do next and fits one line. */
export const messages = {
  usage: (line: string) => `Usage: ${programName} ${line}`,
  programSummary: "Shows and checks the credentials of your model providers.",
  commandsHeading: "Commands:",
  optionsHeading: "Options:",
  alsoReachable: (names: readonly string[]) => `Also reachable as: ${names.join(", ")}`,
  moreHelp: `Run "${programName} <command> --help" for the options of a command.`,

  optionHelp: "Show this help",
  optionVersion: "Show the version",
  optionJson: "Print JSON and nothing else",
  optionAgent: "Agent to report on, instead of the default one",
  placeholderAgent: "ID",

  unknownCommand: (text: string, group: string) =>
    `Unknown command "${text}". Run "${[programName, group].join(" ").trim()} --help" to see the commands.`,
  missingSubcommand: (group: string, next: readonly string[]) =>
    `"${group}" is the beginning of a command. Go on with one of: ${next.join(", ")}.`,
  secretInArguments:
    "A secret does not belong among the arguments, where every program of this machine can read it. Pipe it into standard input, or leave it out to be asked for it. A provider is given as --provider PROVIDER.",
  unknownOption: (option: string, command: string, nearest: string | undefined) =>
    nearest === undefined
      ? `Unknown option ${option}. Run "${programName} ${command} --help" to see its options.`
      : `Unknown option ${option}. Did you mean ${nearest}?`,
  missingValue: (option: string, placeholder: string) => `${option} needs a value: ${option} ${placeholder}.`,
  needlessValue: (option: string) => `${option} takes no value. Leave out what follows "=".`,
  unexpectedArgument: (text: string, command: string) =>
    `Unexpected argument "${text}". Run "${programName} ${command} --help" to see how to use it.`,
  missingWord: (placeholder: string, command: string) =>
    `"${command}" needs ${placeholder}. Run "${programName} ${command} --help" to see how to use it.`,
  unknownAgent: (raw: string, known: readonly string[]) =>
    `Unknown agent "${raw}". Known agents: ${known.join(", ")}. Give one of them to --agent.`,
  outputLost: (code: string) =>
    `Standard output could not be written (${code}), so what it got is not the whole answer. Make room and run it again.`,
  unexpectedFailure: (name: string) =>
    `${programName} failed unexpectedly (${name}). Set MODEL_AUTH_DEBUG=1 and run it again to see where.`,

  fileProblem: ({ path, code, line, column }: FileProblem): string => {
    const at = line === undefined ? "" : ` at line ${line}, column ${column ?? 1}`;
    switch (code) {
      case "not_json":
        return `${path} cannot be read${at}: it is damaged. Correct it there; nothing is written to it meanwhile.`;
      case "wrong_shape":
        return `${path} is not a credential store. Restore it from a backup, or move it away to start anew.`;
      case "newer_version":
        return `${path} is of a newer version. Update ${programName} before changing anything in it.`;
      case "newer_openclaw":
        return `${path} belongs to a newer OpenClaw that keeps credentials in SQLite, which is not read. Set OPENCLAW_STATE_DIR to another directory.`;
      case "too_large":
        return `${path} is too large to be read. Move it away, or make it smaller.`;
      case "not_text":
        return `${path} is not UTF-8 text. Save it as UTF-8.`;
      case "denied":
        return `${path} may not be read. Give yourself read permission (chmod u+r).`;
      case "io":
        return `${path} cannot be read. Check that it is a file and that its disk works.`;
    }
  },
} as const;
