import { seededRandom } from "./seededRandom.ts";

/** A file as it may be found on a disk, and whether it is a store that may be saved again. */
export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Strict UTF-8 and strict JSON whose `profiles` is an object: what OpenClaw 2026.4 takes for a store. */
  readonly isStore: boolean;
}

/** At least 400 files: cut off, flipped, differently encoded, JSON5, hostile, deep and large, and whole. */
export function corpus(): readonly CorpusFile[] {
  return [
    ...wholeStores,
    ...truncations(),
    ...bitFlips(),
    ...encodings(),
    ...json5Forms,
    ...hostileKeys(),
    ...sizes(),
  ];
}

function file(name: string, content: string | Uint8Array, isStore: boolean): CorpusFile {
  return { name, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content, isStore };
}

const smallStore =
  '{"version":1,"profiles":{"openai:default":{"type":"api_key","provider":"openai","key":"sk-1"}}}\n';
const tokenStore =
  '{\n  "version": 1,\n  "profiles": {\n    "a:b": { "type": "token", "provider": "a", "expires": 1 }\n  }\n}\n';
const oauthStore =
  '{"profiles":{"a:me@b.c":{"type":"oauth","provider":"a","access":"at","refresh":"rt","expires":1,"x":[1,{}]}}}';
const emptyStore = '{\n  "version": 1,\n  "profiles": {}\n}\n';

const wholeStores: readonly CorpusFile[] = [
  file("small", smallStore, true),
  file("token", tokenStore, true),
  file("oauth", oauthStore, true),
  file("empty", emptyStore, true),
  file(
    "with legacy state inside",
    '{"profiles":{},"order":{"openai":["a"]},"lastGood":{},"usageStats":{}}',
    true,
  ),
  file(
    "of a newer version",
    '{"version":9,"profiles":{"a":{"type":"quantum","provider":"a"}},"more":[1,2]}',
    true,
  ),
  file("without a final newline", smallStore.trim(), true),
  file("with CRLF", tokenStore.replaceAll("\n", "\r\n"), true),
  file("with tabs and blank lines", '\n\n{\t"profiles"\t:\t{}\n\n}\n\n', true),
  file("with entries OpenClaw rejects", '{"profiles":{"a":null,"b":"x","c":{"type":"api_key"}}}', true),
  file(
    "with 17 digits",
    '{"profiles":{"a":{"type":"token","provider":"a","expires":12345678901234567}}}',
    true,
  ),
  file(
    "with escapes",
    '{"profiles":{"\\u0061":{"type":"api_key","provider":"a","key":"\\ud83d\\ude00"}}}',
    true,
  ),
  file("with a lone surrogate escape", '{"profiles":{"a":{"key":"\\ud800"}}}', true),
];

/** Cut off after every byte that leaves something to be read wrongly. */
function truncations(): readonly CorpusFile[] {
  return [smallStore, tokenStore, oauthStore, emptyStore].flatMap((text, store) =>
    Array.from({ length: text.trimEnd().length }, (_, length) =>
      file(`store ${store} cut off after ${length} bytes`, text.slice(0, length), false),
    ),
  );
}

/** One bit is flipped in a brace, a quote or a colon, so that the file is certainly no JSON any more. */
function bitFlips(): readonly CorpusFile[] {
  const random = seededRandom(1);
  const places = [...smallStore].flatMap((character, index) => ('{}":'.includes(character) ? [index] : []));
  return Array.from({ length: 60 }, (_, count) => {
    const place = places[Math.floor(random() * places.length)] ?? 0;
    const bytes = new TextEncoder().encode(smallStore);
    // The top bit makes it invalid UTF-8.
    bytes[place] = (bytes[place] ?? 0) ^ 0x80;
    return file(`bit flip ${count} at ${place}`, bytes, false);
  });
}

