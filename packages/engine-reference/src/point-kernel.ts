import type { ObjectiveBlock } from '@knotwork/plugin';
import type { RowsOf } from '@knotwork/engine-core';
import { BLOCK } from './term-kernel.js';

/** An objective block over one block of samples: what they add up to, what goes back into the network, and the rows of its Jacobian. */
export interface PointKernel {
  readonly block: ObjectiveBlock;
  /** Numbers of a sample that the objective is a mean over. */
  readonly terms: number;
  /** Rows of the Jacobian that a sample has. */
  readonly rows: number;
  /** What the sum is multiplied by besides the factor of a mean: 1/2 for squares. */
  readonly scale: number;
  /** @param y outputs `[output][BLOCK]`, @param t targets `[target][BLOCK]` */
  run(y: Float64Array, t: Float64Array, count: number): void;
  /** After `run`: the sum and `count` samples more. */
  addTo(sum: number, count: number): number;
  /** After `run`: delta += factor times the derivative in the outputs, `[output][BLOCK]`. */
  addGradient(delta: Float64Array, factor: number, count: number): void;
  /** Makes ready `row`. */
  runRows(of: RowsOf, y: Float64Array, t: Float64Array, count: number): void;
  /** After `runRows`: derivatives of one row in the outputs, to `[output][BLOCK]`. */
  row(k: number, delta: Float64Array, count: number): void;
}

/** Copies outputs `[output][BLOCK]` and targets to where a formula of `y0`, ... and `t0`, ... reads them. */
export function fillInputs(names: readonly string[], inputs: readonly Float64Array[], y: Float64Array, t: Float64Array, count: number): void {
  names.forEach((name, k) => {
    const at = Number(name.slice(1)) * BLOCK;
    inputs[k]!.set((name.startsWith('y') ? y : t).subarray(at, at + count));
  });
}
