/**
 * Making a provider's words fit to show: one line, no control or direction characters, at most 200 characters, and
 * the secret in none of its forms. Security E8, E11, E15 and test 32.
 */

const longest = 200;
const placeholder = "[secret]";
/** Shorter secrets would blank out ordinary words; such a message is not shown at all. */
const shortestRedactable = 8;
/** A piece of the secret this long is as good as the secret. */
const pieceLength = 12;

/** The message, or undefined when it cannot be shown without risk. */
export function sanitiseVendorMessage(text: string, secret: string): string | undefined {
  const forms = formsOf(secret);
  // The forms are looked for in the text as it came and as it will be seen, with everything invisible gone.
  const shown = oneLine(redact(decodeEscapes(text), forms));
  const redacted = redact(shown, forms);
  const compact = redacted.replace(/\s/g, "");
  const leaks =
    secret.length < shortestRedactable
      ? compact.includes(secret)
      : [...forms, ...piecesOf(secret)].some((form) => compact.includes(form.replace(/\s/g, "")));
  if (leaks || redacted === "") return undefined;
  return redacted.length <= longest ? redacted : `${redacted.slice(0, longest - 1)}…`;
}

/** Every form in which a secret has been seen in error texts, longest first. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < shortestRedactable) return [];
  const bytes = new TextEncoder().encode(secret);
  const percent = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    percent,
    percent.toUpperCase(),
    ...base64Forms(bytes),
  ];
  return [...new Set(forms)].filter((form) => form !== "").toSorted((a, b) => b.length - a.length);
}

/** Base64 of the secret wherever it stands in a longer text: its three alignments, without the shared edges. */
function base64Forms(bytes: Uint8Array): readonly string[] {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const aligned = [0, 1, 2].map((lead) => {
    const encoded = btoa(" ".repeat(lead) + text).replaceAll("=", "");
    const start = lead === 0 ? 0 : lead + 1;
    return (lead + text.length) % 3 === 0 ? encoded.slice(start) : encoded.slice(start, -1);
  });
  return [btoa(text), ...aligned].flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

function piecesOf(secret: string): readonly string[] {
  const isLong = secret.length >= 2 * pieceLength;
  return isLong ? [secret.slice(0, pieceLength), secret.slice(-pieceLength)] : [];
}

function redact(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => rest.replaceAll(form, placeholder), text);
}

/** JSON escapes that survived parsing, as where a body quotes another body. */
function decodeEscapes(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}\][^\p{Cc}]{0,2048}\p{Cc}\\?/gu, "")
    .replace(/\p{Cc}\[[0-9;?]{0,32}[A-Za-z]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu, "")
    .trim();
}
