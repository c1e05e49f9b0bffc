/** A hundred profiles: half of them name a secret in the keychain that is not there. */
export const crowd: Readonly<Record<string, object>> = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => {
    const name = `crowd-${String(index).padStart(3, "0")}`;
    const where =
      index % 2 === 0
        ? { keyRef: { source: "vscode", provider: "default", id: `groq:${name}/0000000${index % 10}` } }
        : { key: `plain-${name}` };
    return [`groq:${name}`, { type: "api_key", provider: "groq", ...where }];
  }),
);
