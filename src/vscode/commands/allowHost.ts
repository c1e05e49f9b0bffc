import { l10n, window } from "vscode";
import type { HostChange, ProbeRow } from "../../engine/probing/probeResult.ts";
import { plainLabel, plainText } from "../plainText.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { nodeArgument } from "./target.ts";

/** A probe's row that was not sent because of its host. */
export type HeldBack = ProbeRow & { readonly newHost: HostChange };

export function isHeldBack(row: ProbeRow): row is HeldBack {
  return row.reason === "new_host" && row.newHost !== undefined;
}

/** The findings that wait for the same answer as the row a command was called with; none where it waits for nothing. */
export function heldBackWith(session: AuthSession, argument: unknown): readonly HeldBack[] {
  const node = nodeArgument(argument);
  const waiting = session
    .findings()
    .map(({ row }) => row)
    .filter(isHeldBack);
  const asked = waiting.find((row) =>
    row.profileId === undefined
      ? node?.id.split("/")[1] === row.provider
      : node?.id === `profile/${row.profileId}`,
  );
  return waiting.filter((row) => row.provider === asked?.provider && row.newHost.to === asked.newHost.to);
}

/**
 * Shows where a provider's secrets would go and where they usually go, and remembers the person's yes. Nothing is sent before.
 * @returns whether they may go there now
 */
export async function askAllowedHost(
  session: AuthSession,
  { provider, newHost }: HeldBack,
): Promise<boolean> {
  const { from, to } = newHost;
  const label = session.snapshot?.view.providers.find((row) => row.provider === provider)?.label ?? provider;
  const isSpeltOut = to.split(".").some((part) => part.startsWith("xn--"));
  const detail = [
    l10n.t("Its own host: {0}", plainText(from)),
    l10n.t("The host in openclaw.json: {0}", plainText(to)),
    "",
    ...(isSpeltOut
      ? [l10n.t("Its name holds letters that may look like others; it is shown as the network spells it.")]
      : []),
    l10n.t("Whoever runs that host sees the secret. The answer is remembered for this provider and host."),
  ];
  const allow = l10n.t("Allow Host");
  const picked = await window.showWarningMessage(
    l10n.t("Send secrets of {0} to another host than its own?", plainLabel(label)),
    { modal: true, detail: detail.join("\n") },
    allow,
  );
  if (picked !== allow) return false;
  const done = await session.engine.allowHost(await session.currentWorld(), provider, to);
  if (done.ok) session.ports.log.info(`Allowed the host ${to} for ${provider}.`);
  else await showRefusal(done.failure);
  return done.ok;
}
