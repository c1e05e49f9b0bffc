import assert from "node:assert/strict";
import type { FindingCode } from "../../../src/engine/reports/doctor/finding.ts";
import { places } from "../../support/authRoom.ts";
import { cases, type DoctorCase } from "./cases.ts";
import { look } from "./home.ts";

function inState(path: string): string {
  return path === "" ? places.stateDir : `${places.stateDir}/${path}`;
}

describe("The doctor's checks", () => {
  for (const [code, { sick, well, finds, besides = [] }] of Object.entries<DoctorCase<FindingCode>>(cases)) {
    it(`find ${code} once, where it is, and nothing else with it`, async () => {
      const { findings } = await look(sick);
      assert.deepEqual(findings.map((one) => one.code).toSorted(), [code, ...besides].toSorted());
      const found = findings.find((one) => one.code === code);
      assert.equal(found?.severity, finds.severity);
      assert.deepEqual(found.params, finds.params);
      assert.equal(found.fix?.kind, finds.fix);
      if (finds.profileId !== undefined) assert.equal(found.profileId, finds.profileId);
      if (finds.at !== undefined)
        assert.deepEqual([found.file, found.line], [inState(finds.at[0]), finds.at[1]]);
    });

    it(`find nothing where ${code} could be suspected and is not`, async () => {
      assert.deepEqual((await look(well)).findings, []);
    });
  }
});
