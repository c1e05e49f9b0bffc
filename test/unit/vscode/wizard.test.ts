import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  runWizard,
  type StepOutcome,
  type StepPosition,
  type WizardStep,
} from "../../../src/vscode/input/wizard.ts";

type State = readonly string[];
type Act = "next" | "back" | "leave";

/** Steps that note who was asked and where it stood, and answer from a list; at its end they answer "next". */
function scripted(
  applies: readonly ((state: State) => boolean)[],
  acts: readonly Act[],
): { steps: WizardStep<State>[]; asked: [number, StepPosition][] } {
  const asked: [number, StepPosition][] = [];
  const steps = applies.map(
    (applicable, index): WizardStep<State> => ({
      applies: applicable,
      ask: async (state, position): Promise<StepOutcome<State>> => {
        asked.push([index, position]);
        const act = acts[asked.length - 1] ?? "next";
        return act === "next" ? { kind: "next", state: [...state, `${index}`] } : { kind: act };
      },
    }),
  );
  return { steps, asked };
}

const always = (): boolean => true;

describe("A wizard", () => {
  it("asks in order and gives what was answered", async () => {
    const { steps, asked } = scripted([always, always, always], []);
    assert.deepEqual(await runWizard(steps, []), ["0", "1", "2"]);
    assert.deepEqual(
      asked.map(([, { step, totalSteps, canGoBack }]) => [step, totalSteps, canGoBack]),
      [
        [1, 3, false],
        [2, 3, true],
        [3, 3, true],
      ],
    );
  });

  it("goes back to the question before, with what was answered still there", async () => {
    const { steps, asked } = scripted([always, always], ["next", "back"]);
    assert.deepEqual(await runWizard(steps, []), ["0", "0", "1"]);
    assert.deepEqual(
      asked.map(([index]) => index),
      [0, 1, 0, 1],
    );
  });

  it("gives nothing when the person leaves", async () => {
    const { steps } = scripted([always, always], ["next", "leave"]);
    assert.equal(await runWizard(steps, []), undefined);
  });

  it("leaves out what does not apply, in the count of steps too", async () => {
    const { steps, asked } = scripted([always, (state) => state.includes("9"), always], []);
    assert.deepEqual(await runWizard(steps, []), ["0", "2"]);
    assert.deepEqual(
      asked.map(([, { step, totalSteps }]) => `${step}/${totalSteps}`),
      ["1/2", "2/2"],
    );
  });

  it("asks what an answer made apply", async () => {
    const { steps } = scripted([always, (state) => state.includes("0")], []);
    assert.deepEqual(await runWizard(steps, []), ["0", "1"]);
  });

  it("is done at once when there is nothing to ask", async () => {
    assert.deepEqual(await runWizard([], ["given"]), ["given"]);
    assert.deepEqual(await runWizard(scripted([() => false], []).steps, ["given"]), ["given"]);
  });

  it("follows a model, whatever applies and whatever the person does", async () => {
    const step = fc.record({ when: fc.constantFrom("always", "never", "even", "odd") });
    const act = fc.constantFrom<Act>("next", "next", "next", "back", "leave");
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(act, { maxLength: 25 }),
        async (plan, acts) => {
          const applies = plan.map(({ when }) => (state: State): boolean => {
            if (when === "always" || when === "never") return when === "always";
            return (state.length % 2 === 0) === (when === "even");
          });
          const { steps, asked } = scripted(applies, acts);
          const result = await runWizard(steps, []);
          // The model: a stack of the questions that were answered.
          let state: State = [];
          const answered: number[] = [];
          const following = (after: number): number => {
            const found = applies.findIndex((each, index) => index > after && each(state));
            return found < 0 ? plan.length : found;
          };
          let at = following(-1);
          let left = false;
          const expected: number[] = [];
          while (at < plan.length && !left) {
            expected.push(at);
            const done = acts[expected.length - 1] ?? "next";
            if (done === "leave") left = true;
            if (done === "back") at = answered.pop() ?? at;
            if (done === "next") {
              answered.push(at);
              state = [...state, `${at}`];
              at = following(at);
            }
          }
          assert.deepEqual(
            asked.map(([index]) => index),
            expected,
          );
          assert.deepEqual(result, left ? undefined : state);
          for (const [, { step: number, totalSteps }] of asked) assert.ok(number <= totalSteps);
        },
      ),
      { numRuns: 500 },
    );
  });
});
