// What stages do that few pages need: one file of a bundle, since what they share would otherwise be many small ones.
export { checkLadder } from './check-ladder.js';
export { climbLadder } from './climb-ladder.js';
export { checkSolve } from './solving/check-solve.js';
export { judgeSolution } from './solving/judge-solution.js';
export { runSolve } from './solving/run-solve.js';
export { runPrune } from './run-prune.js';
export { runSparsify } from './run-sparsify.js';
export { ifBetter } from './as-it-came.js';
export { whyDiverged } from './why-diverged.js';
