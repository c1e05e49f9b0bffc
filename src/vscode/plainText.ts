/** Longest text of a label, in characters as people count them. */
const longest = 80;

const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A text from a shared file, fit to be shown: no control, direction or invisible characters, no icon syntax, no link syntax
 * (notifications make links of it, to commands too). Ids that another program wrote are not to be trusted with what they do.
 */
export function plainText(text: string): string {
  return text.replace(controls, "").replace(/\$\(/g, "$\u200a(").replace(/\]\(/g, "]\u200a(");
}

/** The same for a label: at most 80 characters, and in ‹› where something was taken out, so that it passes for no other. */
export function plainLabel(text: string): string {
  const clean = plainText(text);
  const characters = [...clean];
  const short = characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join("")}…`;
  return text.search(controls) < 0 ? short : `‹${short}›`;
}
