import type { FrozenPenalty, Objective, Samples, Structure, Value } from '@knotwork/plugin';
import { type Coefficients, fold } from '@knotwork/network';
import { type Gradient, penaltyValue, type ProgramLayout } from '@knotwork/engine-core';
import { findNotFinite } from './find-not-finite.js';
import { LossKernel } from './loss-kernel.js';
import { NetworkKernel } from './network-kernel.js';
import type { PointKernel } from './point-kernel.js';
import type { ReferenceData } from './reference-data.js';
import { ResidualKernel } from './residual-kernel.js';
import { BLOCK } from './term-kernel.js';

/**
 * Everything that is computed from parameters and bound rows: values, gradients, Jacobian rows, activations.
 * Stateless but for scratch memory; shared by all states of a program. Blocks of samples are summed in order.
 */
export class Evaluation {
  readonly kernel: NetworkKernel;
  private readonly points: readonly PointKernel[];

  constructor(readonly structure: Structure, readonly objective: Objective, layout: ProgramLayout) {
    this.kernel = new NetworkKernel(structure, layout);
    const outputs = structure.layers.at(-1)!.outputs;
    this.points = objective.blocks.map((b) => (b.form === 'loss' ? new LossKernel(b, outputs) : new ResidualKernel(b, outputs)));
  }

  /** Runs `visit` on every block of samples, with the network's outputs in place. */
  forEachBlock(parameters: Float64Array, c: Coefficients, data: ReferenceData, visit: (from: number, count: number) => void, layers?: number): void {
    for (let from = 0; from < data.count; from += BLOCK) {
      const count = Math.min(BLOCK, data.count - from);
      columns(data.inputs, from, count, this.kernel.activations[0]!);
      this.kernel.forward(parameters, c, count, layers);
      visit(from, count);
    }
  }

  /** The objective block that is evaluated on the given rows, and the factor that makes its sum a weighted mean. */
  blockOf(data: ReferenceData): { point: PointKernel; factor: number } {
    const point = this.points.find((p) => p.block.points === data.points)!;
    return { point, factor: point.block.weight / (data.meanOver * point.terms) };
  }

  /** The objective; adds its gradient in effective coefficients and shape parameters when `gradient` is given. */
  value(parameters: Float64Array, data: ReferenceData, penalty: FrozenPenalty | undefined, gradient?: Gradient): Value {
    const c = fold(this.structure, parameters);
    const { point, factor } = this.blockOf(data);
    const targets = new Float64Array(data.targets.width * BLOCK);
    let sum = 0;
    this.forEachBlock(parameters, c, data, (from, count) => {
      columns(data.targets, from, count, targets);
      point.run(this.kernel.activations.at(-1)!, targets, count);
      sum = point.addTo(sum, count);
      if (gradient === undefined) return;
      const delta = this.kernel.deltas.at(-1)!;
      delta.fill(0);
      point.addGradient(delta, factor, count);
      this.kernel.backward(c, count);
      this.kernel.accumulate(gradient, c, count);
    });
    const fit = point.scale * factor * sum;
    const extra = penaltyValue(penalty, c, this.structure, gradient);
    const value = fit + extra;
    if (Number.isFinite(value)) return { status: 'ok', value, data: fit, penalty: extra };
    const place = findNotFinite(this, parameters, c, data);
    return { status: 'not-finite', value, data: fit, penalty: extra, ...(place === null ? {} : { place }) };
  }

  /** Outputs of the network, or inputs of layer `layer`: `[count][width]`. */
  activations(parameters: Float64Array, data: ReferenceData, layer: number): Samples {
    const c = fold(this.structure, parameters);
    const width = this.kernel.activations[layer]!.length / BLOCK;
    const values = new Float64Array(data.count * width);
    this.forEachBlock(parameters, c, data, (from, count) => {
      const a = this.kernel.activations[layer]!;
      for (let i = 0; i < width; i++) for (let n = 0; n < count; n++) values[(from + n) * width + i] = a[i * BLOCK + n]!;
    }, layer);
    return { count: data.count, width, values };
  }
}

/** Copies rows `from` to `from + count` into planes `[column][BLOCK]`. */
export function columns(rows: Samples, from: number, count: number, to: Float64Array): void {
  for (let j = 0; j < rows.width; j++) for (let n = 0; n < count; n++) to[j * BLOCK + n] = rows.values[(from + n) * rows.width + j]!;
}
