import { leastSquares } from '@knotwork/numerics';
import type { BasisDefinition, OptionsSchema } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { basisTable, type TablePlace } from './basis-table.js';

const FITTED = 2001;
const MEASURED = 8000;

/** How far one edge stays from a function. */
export interface FitError {
  /** Coefficients of the edge. */
  readonly size: number;
  /** Largest error. */
  readonly max: number;
  /** Root of the mean squared error. */
  readonly rms: number;
}

/**
 * Error of the best fit of a function by one edge on [-1, 1]: least squares at 2001 points, measured at 8000 others between them. Where
 * coefficients are not determined, those of least norm count.
 *
 * Cost: 2000 size^2 operations, ten times as many where coefficients are nearly dependent.
 *
 * @param options as a file gives them; defaults are filled in
 */
export function bestFit<S extends OptionsSchema>(
  basis: BasisDefinition<S>, options: z.input<S>, target: (x: number) => number, place: Pick<TablePlace, 'shape'> = {},
): FitError {
  const points = Float64Array.from({ length: FITTED }, (_, n) => (2 * n) / (FITTED - 1) - 1);
  const { size, values } = basisTable(basis, options, points, place);
  const { coefficients } = leastSquares(values, points.map(target), { rows: FITTED, columns: size, count: 1 });
  const others = Float64Array.from({ length: MEASURED }, (_, n) => (2 * n + 1) / MEASURED - 1);
  const table = basisTable(basis, options, others, place);
  const errors = others.map((x, n) => Math.abs(coefficients.reduce((sum, c, k) => sum + c * table.values[n * size + k]!, 0) - target(x)));
  return { size, max: errors.reduce((a, b) => Math.max(a, b)), rms: Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / MEASURED) };
}
