import { l10n } from "vscode";
import { defaultAgentId, knownAgentIds } from "../../engine/stores/agents.ts";
import { askChoice } from "../input/askChoice.ts";
import { plainLabel } from "../plainText.ts";
import type { AuthSession } from "../session.ts";

/** Select Agent...: whose credentials this window shows and changes. */
export async function selectAgent(session: AuthSession): Promise<void> {
  const world = await session.currentWorld();
  const { environment, files } = session.ports;
  const stored = await files.list(environment.joinPath(world.paths.stateDir, "agents"));
  const ids = [...new Set(["main", ...knownAgentIds(world.config), ...stored])];
  const standard = defaultAgentId(world.config);
  const answer = await askChoice<string | undefined>({
    title: l10n.t("Select Agent"),
    placeholder: l10n.t("Whose credentials to show in this window?"),
    choices: ids.map((id) => ({
      label: plainLabel(id),
      description: [
        id === world.agent.id ? l10n.t("shown now") : "",
        id === standard ? l10n.t("default") : "",
      ]
        .filter((part) => part !== "")
        .join(" · "),
      value: id === standard ? undefined : id,
    })),
  });
  if (answer.kind === "answer") await session.selectAgent(answer.value);
}
