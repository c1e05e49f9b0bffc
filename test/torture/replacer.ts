/** Replaces a file by rename so many times, so often (ms), with the number of the replacement in it. */
import { renameSync, writeFileSync } from "node:fs";
import { argv } from "node:process";

const [, , file = "", times = "", everyMs = ""] = argv;
for (let count = 1; count <= Number(times); count++) {
  writeFileSync(`${file}.foreign`, String(count));
  renameSync(`${file}.foreign`, file);
  await new Promise((resolve) => setTimeout(resolve, Number(everyMs)));
}
