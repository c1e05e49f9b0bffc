/** A process that has a timer and a watch, and nothing to do: it must end by itself. */
import { nodeClock } from "../../../src/node/clock.ts";
import { createNodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { silentLog } from "./room.ts";

nodeClock.after(60_000, () => {});
createNodeFiles({ log: silentLog }).watch([import.meta.filename], () => {});
console.log("done");
