/**
 * A process that adds profiles by OpenClaw's own locked update, or unlocked as its `paste-token` does, and appends each to
 * its list of acknowledgements when the update is done. Runs in OpenClaw's Node, as it stands.
 */
import { appendFileSync, existsSync } from "node:fs";
import { argv, stdout } from "node:process";
import { loadOpenClaw } from "./openclawFunctions.ts";

export interface WriterOrder {
  /** OpenClaw's package. */
  readonly openclaw: string;
  readonly manner: "locked" | "unlocked";
  /** The first part of the profiles' ids. */
  readonly writer: string;
  readonly count: number;
  /** Up to so long between two updates, ms. */
  readonly pauseMs: number;
  /** One acknowledged profile id a line. */
  readonly acknowledgements: string;
  /** Begin once this file exists. */
  readonly start: string;
}

interface Store {
  readonly profiles: Record<string, object>;
}

const order: WriterOrder = JSON.parse(argv[2] ?? "");
const openclaw = await loadOpenClaw<{
  updateAuthProfileStoreWithLock: (given: { updater(store: Store): boolean }) => Promise<Store | null>;
  upsertAuthProfile: (given: object) => void;
}>(order.openclaw, ["updateAuthProfileStoreWithLock", "upsertAuthProfile"]);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// The first load of a process takes plugins along and may last seconds; what follows is as in a gateway that runs.
openclaw.upsertAuthProfile({ profileId: `openai:${order.writer}-first`, credential: credentialOf("first") });
stdout.write("ready\n");
while (!existsSync(order.start)) await sleep(2);
let refused = 0;
for (let index = 0; index < order.count; index++) {
  const profileId = `openai:${order.writer}-${index}`;
  const credential = credentialOf(profileId);
  if (order.manner === "unlocked") {
    openclaw.upsertAuthProfile({ profileId, credential });
    appendFileSync(order.acknowledgements, `${profileId}\n`);
  } else {
    const updater = ({ profiles }: Store): boolean => {
      profiles[profileId] = credential;
      return true;
    };
    const updated = await openclaw.updateAuthProfileStoreWithLock({ updater });
    if (updated === null) refused++;
    else appendFileSync(order.acknowledgements, `${profileId}\n`);
  }
  await sleep(Math.random() * order.pauseMs);
}
stdout.write(JSON.stringify({ refused }));

function credentialOf(displayName: string): object {
  return { type: "api_key", provider: "openai", displayName };
}
