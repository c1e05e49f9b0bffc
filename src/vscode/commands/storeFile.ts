import { l10n, Position, Range, Uri, window, workspace } from "vscode";
import { placeInText } from "../../engine/reports/doctor/placeInText.ts";
import type { TextPlace } from "../../engine/reports/doctor/textPlaces.ts";
import { copiesOf, secretPlaces } from "../../engine/secrets/secretPlaces.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import type { AuthSession } from "../session.ts";
import { currentSnapshot } from "./target.ts";

/**
 * Open Store File: auth-profiles.json of the agent shown, at what is wrong with it, if something is. An own file of the state dir, or
 * a copy of one, may be asked for by `path`, and a place in it by `jsonPath` or by `line` and `column`; other paths are not
 * opened for whoever calls the command.
 * @param isNamed whether a report of this window offers to open a file
 */
export async function openStore(
  session: AuthSession,
  argument: unknown,
  isNamed: (path: string) => boolean = () => false,
): Promise<void> {
  const { world, view } = await currentSnapshot(session);
  const asked = textField(argument, "path");
  const mayOpen = async (path: string): Promise<boolean> =>
    isNamed(path) || (await isOwn(session, world, path));
  const own = asked !== undefined && (await mayOpen(asked)) ? asked : undefined;
  const path = own ?? view.problems[0]?.path ?? world.files.profiles;
  if (!(await session.ports.files.exists(path))) {
    void window.showInformationMessage(
      path === world.files.profiles
        ? l10n.t("{0} does not exist yet. It is made with the first profile.", path)
        : l10n.t("{0} does not exist any more.", path),
    );
    return;
  }
  const document = await workspace.openTextDocument(Uri.file(path));
  const named = own === undefined ? undefined : await namedPlace(argument, () => document.getText());
  const problem = view.problems.find((one) => one.path === path);
  const { line, column } = named ?? { line: problem?.line ?? 1, column: problem?.column ?? 1 };
  const at = new Position(line - 1, column - 1);
  await window.showTextDocument(document, { selection: new Range(at, at) });
}

async function isOwn({ ports }: AuthSession, world: AuthWorld, path: string): Promise<boolean> {
  const { files, mainFiles, paths } = world;
  const known = [files.profiles, files.state, mainFiles.profiles, mainFiles.state, paths.configPath];
  if (known.includes(path)) return true;
  const places = await secretPlaces(ports, world);
  if (!places.ok) return false;
  for (const place of places.value) {
    if (place.path === path || (await copiesOf(ports, place.path)).includes(path)) return true;
  }
  return false;
}

/** The place an argument names, where the file has such a one. */
async function namedPlace(argument: unknown, text: () => string): Promise<TextPlace | undefined> {
  const jsonPath = textField(argument, "jsonPath");
  if (jsonPath !== undefined) return await placeInText(text(), jsonPath);
  const [line, column] = [numberField(argument, "line"), numberField(argument, "column")];
  return line === undefined ? undefined : { line, column: column ?? 1 };
}

function textField(argument: unknown, name: "path" | "jsonPath"): string | undefined {
  const value = field(argument, name);
  return typeof value === "string" ? value : undefined;
}

function numberField(argument: unknown, name: "line" | "column"): number | undefined {
  const value = field(argument, name);
  return typeof value === "number" && Number.isInteger(value) && value >= 1 ? value : undefined;
}

function field(argument: unknown, name: string): unknown {
  return typeof argument === "object" && argument !== null && Object.hasOwn(argument, name)
    ? Reflect.get(argument, name)
    : undefined;
}
