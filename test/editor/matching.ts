/** A CSS selector for what has this label; VS Code appends the key binding of its command, if it has one. */
export function labelled(label: string): string {
  const text = label.replaceAll('"', '\\"');
  return `:is([aria-label="${text}"], [aria-label^="${text} ("])`;
}

/** A label without the key binding behind it. */
export function withoutKeys(label: string | null): string {
  return (label ?? "").replace(/ \([^()]*\+[^()]*\)$/, "");
}

/** Matches this text and no longer one, for filters on the text of an element. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}
