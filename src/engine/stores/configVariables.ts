import { isObject } from "./members.ts";

/** What a variable holds, unless it is unset or blank. Names come from files: `constructor` is a name like any other. */
export function setVariable(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return value?.trim() ? value : undefined;
}

/**
 * Replaces `${NAME}` in every text of the config by the variable's value; `$${NAME}` stands for the text itself.
 * A name that is missing or empty keeps its template. Spec: secrets 6.4.
 */
export function substituteVariables(
  value: unknown,
  variables: Readonly<Record<string, string | undefined>>,
): unknown {
  if (typeof value === "string") return substituteText(value, variables);
  if (Array.isArray(value)) return value.map((item) => substituteVariables(item, variables));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substituteVariables(item, variables)]),
  );
}

function substituteText(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  if (!text.includes("${")) return text;
  return text.replace(/(\$?)\$\{([A-Z_][A-Z0-9_]*)\}/g, (whole, escape: string, name: string) => {
    if (escape !== "") return whole.slice(1);
    return variables[name] || whole;
  });
}
