/** Whether a shell takes the text for one plain word, whatever shell it is. */
export function isPlainWord(text: string): boolean {
  return /^[\w.@%+/][\w.@%+,:/=-]*$/.test(text);
}

/** A text as a person can copy it into a POSIX shell's command line. */
export function shellWord(text: string): string {
  return isPlainWord(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
