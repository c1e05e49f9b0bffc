import type { SecretCandidate } from "../../engine/secrets/configure/candidates.ts";
import type { SecretChoice } from "../../engine/secrets/configure/planFor.ts";
import { readRef } from "../auth/keepWhere.ts";
import { complain } from "../complain.ts";
import type { TerminalInput } from "../input/terminalInput.ts";
import { adviceSentence, configureMessages } from "../messages/secretsConfigure.ts";
import { printable } from "../printable.ts";
import type { Terminal } from "../terminal.ts";

/** Shows every secret that stands as plain text, and asks where those that can move are to go. `undefined` for cancelled. */
export async function askChoices(
  terminal: Terminal,
  input: TerminalInput,
  candidates: readonly SecretCandidate[],
): Promise<readonly SecretChoice[] | undefined> {
  const choices: SecretChoice[] = [];
  for (const [index, candidate] of candidates.entries()) {
    terminal.err(`${printable(configureMessages.candidate(index + 1, candidate))}\n`);
    terminal.err(`   ${printable(adviceSentence(candidate.advice))}\n`);
    if (candidate.homes.length === 0) continue;
    const to = await askHome(terminal, input, index + 1);
    if (to === "cancelled") return undefined;
    if (to !== "skip") choices.push({ candidateId: candidate.id, fingerprint: candidate.fingerprint, to });
  }
  return choices;
}

async function askHome(
  terminal: Terminal,
  input: TerminalInput,
  number: number,
): Promise<SecretChoice["to"] | "skip" | "cancelled"> {
  for (;;) {
    const answer = await input.ask(configureMessages.ask(number), "shown");
    if (answer === undefined) return "cancelled";
    switch (answer.trim().toLowerCase()) {
      case "":
      case "s":
        return "skip";
      case "f":
        return { home: "file" };
      case "e": {
        const name = await input.ask(configureMessages.askName, "shown");
        if (name === undefined) return "cancelled";
        return { home: "env", ...(name.trim() !== "" && { name: name.trim() }) };
      }
      case "r": {
        const text = await input.ask(configureMessages.askRef, "shown");
        if (text === undefined) return "cancelled";
        const read = readRef(text.trim());
        if (read.ok && read.value.kind === "ref") return { home: "ref", ref: read.value.ref };
        complain(terminal, read.ok ? configureMessages.notARef : read.failure);
        break;
      }
      default:
        complain(terminal, configureMessages.answerOneOf);
    }
  }
}
