/** Longest text of a label, in characters as people count them. */
const longest = 80;

const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A text from a shared file, fit for a label: no control, direction or invisible characters, no icon syntax, at most 80
 * characters. Ids that another program wrote are not to be trusted with what a row looks like.
 */
export function plainLabel(text: string): string {
  const clean = text.replace(controls, "").replace(/\$\(/g, "$\u200a(");
  const characters = [...clean];
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join("")}…`;
}
