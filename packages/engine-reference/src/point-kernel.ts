import type { Read } from '@knotwork/plugin/engine';
import type { BlockForm, RowsOf } from '@knotwork/engine-core';
import { BLOCK } from './term-kernel.js';

/** What formulas read of one block of points: planes `[column][BLOCK]`, and scalars. */
export interface PointPlanes {
  readonly outputs: Float64Array;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly scalars: Float64Array;
}

/** Derivatives in what trains of one block of points. */
export interface PointDeltas {
  /** `[output][BLOCK]` */
  readonly outputs: Float64Array;
  /** `[scalar][BLOCK]` */
  readonly scalars: Float64Array;
}

/** An objective block over one block of points: what they add up to, what goes back into the network, and the rows of its Jacobian. */
export interface PointKernel {
  readonly form: BlockForm;
  run(planes: PointPlanes, count: number): void;
  /** After `run`: the sum and `count` points more. @param weights of these points; null for 1 */
  addTo(sum: number, count: number, weights: Float64Array | null): number;
  /** After `run`: adds factor times weight times the derivatives. */
  addGradient(deltas: PointDeltas, factor: number, count: number, weights: Float64Array | null): void;
  /** Makes ready `row`. */
  runRows(of: RowsOf, planes: PointPlanes, count: number): void;
  /** After `runRows`: sets the derivatives of one row, those that the block does not read to 0. */
  row(k: number, deltas: PointDeltas, count: number): void;
}

/** Copies what a formula reads to where it reads it. */
export function fillInputs(reads: readonly Read[], scalarNames: readonly string[], inputs: readonly Float64Array[], planes: PointPlanes, count: number): void {
  reads.forEach((read, k) => {
    const into = inputs[k]!;
    if (read.of === 'scalar') into.fill(planes.scalars[scalarNames.indexOf(read.name)]!, 0, count);
    else if (read.of !== 'derivative') {
      const plane = { output: planes.outputs, input: planes.inputs, target: planes.targets }[read.of];
      into.set(plane.subarray(read.index * BLOCK, read.index * BLOCK + count));
    }
  });
}

/** Plane of a variable among the deltas. */
export function deltaOf({ variables }: BlockForm, variable: number, deltas: PointDeltas): Float64Array {
  const { of, index } = variables[variable]!;
  return (of === 'output' ? deltas.outputs : deltas.scalars).subarray(index * BLOCK, (index + 1) * BLOCK);
}
