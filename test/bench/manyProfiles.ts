import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a state dir with that many profiles, spread evenly over providers `provider-0`, `provider-1`, ... */
export async function writeManyProfiles(root: string, count: number, providers: number): Promise<void> {
  const agent = join(root, "agents", "main", "agent");
  await mkdir(agent, { recursive: true });
  const profiles = Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const provider = `provider-${at % providers}`;
      const ref = {
        source: "vscode",
        provider: "default",
        id: `${provider}-${at}/${at.toString(16).padStart(8, "0")}`,
      };
      const own = { fingerprint: at.toString(16).padStart(8, "0"), addedAt: 1.7e12 };
      const secret =
        at % 3 === 0
          ? { type: "token", tokenRef: ref, expires: Date.now() + at * 60_000 }
          : { type: "api_key", keyRef: ref };
      return [`${provider}:account-${at}`, { ...secret, provider, "x-model-auth": own }];
    }),
  );
  await writeFile(join(agent, "auth-profiles.json"), JSON.stringify({ version: 1, profiles }, null, 2));
  await writeFile(
    join(agent, "auth-state.json"),
    JSON.stringify({ version: 1, order: { "provider-1": ["provider-1:account-1"] } }),
  );
}
