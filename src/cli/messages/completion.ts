/** What help says of completion. */
export const completionSummaries = {
  completion: "Print the completion script of a shell: bash, zsh or fish",
  complete: "Print what may stand in the place of the last word, for the completion scripts",
} as const;

export const completionMessages = {
  unknownShell: (text: string) => `There is no completion for "${text}". Give bash, zsh or fish.`,
} as const;
