import { l10n, window } from "vscode";
import type { PendingApproval } from "../../engine/secrets/approvals.ts";
import { coerceSecretRef, credentialSecret } from "../../engine/secrets/secretRef.ts";
import type { DefinitionLine } from "../../engine/secrets/shownDefinition.ts";
import type { AuthWorld } from "../../engine/stores/world.ts";
import { askChoice } from "../input/askChoice.ts";
import { plainLabel, plainText } from "../plainText.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { currentSnapshot } from "./target.ts";

/** Review Programs and Secret Files...: what openclaw.json would have run or read for secrets, and whether the person agreed. */
export async function reviewDefinitions(session: AuthSession): Promise<void> {
  const { world } = await currentSnapshot(session);
  const pending = await session.engine.pendingApprovals(world);
  const defined = [...world.config.secretProviders].filter(
    ([, { source }]) => source === "file" || source === "exec",
  );
  if (defined.length === 0) {
    await window.showInformationMessage(
      l10n.t("openclaw.json defines no programs or files that secrets come from (secrets.providers)."),
    );
    return;
  }
  const answer = await askChoice<string>({
    title: l10n.t("Programs and Secret Files"),
    placeholder: l10n.t("Pick one to approve it, or to take the approval back"),
    choices: defined.map(([alias, { source, command, path }]) => ({
      label: `${source === "exec" ? "$(terminal)" : "$(file)"} ${plainLabel(alias)}`,
      description: stateWord(pending.find((one) => one.alias === alias)),
      detail: plainText(String(source === "exec" ? command : path)),
      value: alias,
    })),
  });
  if (answer.kind !== "answer") return;
  const waiting = pending.find(({ alias }) => alias === answer.value);
  if (waiting !== undefined) await askApproval(session, world, waiting);
  else await askRevocation(session, world, answer.value);
}

function stateWord(pending: PendingApproval | undefined): string {
  if (pending === undefined) return l10n.t("approved");
  return pending.before === undefined ? l10n.t("not approved yet") : l10n.t("changed since it was approved");
}

/**
 * Asks for the approvals that the credentials about to be used need, one after another. What is not approved stays unused;
 * that is told where it is missed.
 * @param uses whether a profile is about to be used
 */
export async function askNeededApprovals(
  session: AuthSession,
  world: AuthWorld,
  uses: (profileId: string, provider: string) => boolean,
): Promise<void> {
  await askApprovals(session, world, neededAliases(world, uses));
}

/** The same for secret providers by their aliases. */
export async function askApprovals(
  session: AuthSession,
  world: AuthWorld,
  aliases: ReadonlySet<string>,
): Promise<void> {
  if (aliases.size === 0) return;
  for (const one of await session.engine.pendingApprovals(world)) {
    // One question at a time.
    // oxlint-disable-next-line no-await-in-loop
    if (aliases.has(one.alias)) await askApproval(session, world, one);
  }
}

function neededAliases(
  world: AuthWorld,
  uses: (profileId: string, provider: string) => boolean,
): ReadonlySet<string> {
  const { secretDefaults, modelProviders } = world.config;
  const profiles = [...world.store.profiles].filter(([id, { provider }]) => uses(id, provider));
  const stored = profiles.map(([, credential]) => credentialSecret(credential, secretDefaults));
  const refs = [
    ...stored.map((place) => (place.kind === "ref" ? place.ref : undefined)),
    ...[...modelProviders.values()].map(({ apiKey }) => coerceSecretRef(apiKey, secretDefaults)),
  ];
  return new Set(refs.flatMap((ref) => (ref === undefined ? [] : [ref.provider])));
}

/** Shows exactly what would be run or read, and what of it is new; nothing is done before the person says so. */
async function askApproval(session: AuthSession, world: AuthWorld, pending: PendingApproval): Promise<void> {
  const alias = plainLabel(pending.alias);
  const question =
    pending.source === "exec"
      ? pending.before === undefined
        ? l10n.t("Run this program to get secrets? openclaw.json defines it as {0}.", alias)
        : l10n.t(
            "The program {0} in openclaw.json has changed since you approved it. Run it as it is now?",
            alias,
          )
      : pending.before === undefined
        ? l10n.t("Read secrets from this file? openclaw.json defines it as {0}.", alias)
        : l10n.t(
            "The secret file {0} in openclaw.json has changed since you approved it. Read it as it is now?",
            alias,
          );
  const approve = l10n.t("Approve");
  const detail = difference(pending).join("\n");
  const picked = await window.showWarningMessage(question, { modal: true, detail }, approve);
  if (picked !== approve) return;
  const done = await session.engine.approve(world, pending.alias, pending.hash);
  if (done.ok)
    session.ports.log.info(`Approved ${pending.source} ${pending.alias} (${pending.hash.slice(0, 8)}).`);
  else await showRefusal(done.failure);
}

async function askRevocation(session: AuthSession, world: AuthWorld, alias: string): Promise<void> {
  const revoke = l10n.t("Take Back");
  const question = l10n.t(
    "Take back the approval of {0}? It is then asked for again before its next use.",
    plainLabel(alias),
  );
  if ((await window.showWarningMessage(question, { modal: true }, revoke)) !== revoke) return;
  const done = await session.engine.revokeApproval(world, alias);
  if (!done.ok) await showRefusal(done.failure);
}

/** The definition line by line; where it changed, with what went (-) and what came (+). */
function difference({ lines, before }: PendingApproval): readonly string[] {
  if (before === undefined) return lines.map(lineText);
  const now = lines.map(lineText);
  const then = before.map(lineText);
  return [
    ...then.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.map((line) => (then.includes(line) ? `  ${line}` : `+ ${line}`)),
  ];
}

function lineText([field, text]: DefinitionLine): string {
  return `${field}: ${plainText(text)}`;
}
