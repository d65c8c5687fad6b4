import type { Network } from '@knotwork/plugin';
import type { FitPlan } from './fit-plan.js';
import { Fitting, type FitResult, type FitSnapshot, type ReachedStep } from './fitting.js';
import type { Problem } from './session.js';

/** How a fit is kept that may be cut at any moment. */
export interface Keeping {
  /** What was kept last, to go on from; null to begin. */
  readonly from: FitSnapshot | null;
  /** Whether so much work is not kept that it should be; asked after every step. */
  isDue(): boolean;
  /** @param reached the step after which it is kept */
  keep(snapshot: FitSnapshot, reached: ReachedStep): Promise<void>;
}

/**
 * Fits a network: `starts.count` short optimizations from networks of their own, the best by training loss optimized further,
 * the best of those by validation loss (training loss where nothing is held out) kept. `Fitting` does it step by step.
 *
 * @param network makes the network of each start
 * @param keeping where work is to survive a process that is killed
 * @throws the reason of the plan's signal, where it is given in the middle of a step that takes long; between steps it ends the fit as `aborted`
 */
export async function fit(problem: Problem, network: (start: number) => Network, plan: FitPlan, keeping: Keeping | null = null): Promise<FitResult> {
  const fitting = await Fitting.open(problem, network, plan, keeping?.from ?? null);
  try {
    for (;;) {
      const result = await fitting.step();
      if (result !== null) return result;
      // What is seen of the signal is final: nobody could go on from it.
      if (plan.signal?.aborted !== true && keeping?.isDue() === true) await keeping.keep(await fitting.snapshot(), fitting.reached);
    }
  } finally {
    await fitting.dispose();
  }
}
