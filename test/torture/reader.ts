/** A process that reads a JSON file every 3 ms until it is told to stop, and says what it saw. */
import { existsSync, readFileSync } from "node:fs";
import { argv, stdout } from "node:process";

const [, , file = "", until = ""] = argv;
let reads = 0;
let damaged = 0;
while (!existsSync(until)) {
  if (existsSync(file)) {
    reads++;
    try {
      JSON.parse(readFileSync(file, "utf8"));
    } catch {
      damaged++;
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 3));
}
stdout.write(JSON.stringify({ reads, damaged }));
