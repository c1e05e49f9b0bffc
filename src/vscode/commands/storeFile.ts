import { l10n, Position, Range, Uri, window, workspace } from "vscode";
import type { AuthSession } from "../session.ts";
import { currentSnapshot } from "./target.ts";

/**
 * Open Store File: auth-profiles.json of the agent shown, at what is wrong with it, if something is. An own file of the state dir
 * may be asked for by path; other paths are not opened for whoever calls the command.
 */
export async function openStore(session: AuthSession, argument: unknown): Promise<void> {
  const { world, view } = await currentSnapshot(session);
  const own = [
    world.files.profiles,
    world.files.state,
    world.mainFiles.profiles,
    world.mainFiles.state,
    world.paths.configPath,
  ];
  const asked =
    typeof argument === "object" && argument !== null && "path" in argument ? argument.path : undefined;
  const path = own.find((file) => file === asked) ?? view.problems[0]?.path ?? world.files.profiles;
  if (!(await session.ports.files.exists(path))) {
    void window.showInformationMessage(
      l10n.t("{0} does not exist yet. It is made with the first profile.", path),
    );
    return;
  }
  const problem = view.problems.find((one) => one.path === path);
  const at = new Position((problem?.line ?? 1) - 1, (problem?.column ?? 1) - 1);
  const document = await workspace.openTextDocument(Uri.file(path));
  await window.showTextDocument(document, { selection: new Range(at, at) });
}
