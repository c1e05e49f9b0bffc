import assert from "node:assert/strict";
import { join } from "node:path";
import { activationTimes, measureActivation } from "../startupPerformance.ts";

describe("Startup performance", () => {
  it("is read from the editor's own report", async () => {
    const extensions = [join(import.meta.dirname, "sample-extension")];
    const times = await measureActivation({ extensions }, ["selftest.sample"]);
    const sample = times.get("selftest.sample");
    console.log(sample);
    assert.ok(sample !== undefined);
    for (const time of Object.values(sample)) assert.ok(time >= 0 && time < 5_000, String(time));
  });

  it("takes the columns of the asked extensions alone", () => {
    const report = [
      "## Extension Activation Stats",
      "|Extension|Eager|Load Code|Call Activate|Finish Activate|Event|By|",
      "| --- | --- | --- | --- | --- | --- | --- |",
      "|one.two|false|3|5|7|onStartupFinished|one.two|",
      "|other.one|true|1|1|1|*|other.one|",
      "",
      "## Next",
      "|one.two|false|9|9|9|",
    ].join("\n");
    const expected = { loadCode: 3, callActivate: 5, finishActivate: 7 };
    assert.deepEqual([...activationTimes(report, ["one.two"])], [["one.two", expected]]);
  });
});
