import { derivative, derivatives } from './differentiate.js';
import type { Expr } from './expr.js';
import { formula, type Formula } from './formula.js';

/**
 * Second derivatives of the first output of a formula in some of its inputs, with equal parts shared.
 *
 * @param inputs names, in order
 * @returns the lower triangle: `[i][j]`, j at most i; what folds to nothing is the constant 0
 */
export function hessian(f: Formula, inputs: readonly string[]): Expr[][] {
  const slopes = inputs.map((name) => derivative(f.roots[0]!, name));
  const columns = inputs.map((name, j) => derivatives(slopes.slice(j), name));
  const entries = inputs.flatMap((_, i) => Array.from({ length: i + 1 }, (__, j) => [`${i},${j}`, columns[j]![i - j]!] as const));
  const { roots } = formula(f.inputs, Object.fromEntries(entries), f.tables);
  return inputs.map((_, i) => roots.slice((i * (i + 1)) / 2, ((i + 1) * (i + 2)) / 2));
}
