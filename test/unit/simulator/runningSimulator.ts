import { after, afterEach, before } from "mocha";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/simulator.ts";

/** Starts a simulator for the tests of a suite, cleans it after each and stops it after the last. */
export function runningSimulator(options: SimulatorOptions = {}): () => Simulator {
  let simulator: Simulator | undefined;
  before(async () => {
    simulator = await startSimulator(options);
  });
  afterEach(() => {
    simulator?.clear();
    simulator?.resetBehaviours();
  });
  after(async () => {
    await simulator?.stop();
  });
  return () => {
    if (simulator === undefined) {
      throw new Error("The simulator runs only inside the tests of its suite.");
    }
    return simulator;
  };
}
