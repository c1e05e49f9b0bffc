import { findProvider } from "../engine/providers/catalogue.ts";
import { displayPath } from "../engine/reports/displayPath.ts";
import type { StatusReport } from "../engine/reports/status.ts";
import type { ProviderAuth } from "../engine/reports/statusAuth.ts";
import type { AuthWorld } from "../engine/stores/world.ts";
import { statusMessages } from "./messages/status.ts";
import { missingAuthHint } from "./missingAuthHint.ts";
import { type Palette, palette } from "./palette.ts";
import { printable } from "./printable.ts";
import { tokenStatusLines } from "./tokenStatusText.ts";

/** Labels of the first blocks are padded to this. Spec: stores 9.4. */
const labelWidth = 14;

/** The status for a person: models, credentials, what is missing, what ends when. Spec: stores 9.4, blocks 1 to 4. */
export function statusText(world: AuthWorld, report: StatusReport, now: number, isColoured: boolean): string {
  const paint = palette(isColoured);
  const blocks = [
    modelLines(world, report, paint),
    authLines(world, report, paint),
    missingLines(report, paint),
    [paint.heading(statusMessages.tokenStatus), ...tokenStatusLines(world, report, now, paint)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function row(label: string, value: string, paint: Palette): string {
  return `${paint.label(label.padEnd(labelWidth))}: ${printable(value)}`;
}

function from(label: string, source: "agent" | "defaults" | undefined): string {
  return source === undefined ? label : statusMessages.ofSource(label, source);
}

function list(items: readonly string[], whenEmpty: string = statusMessages.nothing): string {
  return items.join(", ") || whenEmpty;
}

function modelLines(world: AuthWorld, report: StatusReport, paint: Palette): readonly string[] {
  const { resolvedDefault, defaultModel, fallbacks, imageModel, imageFallbacks, aliases, allowed } = report;
  const { modelConfig } = report;
  const defaults = modelConfig && "defaults";
  const named = Object.entries(aliases).map(([alias, model]) => `${alias} -> ${model}`);
  const shownDefault =
    resolvedDefault === defaultModel
      ? resolvedDefault
      : statusMessages.resolvedFrom(resolvedDefault, defaultModel);
  return [
    row(statusMessages.config, displayPath(world, report.configPath), paint),
    row(statusMessages.agentDir, displayPath(world, report.agentDir), paint),
    row(from(statusMessages.defaultModel, modelConfig?.defaultSource), shownDefault, paint),
    row(
      from(statusMessages.counted(statusMessages.fallbacks, fallbacks.length), modelConfig?.fallbacksSource),
      list(fallbacks),
      paint,
    ),
    row(from(statusMessages.imageModel, defaults), imageModel ?? statusMessages.nothing, paint),
    row(
      from(statusMessages.counted(statusMessages.imageFallbacks, imageFallbacks.length), defaults),
      list(imageFallbacks),
      paint,
    ),
    row(statusMessages.counted(statusMessages.aliases, named.length), list(named), paint),
    row(
      statusMessages.counted(statusMessages.configuredModels, allowed.length),
      list(allowed, statusMessages.allModels),
      paint,
    ),
  ];
}

function authLines(world: AuthWorld, { auth }: StatusReport, paint: Palette): readonly string[] {
  const { enabled, appliedKeys } = auth.shellEnvFallback;
  const applied = appliedKeys.length === 0 ? "" : statusMessages.applied(appliedKeys);
  return [
    paint.heading(statusMessages.authOverview),
    row(statusMessages.authStore, displayPath(world, auth.storePath), paint),
    row(statusMessages.shellEnv, (enabled ? statusMessages.on : statusMessages.off) + applied, paint),
    row(
      statusMessages.counted(statusMessages.signIns, auth.providersWithOAuth.length),
      list(auth.providersWithOAuth),
      paint,
    ),
    ...auth.providers.map((entry) => providerLine(entry, paint)),
    ...[...world.rejected].map(([id, reason]) => printable(statusMessages.rejectedEntry(id, reason))),
  ];
}

function providerLine(
  { provider, effective, profiles, env, modelsJson }: ProviderAuth,
  paint: Palette,
): string {
  const { count, oauth, token, apiKey, labels } = profiles;
  const parts = [
    `effective=${effective.kind}:${effective.detail}`,
    ...(count === 0
      ? []
      : [`profiles=${count} (oauth=${oauth}, token=${token}, api_key=${apiKey})`, labels.join(", ")]),
    ...(env === undefined ? [] : [`env=${env.value}`, `source=${env.source}`]),
    ...(modelsJson === undefined ? [] : [`models.json=${modelsJson.value}`, `source=${modelsJson.source}`]),
  ];
  return `- ${paint.name(printable(provider))} ${printable(parts.join(" | "))}`;
}

function missingLines({ auth }: StatusReport, paint: Palette): readonly string[] {
  if (auth.missingProvidersInUse.length === 0) {
    return [];
  }
  return [
    paint.heading(statusMessages.missingAuth),
    ...auth.missingProvidersInUse.map((provider) => {
      const hint = missingAuthHint(provider, findProvider(provider));
      return `- ${paint.name(printable(provider))} ${printable(hint)}`;
    }),
  ];
}
