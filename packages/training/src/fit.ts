import type { Network } from '@knotwork/plugin';
import type { FitPlan } from './fit-plan.js';
import { Fitting, type FitResult } from './fitting.js';
import type { Problem } from './session.js';

/**
 * Fits a network: `starts.count` short optimizations from networks of their own, the best by training loss optimized further,
 * the best of those by validation loss (training loss where nothing is held out) kept. `Fitting` does it step by step.
 *
 * @param network makes the network of each start
 */
export async function fit(problem: Problem, network: (start: number) => Network, plan: FitPlan): Promise<FitResult> {
  const fitting = await Fitting.open(problem, network, plan);
  try {
    for (;;) {
      const result = await fitting.step();
      if (result !== null) return result;
    }
  } finally {
    await fitting.dispose();
  }
}
