import type { PositiveSolver } from '@knotwork/engine-core';
import { whyNoKernels } from '../code/host-support.js';
import { Arena } from '../memory/arena.js';
import { kernelSolver } from './kernel-solver.js';

/** The solver of this engine for others, in memory of its own that is taken when it is first asked; null where the host runs no kernels. */
export function kernelSolverAlone(): PositiveSolver | null {
  if (whyNoKernels() !== null) return null;
  let made: PositiveSolver | null = null;
  const solver = (): PositiveSolver => (made ??= kernelSolver(new Arena()));
  return { solve: (a, n, b, pause) => solver().solve(a, n, b, pause), inverseBlocks: (a, n, ranges, pause) => solver().inverseBlocks(a, n, ranges, pause) };
}
