import { l10n } from "vscode";
import type { NewProfile } from "../../engine/acquisition/addProfile.ts";
import { setupTokenPrefix } from "../../engine/credentials/setupToken.ts";
import { findProvider } from "../../engine/providers/catalogue.ts";
import { Secret } from "../../engine/secrets/secret.ts";
import { foreseenRefusal } from "../../engine/stores/foreseenRefusal.ts";
import { askExpiry, type ExpiryAnswer } from "../input/askExpiry.ts";
import { askKeeping, type KeepingChoice } from "../input/askKeeping.ts";
import { askProfileName } from "../input/askProfileName.ts";
import { askProvider } from "../input/askProvider.ts";
import { askSecret } from "../input/askSecret.ts";
import { askVariable, suggestedVariable } from "../input/askVariable.ts";
import { laid, runWizard, type WizardStep } from "../input/wizard.ts";
import { showRefusal } from "../refusals.ts";
import type { AuthSession } from "../session.ts";
import { saveProfile } from "./saveProfile.ts";
import { currentSnapshot, nodeArgument } from "./target.ts";

interface Draft {
  readonly provider?: string;
  readonly name?: string;
  /** Held while the wizard runs, so that Back loses nothing. */
  readonly secret?: string;
  readonly expires?: ExpiryAnswer;
  readonly keeping?: KeepingChoice;
  /** For a secret kept in the `.env` file. */
  readonly variable?: string;
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
    {
      applies: ({ keeping }) => keeping === "env_file",
      ask: async (draft, position) => {
        const suggestion = draft.variable ?? suggestedVariable(draft.provider ?? "", draft.name ?? "");
        const profileId = `${draft.provider ?? ""}:${draft.name ?? ""}`;
        const answer = await askVariable(title, world, suggestion, position, undefined, profileId);
        return laid(draft, answer, (text) => ({ variable: text.trim() }));
      },
    },
  ];
  const row = nodeArgument(argument);
  const named = inUse.find((provider) => row?.id === `provider/${provider}`);
  const given = named === undefined ? {} : { provider: named };
  const draft = await runWizard(given.provider === undefined ? steps : steps.slice(1), given);
  const profile = draft === undefined ? undefined : await complete(session, draft, type);
  if (profile !== undefined) await saveProfile(session, profile);
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

/** The profile as it was told, its secret in the `.env` file first where it is wanted there. */
async function complete(
  session: AuthSession,
  draft: Draft,
  type: "api_key" | "token",
): Promise<NewProfile | undefined> {
  const { provider, name, secret, keeping, expires, variable } = draft;
  if (provider === undefined || name === undefined || secret === undefined || keeping === undefined)
    return undefined;
  const profile = {
    profileId: `${provider}:${name}`,
    provider,
    type,
    ...(expires?.at === undefined ? {} : { expires: expires.at }),
  };
  const given = new Secret(secret);
  if (keeping !== "env_file") return { ...profile, secret: given, keeping };
  if (variable === undefined) return undefined;
  const world = await session.currentWorld();
  const put = await session.engine.putKeyInEnv(world, variable, given);
  if (put.ok) {
    const alias = world.config.secretDefaults.env ?? "default";
    return { ...profile, ref: { source: "env", provider: alias, id: variable } };
  }
  await showRefusal(put.failure);
  return undefined;
}
