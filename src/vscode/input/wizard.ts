import type { Answer } from "./askText.ts";

/** What came of one question: an answer laid into the state, the wish to go back, or to leave. */
export type StepOutcome<S> =
  | { readonly kind: "next"; readonly state: S }
  | { readonly kind: "back" }
  | { readonly kind: "leave" };

/** Where a question stands among those asked, for "2/5" in its title. */
export interface StepPosition {
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

export interface WizardStep<S> {
  /** Left out of the run while this is false; asked anew after each answer. */
  readonly applies?: (state: S) => boolean;
  readonly ask: (state: S, position: StepPosition) => Promise<StepOutcome<S>>;
}

/** What an answer makes of the state: laid into it, or the wish to go back or leave as it is. */
export function laid<S, T>(state: S, answer: Answer<T>, lay: (value: T) => Partial<S>): StepOutcome<S> {
  return answer.kind === "answer" ? { kind: "next", state: { ...state, ...lay(answer.value) } } : answer;
}

/**
 * Asks one question after the other; Back returns to the one before with what was answered still in the state.
 * @returns the last state, or `undefined` when the person left
 */
export async function runWizard<S>(steps: readonly WizardStep<S>[], initial: S): Promise<S | undefined> {
  let state = initial;
  let at = nextStep(steps, state, -1);
  const asked: number[] = [];
  while (at < steps.length) {
    const step = steps[at];
    if (step === undefined) break;
    const applicable = steps.filter((each) => each.applies?.(state) ?? true);
    const outcome = await step.ask(state, {
      step: applicable.indexOf(step) + 1,
      totalSteps: applicable.length,
      canGoBack: asked.length > 0,
    });
    switch (outcome.kind) {
      case "next":
        state = outcome.state;
        asked.push(at);
        at = nextStep(steps, state, at);
        break;
      case "back":
        at = asked.pop() ?? at;
        break;
      case "leave":
        return undefined;
    }
  }
  return state;
}

function nextStep<S>(steps: readonly WizardStep<S>[], state: S, after: number): number {
  const next = steps.findIndex((step, index) => index > after && (step.applies?.(state) ?? true));
  return next < 0 ? steps.length : next;
}
