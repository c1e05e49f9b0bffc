import { secretEnvNames } from "../../providers/catalogue.ts";
import type { ConfigRefusal } from "../../stores/configWriter.ts";
import { parseJson5 } from "../../stores/documents/json5Document.ts";
import { auditRead } from "../audit/copies.ts";
import type { ReadPlace, SecretPlace } from "../secretPlaces.ts";
import type { SecretDefaults } from "../secretRef.ts";
import type { FileStep } from "./changeSet.ts";

/** What the files will say once steps are made on what was read, told before anything is written. */
export class Foreseen {
  readonly #steps: FileStep[] = [];
  readonly #before = new Map<string, string | undefined>();
  readonly #texts = new Map<string, string | undefined>();
  /** The first step that will be refused. */
  refusal: ConfigRefusal | undefined;

  constructor(read: ReadonlyMap<string, ReadPlace>) {
    for (const [path, place] of read) {
      const text = place.kind === "json" || place.kind === "lines" ? place.text : undefined;
      this.#before.set(path, text);
      this.#texts.set(path, text);
    }
  }

  /** The steps that change something, in the order in which they were added. */
  get steps(): readonly FileStep[] {
    return this.#steps;
  }

  get changedPaths(): readonly string[] {
    return [...new Set(this.#steps.map(({ path }) => path))];
  }

  /** What a file will hold; `undefined` when there is none. */
  textOf(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** @param text what the file holds, where it was not among those read */
  add(step: FileStep, text?: string): void {
    const before = this.#texts.get(step.path) ?? text;
    const edited = step.edit(before);
    if (!edited.ok) {
      this.refusal ??= edited.failure;
      return;
    }
    if (edited.value === undefined) return;
    this.#steps.push(step);
    this.#texts.set(step.path, edited.value ?? undefined);
  }

  /** A file as it will be, parsed. */
  placeOf({ kind, path }: SecretPlace): ReadPlace {
    const text = this.textOf(path);
    if (text === undefined) return { kind: "absent" };
    if (kind === "env_file") return { kind: "lines", text };
    const parsed = parseJson5(text);
    return parsed.ok
      ? { kind: "json", text, root: parsed.value }
      : { kind: "damaged", text, fault: { line: parsed.failure.line, column: parsed.failure.column } };
  }

  /** Known names of variables that the files will name anywhere: their lines in .env are read by somebody. */
  namesIn(places: readonly SecretPlace[]): ReadonlySet<string> {
    const texts = places.filter(({ kind }) => kind !== "env_file").map(({ path }) => this.textOf(path) ?? "");
    return new Set(secretEnvNames().filter((name) => texts.some((text) => text.includes(name))));
  }

  /** The first of these secret providers that a ref will still name. */
  providerInUse(
    places: readonly SecretPlace[],
    aliases: readonly string[],
    defaults: SecretDefaults,
  ): { readonly alias: string; readonly path: string } | undefined {
    for (const place of places) {
      const { refs } = auditRead(place, place.path, this.placeOf(place), defaults);
      const used = refs.find(({ ref }) => aliases.includes(ref.provider));
      if (used !== undefined) return { alias: used.ref.provider, path: place.path };
    }
    return undefined;
  }
}
