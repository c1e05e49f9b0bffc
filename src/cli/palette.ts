import { styleText } from "node:util";
import type { ProbeStatus } from "../engine/probing/probeResult.ts";
import type { HealthStatus } from "../engine/reports/health.ts";

/** Colours by what a text is, not by what colour it has. */
export interface Palette {
  readonly heading: (text: string) => string;
  readonly label: (text: string) => string;
  readonly name: (text: string) => string;
  readonly probe: (status: ProbeStatus) => string;
  readonly health: (status: HealthStatus) => string;
}

type Style = Parameters<typeof styleText>[0];

const healthStyles: Readonly<Record<HealthStatus, Style>> = {
  ok: "green",
  static: "gray",
  expiring: "yellow",
  expired: "red",
  missing: "red",
};

/** Spec: secrets 11.6. */
const probeStyles: Readonly<Record<ProbeStatus, Style>> = {
  ok: "green",
  rate_limit: "yellow",
  timeout: "yellow",
  billing: "yellow",
  auth: "red",
  format: "red",
  no_model: "gray",
  unknown: "gray",
};

/** Without colours every text stays as it is; nothing is said by colour alone. */
export function palette(isColoured: boolean): Palette {
  const paint = (style: Style, text: string): string => (isColoured ? styleText(style, text) : text);
  return {
    heading: (text) => paint("bold", text),
    label: (text) => paint("gray", text),
    name: (text) => paint("cyan", text),
    probe: (status) => paint(probeStyles[status], status),
    health: (status) => paint(healthStyles[status], status),
  };
}
