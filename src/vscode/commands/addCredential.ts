import { l10n, window } from "vscode";
import type { NewProfile } from "../../engine/acquisition/addProfile.ts";
import type { Keeping } from "../../engine/acquisition/keepSecret.ts";
import { setupTokenPrefix } from "../../engine/credentials/setupToken.ts";
import { findProvider } from "../../engine/providers/catalogue.ts";
import { Secret } from "../../engine/secrets/secret.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import { askExpiry, type ExpiryAnswer } from "../input/askExpiry.ts";
import { askKeeping } from "../input/askKeeping.ts";
import { askProfileName } from "../input/askProfileName.ts";
import { askProvider } from "../input/askProvider.ts";
import { askSecret } from "../input/askSecret.ts";
import { type Answer } from "../input/askText.ts";
import { runWizard, type StepOutcome, type WizardStep } from "../input/wizard.ts";
import { plainLabel } from "../plainText.ts";
import { refusalSentence, showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { applyOrder, currentOrder } from "../tree/orderByDragging.ts";
import { probeProfiles } from "./probe.ts";
import { currentSnapshot, nodeArgument } from "./target.ts";

interface Draft {
  readonly provider?: string;
  readonly name?: string;
  /** Held while the wizard runs, so that Back loses nothing. */
  readonly secret?: string;
  readonly expires?: ExpiryAnswer;
  readonly keeping?: Keeping;
}

/** Add API Key... and Paste Token...: from provider to a saved, registered and, if wished, probed profile. */
export async function addCredential(
  session: AuthSession,
  type: "api_key" | "token",
  argument: unknown,
): Promise<void> {
  const { world, view, now } = await currentSnapshot(session);
  const refused = foreseenRefusal(world, world.files);
  if (refused !== undefined) {
    await showRefusal(refused);
    return;
  }
  const title = type === "api_key" ? l10n.t("Add API Key") : l10n.t("Paste Token");
  const inUse = view.providers.map((row) => row.provider);
  const taken = new Set(world.store.profiles.keys());
  const isVolatile = (await session.ports.keychain.durability()) === "volatile";
  const steps: readonly WizardStep<Draft>[] = [
    {
      ask: async (draft, position) =>
        laid(draft, await askProvider(title, inUse, position, draft.provider), (provider) => ({ provider })),
    },
    {
      ask: async (draft, position) => {
        const name = draft.name ?? (type === "api_key" ? "default" : "manual");
        const answer = await askProfileName(title, draft.provider ?? "", name, taken, position);
        return laid(draft, answer, (text) => ({ name: text.trim() }));
      },
    },
    {
      ask: async (draft, position) => {
        const isSetupToken = type === "token" && draft.provider === "anthropic";
        const answer = await askSecret(
          title,
          secretPrompt(draft, type),
          isSetupToken,
          position,
          draft.secret,
        );
        return laid(draft, answer, (secret) => ({ secret }));
      },
    },
    {
      applies: () => type === "token",
      ask: async (draft, position) =>
        laid(draft, await askExpiry(title, now, position), (expires) => ({ expires })),
    },
    {
      ask: async (draft, position) =>
        laid(draft, await askKeeping(title, world.files.profiles, isVolatile, position), (keeping) => ({
          keeping,
        })),
    },
  ];
  const row = nodeArgument(argument);
  const named = inUse.find((provider) => row?.id === `provider/${provider}`);
  const given = named === undefined ? {} : { provider: named };
  const draft = await runWizard(given.provider === undefined ? steps : steps.slice(1), given);
  const profile = draft === undefined ? undefined : complete(draft, type);
  if (profile !== undefined) await save(session, profile);
}

function laid<T>(draft: Draft, answer: Answer<T>, lay: (value: T) => Draft): StepOutcome<Draft> {
  return answer.kind === "answer" ? { kind: "next", state: { ...draft, ...lay(answer.value) } } : answer;
}

function secretPrompt({ provider = "", name = "" }: Draft, type: "api_key" | "token"): string {
  const label = findProvider(provider)?.label ?? provider;
  if (type === "token" && provider === "anthropic") {
    return l10n.t("Run `claude setup-token` and paste what it prints; it begins with {0}.", setupTokenPrefix);
  }
  const page = findProvider(provider)?.keyPage;
  const what =
    type === "api_key"
      ? l10n.t("Paste the API key of {0} for {1}.", label, `${provider}:${name}`)
      : l10n.t("Paste the token of {0} for {1}.", label, `${provider}:${name}`);
  return page === undefined ? what : `${what} ${l10n.t("Keys are made at {0}", page)}`;
}

function complete(draft: Draft, type: "api_key" | "token"): NewProfile | undefined {
  const { provider, name, secret, keeping, expires } = draft;
  if (provider === undefined || name === undefined || secret === undefined || keeping === undefined)
    return undefined;
  return {
    profileId: `${provider}:${name}`,
    provider,
    type,
    secret: new Secret(secret),
    keeping,
    ...(expires?.at === undefined ? {} : { expires: expires.at }),
  };
}

async function save(session: AuthSession, profile: NewProfile): Promise<void> {
  const { profileId } = profile;
  const added = await session.engine.addProfile(await session.currentWorld(), profile);
  if (!added.ok) {
    await showRefusal(added.failure);
    return;
  }
  session.forgetFinding(profileId);
  await session.refresh();
  session.ports.log.info(`Saved profile ${profileId}.`);
  const { registered } = added.value;
  if (!registered.ok) {
    void window.showWarningMessage(
      l10n.t(
        "{0} is saved, but openclaw.json does not name it: {1}",
        plainLabel(profileId),
        refusalSentence(registered.failure),
      ),
    );
  }
  await offerNext(session, profileId);
}

/** What comes after saving: a probe, or first a place in the order where an order would leave the profile unused. */
async function offerNext(session: AuthSession, profileId: string): Promise<void> {
  const provider = session.snapshot?.view.providers.find((row) =>
    row.profiles.some((one) => one.profileId === profileId),
  );
  const row = provider?.profiles.find((one) => one.profileId === profileId);
  const addToOrder = l10n.t("Add to Order");
  const probe = l10n.t("Probe Now");
  if (provider !== undefined && row?.use.kind === "excluded") {
    const question = l10n.t(
      "{0} is saved, but the order of {1} does not name it, so it is not used.",
      plainLabel(profileId),
      plainLabel(provider.label),
    );
    const picked = await window.showWarningMessage(question, addToOrder, probe);
    if (picked === addToOrder) await applyOrder(session, provider, [...currentOrder(provider), profileId]);
    if (picked === probe) await probeProfiles(session, [profileId]);
    return;
  }
  const picked = await window.showInformationMessage(
    l10n.t("{0} is saved. Probe it now?", plainLabel(profileId)),
    probe,
  );
  if (picked === probe) await probeProfiles(session, [profileId]);
}
