import { normalizeProviderId } from "../../../providers/providerId.ts";
import { isObject } from "../../../stores/members.ts";
import { type Check, configPlace } from "../examination.ts";
import { opening } from "../fix.ts";

const provider = "openai-codex";
const wrongApis: readonly unknown[] = ["openai-responses", "openai-completions"];
const publicApi = "https://api.openai.com/v1";

/**
 * openclaw.json sends Codex sign-ins to OpenAI's public API, which does not take them. Only with such a sign-in it matters.
 * Spec: stores 11.1 (4).
 */
export const codexConfig: Check = (seen) => {
  const { store, config } = seen.world;
  const isCodexSignIn = (owner: string, kind: string): boolean =>
    kind === "oauth" && normalizeProviderId(owner) === provider;
  const hasSignIn =
    [...store.profiles.values()].some(({ provider: owner, type }) => isCodexSignIn(owner, type)) ||
    [...config.profiles.values()].some(({ provider: owner, mode }) => isCodexSignIn(owner, mode));
  const configured = member(member(member(seen.facts.config, "models"), "providers"), provider);
  if (!hasSignIn || !isObject(configured)) return [];
  const models = configured["models"];
  const parts = [configured, ...(Array.isArray(models) ? models : [])];
  const isMisled = parts.some((part) => sendsToPublicApi(part, configured["baseUrl"]));
  if (!isMisled) return [];
  const place = { provider, ...configPlace(seen, "models", "providers", provider) };
  return [{ code: "codex_oauth_config", severity: "warn", ...place, params: {}, fix: opening(place) }];
};

function sendsToPublicApi(part: unknown, baseUrlOfProvider: unknown): boolean {
  if (!isObject(part) || !wrongApis.includes(part["api"])) return false;
  const baseUrl = part["baseUrl"] ?? baseUrlOfProvider;
  return (
    baseUrl === undefined ||
    (typeof baseUrl === "string" && baseUrl.trim().replace(/(?<!\/)\/+$/, "") === publicApi)
  );
}

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
