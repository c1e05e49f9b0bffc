import type { ApiId } from "../simulator/api.ts";
import type { Simulator } from "../simulator/simulator.ts";

/** An openclaw.json as a person writes it, whose providers are the simulator. */
export function simulatedConfig(simulator: Simulator, providers: Readonly<Record<string, ApiId>>): string {
  const lines = Object.entries(providers).map(
    ([id, api]) => `      ${JSON.stringify(id)}: { baseUrl: "${simulator.baseUrl(api)}", models: [] },\n`,
  );
  return `{
  // Where the models are; written by hand.
  models: {
    providers: {
${lines.join("")}    },
  }, // the end of it
}
`;
}