function encodings(): readonly CorpusFile[] {
  const utf16 = (text: string, isLittle: boolean) =>
    Uint8Array.from([...text].flatMap((one) => (isLittle ? [one.charCodeAt(0), 0] : [0, one.charCodeAt(0)])));
  const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const utf8 = (text: string) => new TextEncoder().encode(text);
  return [
    file("UTF-8 with BOM", join(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(smallStore)), false),
    file("two BOMs", join(Uint8Array.of(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf), utf8(smallStore)), false),
    file("UTF-16 little endian with BOM", join(Uint8Array.of(0xff, 0xfe), utf16(smallStore, true)), false),
    file("UTF-16 big endian with BOM", join(Uint8Array.of(0xfe, 0xff), utf16(smallStore, false)), false),
    file("UTF-16 without BOM", utf16(smallStore, true), false),
    file("Latin-1", join(utf8('{"profiles":{"a":{"email":"'), Uint8Array.of(0xe9), utf8('"}}}')), false),
    file("overlong slash", join(utf8('{"profiles":{"a":"'), Uint8Array.of(0xc0, 0xaf), utf8('"}}')), false),
    file(
      "encoded surrogate",
      join(utf8('{"profiles":{"a":"'), Uint8Array.of(0xed, 0xa0, 0x80), utf8('"}}')),
      false,
    ),
    file("NULs after the end", join(utf8(smallStore), new Uint8Array(64)), false),
    file("NULs only", new Uint8Array(4096), false),
    file("nothing", "", false),
    file("white space only", " \n\t\n", false),
    file("a form feed", `\f${smallStore}`, false),
    file("a zero-width space", `\u200b${smallStore}`, false),
    file("gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xe6, 2, 0), false),
  ];
}

const json5Forms: readonly CorpusFile[] = [
  "{profiles:{}}",
  "{'profiles':{}}",
  '{"profiles":{},}',
  '{"profiles":{}} // done',
  '/* mine */ {"profiles":{}}',
  '// mine\n{"profiles":{}}',
  '# mine\n{"profiles":{}}',
  '{"profiles":{"a":{"expires":.5}}}',
  '{"profiles":{"a":{"expires":5.}}}',
  '{"profiles":{"a":{"expires":+5}}}',
  '{"profiles":{"a":{"expires":0x10}}}',
  '{"profiles":{"a":{"expires":Infinity}}}',
  '{"profiles":{"a":{"expires":NaN}}}',
  '{"profiles":{"a":{"expires":undefined}}}',
  '{"profiles":{"a":{"expires":010}}}',
  '{"profiles":{"a":{"key":"one\\\ntwo"}}}',
  '{"profiles":{"a":{"key":"one\ntwo"}}}',
  '{"profiles":{"a":{"key":"\\x41"}}}',
  '{"profiles":{"a":{"key":"\\v"}}}',
  '{"profiles":{"a":{"key":"\t"}}}',
  '{"profiles":{"a":[1,,2]}}',
  '{"profiles":{"a":[1,2,]}}',
  '{"profiles":{}}{"profiles":{}}',
  '{"profiles":{}},',
  '{"profiles":{} "version":1}',
  '{"profiles" {}}',
  '{"profiles":{\u00a0}}',
].map((text, index) => file(`JSON5 or broken form ${index}`, text, false));

function hostileKeys(): readonly CorpusFile[] {
  const keys = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "",
    " ",
    "0",
    "\\u0000",
  ];
  return [
    ...keys.map((key) =>
      file(`profile named ${key}`, `{"profiles":{"${key}":{"type":"api_key","key":"k"}}}`, true),
    ),
    file("__proto__ beside profiles", '{"__proto__":{"profiles":{"x":1}},"profiles":{}}', true),
    file("profiles only in __proto__", '{"__proto__":{"profiles":{}}}', false),
    file("the same profile twice", '{"profiles":{"a":{"key":"1"},"a":{"key":"2"}}}', true),
    file("profiles twice", '{"profiles":{"a":1},"profiles":{"b":1}}', true),
    ...["null", "[]", '"x"', "1", "true"].map((text) =>
      file(`profiles is ${text}`, `{"profiles":${text}}`, false),
    ),
    ...["null", "[]", '"x"', "1", "true", "{}"].map((text) => file(`the whole is ${text}`, text, false)),
  ];
}

function sizes(): readonly CorpusFile[] {
  const nested = (depth: number) => `{"profiles":${'{"a":'.repeat(depth)}{}${"}".repeat(depth)}}`;
  const many = Array.from(
    { length: 5_000 },
    (_, index) => `"p:${index}":{"type":"api_key","provider":"p"}`,
  ).join();
  return [
    file("64 deep", nested(64), true),
    file("1000 deep", nested(1_000), true),
    file("100000 open brackets", `{"profiles":${"[".repeat(100_000)}`, false),
    file("5000 profiles", `{"profiles":{${many}}}`, true),
    file("a key of 1 MB", `{"profiles":{"a":{"key":"${"k".repeat(2 ** 20)}"}}}`, true),
    file("a line of 1 MB of blanks", `{"profiles":{}${" ".repeat(2 ** 20)}}`, true),
    file("16 MiB exactly", `{"profiles":{}${" ".repeat(2 ** 24 - 15)}}`, true),
    file("a byte over 16 MiB", `{"profiles":{}${" ".repeat(2 ** 24 - 14)}}`, false),
  ];
}
