import type { Samples } from '@knotwork/plugin';
import type { Value } from '@knotwork/plugin/engine';
import { channelsOf, type Coefficients, fold } from '@knotwork/network';
import { type AllNumbers, type BlockForm, type OutputRead, penaltyValue, type Task, type Weighting } from '@knotwork/engine-core';
import { findNotFinite } from './find-not-finite.js';
import { LossKernel } from './loss-kernel.js';
import { NetworkKernel } from './network-kernel.js';
import { type PointDeltas, type PointKernel, PointPlaces, type PointPlanes } from './point-kernel.js';
import type { ReferenceData, ReferenceSet } from './reference-data.js';
import type { ReferenceGradient } from './reference-gradient.js';
import { ResidualKernel } from './residual-kernel.js';
import { BLOCK } from './term-kernel.js';

/**
 * Everything that is computed from parameters and bound points: values, gradients, Jacobian rows, activations.
 * Stateless but for scratch memory; shared by all states of a program. Blocks of samples are summed in order.
 */
export class Evaluation {
  readonly kernel: NetworkKernel;
  /** One for each block of the objective. */
  readonly points: readonly PointKernel[];
  /** Derivatives in the outputs, which go back into the network, and in scalars. */
  readonly deltas: PointDeltas;

  private readonly places: PointPlaces;

  /** @param channels of what is read; left out for what the objective reads */
  constructor(readonly task: Task, channels = channelsOf(task.blocks.flatMap(({ reads }) => reads))) {
    const { structure, blocks, layout } = task;
    this.kernel = new NetworkKernel(structure, layout, channels);
    const places = this.places = new PointPlaces(channels, structure.layers.at(-1)!.outputs, layout.scalars);
    this.points = blocks.map((form) => (form.isLoss ? new LossKernel(form, places) : new ResidualKernel(form, places)));
    this.deltas = { outputs: this.kernel.deltas.at(-1)!, scalars: new Float64Array(layout.scalars.length * BLOCK) };
  }

  /** Runs `visit` on every block of samples of one set, with the network's outputs in place. */
  forEachBlock(parameters: Float64Array, c: Coefficients, set: ReferenceSet, visit: (from: number, count: number) => void, layers?: number): void {
    for (let from = 0; from < set.count; from += BLOCK) {
      const count = Math.min(BLOCK, set.count - from);
      columns(set.inputs, from, count, this.kernel.activations[0]!);
      this.kernel.forward(parameters, c, count, layers);
      visit(from, count);
    }
  }

  /** What formulas read of the block that ran last. */
  planesOf(set: ReferenceSet, scalars: Float64Array, from: number, count: number): PointPlanes {
    const targets = new Float64Array(set.targets.width * BLOCK);
    columns(set.targets, from, count, targets);
    return { outputs: this.kernel.activations.at(-1)!, inputs: this.kernel.activations[0]!, targets, scalars };
  }

  /** The factor that makes the sum of a block a mean. */
  static meanOf({ terms }: BlockForm, { meanOver }: ReferenceSet): number { return 1 / (meanOver * terms); }

  /** The objective; adds its gradient in effective coefficients, shape parameters and scalars when `gradient` is given. */
  value({ parameters, scalars }: AllNumbers, data: ReferenceData, { penalty, weights }: Weighting, gradient?: ReferenceGradient): Value {
    const { task: { structure }, kernel, deltas } = this;
    const c = fold(structure, parameters);
    const blocks: number[] = [];
    for (const set of data.sets) {
      const sums = set.blocks.map(() => 0);
      this.forEachBlock(parameters, c, set, (from, count) => {
        const planes = this.planesOf(set, scalars, from, count);
        const own = set.weights?.subarray(from, from + count) ?? null;
        if (gradient !== undefined) {
          deltas.outputs.fill(0);
          deltas.scalars.fill(0);
        }
        set.blocks.forEach((b, k) => {
          const point = this.points[b]!;
          point.run(planes, count);
          sums[k] = point.addTo(sums[k]!, count, own);
          if (gradient !== undefined) point.addGradient(deltas, weights[b]! * Evaluation.meanOf(point.form, set), count, own);
        });
        if (gradient === undefined) return;
        kernel.backward(c, count);
        kernel.accumulate(gradient.network, c, count);
        for (let s = 0; s < gradient.scalars.length; s++) for (let n = 0; n < count; n++) gradient.scalars[s]! += deltas.scalars[s * BLOCK + n]!;
      });
      set.blocks.forEach((b, k) => {
        const { form } = this.points[b]!;
        blocks[b] = form.scale * Evaluation.meanOf(form, set) * sums[k]!;
      });
    }
    // Blocks that are not evaluated leave holes, which loops over the array pass by.
    let fit = 0;
    blocks.forEach((mean, b) => { fit += weights[b]! * mean; });
    const extra = penaltyValue(penalty, c, gradient?.network);
    const value = fit + extra;
    const all = { value, data: fit, penalty: extra, blocks: blocks.filter(() => true) };
    if (Number.isFinite(value)) return { status: 'ok', ...all };
    const place = findNotFinite(this, parameters, c, data);
    return { status: 'not-finite', ...all, ...(place === null ? {} : { place }) };
  }

  /** Outputs of the network, or inputs of layer `layer`, over all sets: `[count][width]`. */
  activations(parameters: Float64Array, data: ReferenceData, layer: number): Samples {
    const c = fold(this.task.structure, parameters);
    const { layers } = this.task.structure;
    const width = layer < layers.length ? layers[layer]!.inputs : layers.at(-1)!.outputs;
    return this.planesOfAll(parameters, c, data, layer, Array.from({ length: width }, (_, i) => i));
  }

  /** Outputs and derivatives of them, over all sets: `[count][reads]`. The channels must have them. */
  outputs(parameters: Float64Array, data: ReferenceData, reads: readonly OutputRead[]): Samples {
    const planes = reads.map((read) => (read.of === 'output' ? read.index : this.places.plane(read.output, read.inputs)));
    return this.planesOfAll(parameters, fold(this.task.structure, parameters), data, this.task.structure.layers.length, planes);
  }

  private planesOfAll(parameters: Float64Array, c: Coefficients, data: ReferenceData, layer: number, planes: readonly number[]): Samples {
    const width = planes.length;
    const values = new Float64Array(data.count * width);
    let first = 0;
    for (const set of data.sets) {
      this.forEachBlock(parameters, c, set, (from, count) => {
        const a = this.kernel.activations[layer]!;
        planes.forEach((plane, i) => { for (let n = 0; n < count; n++) values[(first + from + n) * width + i] = a[plane * BLOCK + n]!; });
      }, layer);
      first += set.count;
    }
    return { count: data.count, width, values };
  }
}

/** Copies rows `from` to `from + count` into planes `[column][BLOCK]`. */
export function columns(rows: Samples, from: number, count: number, to: Float64Array): void {
  for (let j = 0; j < rows.width; j++) for (let n = 0; n < count; n++) to[j * BLOCK + n] = rows.values[(from + n) * rows.width + j]!;
}
