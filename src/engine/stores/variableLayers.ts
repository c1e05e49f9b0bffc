/**
 * The environment as the engine sees it: the process's variables, and beneath them what files and the login shell say.
 * Whoever comes first has a name. The process's own environment is never changed. Spec: secrets 6.1.
 */

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Where a variable comes from that is not the process's own: `.env` of the working directory, `.env` of the state dir,
 * OpenClaw's `gateway.env`, the config's `env` block, the login shell; `alias` is one that another name stands in for.
 */
export type VariableSource = "workspace" | "state" | "gateway" | "config" | "shell" | "alias";

/** What a later place says of a name that an earlier one has. Its value is not kept. */
export interface ShadowedVariable {
  readonly source: VariableSource;
  readonly isSameValue: boolean;
}

export interface VariableView {
  readonly variables: Variables;
  /** By name; a name that is not here is the process's own. */
  readonly variableSources: ReadonlyMap<string, VariableSource>;
  /** By name, in the order of the places. */
  readonly shadowedVariables: ReadonlyMap<string, readonly ShadowedVariable[]>;
}

export interface VariableLayer {
  readonly source: VariableSource;
  readonly values: Iterable<readonly [name: string, value: string]>;
}

/** The process's environment, and nothing beneath it yet. */
export function processView(variables: Variables): VariableView {
  return { variables, variableSources: new Map(), shadowedVariables: new Map() };
}

/**
 * Lays the values of one place beneath a view. For a file, a name that is set to nothing is taken; the config and the
 * shell fill blanks too. Spec: secrets 6.1, "two different emptiness tests".
 */
export function withLayer(view: VariableView, { source, values }: VariableLayer): VariableView {
  const isTaken = takenTests[source];
  const added = new Map<string, string>();
  const shadowed = new Map<string, ShadowedVariable>();
  for (const [name, value] of values) {
    const held = heldValue(view.variables, name);
    if (isTaken(held)) shadowed.set(name, { source, isSameValue: held === value });
    else added.set(name, value);
  }
  if (added.size === 0 && shadowed.size === 0) return view;
  return {
    variables: added.size === 0 ? view.variables : { ...view.variables, ...Object.fromEntries(added) },
    variableSources: new Map([
      ...view.variableSources,
      ...[...added.keys()].map((name) => [name, source] as const),
    ]),
    shadowedVariables: withShadowed(view.shadowedVariables, shadowed),
  };
}

/** The name a vendor's own tools use stands in for ours where ours is blank. Spec: secrets 6.1 row 7. */
export function withAliases(view: VariableView): VariableView {
  const isBlank = (name: string): boolean => !heldValue(view.variables, name)?.trim();
  const values = aliases.flatMap(({ name, stoodInBy }) => {
    const value = heldValue(view.variables, stoodInBy);
    return isBlank(name) && value?.trim() ? [[name, value] as const] : [];
  });
  return withLayer(view, { source: "alias", values });
}

/** The name whose value a variable of the source `alias` has. */
export function originalOf(name: string): string | undefined {
  return aliases.find((alias) => alias.name === name)?.stoodInBy;
}

const aliases = [{ name: "ZAI_API_KEY", stoodInBy: "Z_AI_API_KEY" }] as const;

type TakenTest = (held: string | undefined) => held is string;

const isDefined: TakenTest = (held) => held !== undefined;
const isFilled: TakenTest = (held): held is string => held !== undefined && held.trim() !== "";

const takenTests: Readonly<Record<VariableSource, TakenTest>> = {
  workspace: isDefined,
  state: isDefined,
  gateway: isDefined,
  config: isFilled,
  shell: isFilled,
  alias: isFilled,
};

/** Names come from files: `constructor` is a name like any other. */
function heldValue(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function withShadowed(
  known: VariableView["shadowedVariables"],
  more: ReadonlyMap<string, ShadowedVariable>,
): VariableView["shadowedVariables"] {
  const all = new Map(known);
  for (const [name, one] of more) all.set(name, [...(all.get(name) ?? []), one]);
  return all;
}
