import { plainView } from "./textView.ts";

/** A run of this many bytes of a secret, in any of its forms, counts as the secret. */
const pieceLength = 8;
/** Shorter texts are no secrets, only words that would blank out others. */
const shortestSecret = 4;
/** Of a longer secret this much is looked for, in characters: no key comes near, and each piece is kept. */
const longestSecret = 16_384;

/** Every piece of a secret, in bytes, that a text must not hold: as it is and in base64 wherever it starts. */
export function piecesOf(whole: string): readonly string[] {
  const secret = whole.slice(0, longestSecret);
  const bytes = plainView(secret).text;
  if (bytes.length < shortestSecret) return [];
  return [bytes, ...base64Forms(rawBytes(secret))].flatMap(windows);
}

function windows(form: string): readonly string[] {
  if (form.length < shortestSecret) return [];
  if (form.length <= pieceLength) return [form];
  return Array.from({ length: form.length - pieceLength + 1 }, (_, at) => form.slice(at, at + pieceLength));
}

function rawBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/**
 * Base64 of a secret by where it starts in the encoded text: three alignments, without the characters at the edges that
 * its neighbours have a share in. Both alphabets. RFC 4648 sections 4 and 5.
 */
function base64Forms(bytes: string): readonly string[] {
  const forms = [0, 1, 2].map((lead) => {
    const encoded = btoa(" ".repeat(lead) + bytes).replaceAll("=", "");
    const start = lead === 0 ? 0 : lead + 1;
    return (lead + bytes.length) % 3 === 0 ? encoded.slice(start) : encoded.slice(start, -1);
  });
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
