import type { Channels } from '@knotwork/network';
import type { Read } from '@knotwork/plugin/engine';
import type { BlockForm, RowsOf } from '@knotwork/engine-core';
import { BLOCK } from './term-kernel.js';

/** What formulas read of one block of points: planes `[column][BLOCK]`, and scalars. */
export interface PointPlanes {
  /** `[channel][output][BLOCK]` */
  readonly outputs: Float64Array;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly scalars: Float64Array;
}

/** Derivatives in what trains of one block of points. */
export interface PointDeltas {
  /** `[channel][output][BLOCK]` */
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

/** Where formulas find what they read. */
export class PointPlaces {
  /** @param outputs of the network, @param scalarNames in their order */
  constructor(private readonly channels: Channels, private readonly outputs: number, private readonly scalarNames: readonly string[]) {}

  /** Copies what a formula reads to where it reads it. */
  fill(reads: readonly Read[], inputs: readonly Float64Array[], planes: PointPlanes, count: number): void {
    reads.forEach((read, k) => {
      const into = inputs[k]!;
      if (read.of === 'scalar') { into.fill(planes.scalars[this.scalarNames.indexOf(read.name)]!, 0, count); return; }
      const of = { output: planes.outputs, derivative: planes.outputs, input: planes.inputs, target: planes.targets }[read.of];
      const at = (read.of === 'derivative' ? this.plane(read.output, read.inputs) : read.index) * BLOCK;
      into.set(of.subarray(at, at + count));
    });
  }

  /** Plane of a variable among the deltas. */
  deltaOf({ variables }: BlockForm, variable: number, deltas: PointDeltas): Float64Array {
    const found = variables[variable]!;
    const plane = found.of === 'output' ? this.plane(found.index, found.inputs) : found.index;
    return (found.of === 'output' ? deltas.outputs : deltas.scalars).subarray(plane * BLOCK, (plane + 1) * BLOCK);
  }

  /** Number of the plane of an output, or of a derivative of one. */
  plane(output: number, inputs: readonly number[]): number { return this.channels.numberOf(inputs) * this.outputs + output; }
}
