import type { Objective, Samples, Structure, Value } from '@knotwork/plugin';
import { type Coefficients, fold } from '../coefficients.js';
import type { ReferenceData } from './reference-data.js';
import { NetworkKernel } from './network-kernel.js';
import { type FrozenPenalty, penaltyValue } from '../penalty.js';
import { ResidualKernel } from './residual-kernel.js';
import { BLOCK } from './term-kernel.js';

/**
 * Everything that is computed from parameters and bound rows: values, gradients, Jacobian rows, activations.
 * Stateless but for scratch memory; shared by all states of a program. Blocks of samples are summed in order.
 */
export class Evaluation {
  readonly kernel: NetworkKernel;
  private readonly residuals: readonly ResidualKernel[];

  constructor(readonly structure: Structure, readonly objective: Objective) {
    this.kernel = new NetworkKernel(structure);
    this.residuals = objective.blocks.map((b) => new ResidualKernel(b, structure.layers.at(-1)!.outputs));
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

  /** The objective block that is evaluated on the given rows, and the factor of 1/2 r^2 of one residual. */
  blockOf(data: ReferenceData): { residual: ResidualKernel; factor: number } {
    const residual = this.residuals.find((r) => r.block.points === data.points)!;
    return { residual, factor: residual.block.weight / (data.count * residual.residuals) };
  }

  /** The objective; also its gradient in effective coefficients when `gradient` is given. */
  value(parameters: Float64Array, data: ReferenceData, penalty: FrozenPenalty | undefined, gradient?: Coefficients): Value {
    const c = fold(this.structure, parameters);
    const { residual, factor } = this.blockOf(data);
    const outputs = this.structure.layers.at(-1)!.outputs;
    const targets = new Float64Array(data.targets.width * BLOCK);
    let sum = 0;
    this.forEachBlock(parameters, c, data, (from, count) => {
      columns(data.targets, from, count, targets);
      residual.run(this.kernel.activations.at(-1)!, targets, count);
      const delta = this.kernel.deltas.at(-1)!;
      if (gradient !== undefined) delta.fill(0);
      for (let k = 0; k < residual.residuals; k++) {
        const r = residual.residual(k);
        for (let n = 0; n < count; n++) sum += r[n]! * r[n]!;
        if (gradient === undefined) continue;
        for (let q = 0; q < outputs; q++) {
          const slope = residual.slope(k, q);
          for (let n = 0; n < count; n++) delta[q * BLOCK + n]! += factor * r[n]! * slope[n]!;
        }
      }
      if (gradient !== undefined) {
        this.kernel.backward(c, count, 1);
        this.kernel.accumulate(gradient, count);
      }
    });
    const fit = 0.5 * factor * sum;
    const extra = penaltyValue(penalty, c, this.structure, gradient);
    const value = fit + extra;
    if (Number.isFinite(value)) return { status: 'ok', value, data: fit, penalty: extra };
    return { status: 'not-finite', value, data: fit, penalty: extra, place: this.findNotFinite(parameters, c, data) };
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

  /** First edge, from the input on, whose output is not finite for a finite input; the first bad input if the data is not finite. */
  private findNotFinite(parameters: Float64Array, c: Coefficients, data: ReferenceData): NonNullable<Value['place']> {
    let place: NonNullable<Value['place']> = { layer: this.structure.layers.length - 1, from: 0, to: 0 };
    let found = false;
    this.forEachBlock(parameters, c, data, (_, count) => {
      for (const layer of this.structure.layers) {
        if (found) return;
        const x = this.kernel.activations[layer.index]!;
        for (let i = 0; i < layer.inputs; i++) {
          for (let o = 0; o < layer.outputs; o++) {
            for (let n = 0; n < count; n++) {
              if (found || (layer.index > 0 && !Number.isFinite(x[i * BLOCK + n]))) continue;
              if (!Number.isFinite(this.edgeOutput(c, layer.index, i, o, n))) { place = { layer: layer.index, from: i, to: o }; found = true; }
            }
          }
        }
      }
    });
    return place;
  }

  private edgeOutput(c: Coefficients, l: number, i: number, o: number, n: number): number {
    const layer = this.structure.layers[l]!;
    let sum = 0;
    for (const [t, term] of layer.terms.entries()) {
      const e = i * layer.outputs + o;
      if (term.mask[e] === 0) continue;
      const kernel = this.kernel.terms[l]![t]!;
      const plane = (j: number): number => kernel.values[(i * kernel.rows + j) * BLOCK + n]!;
      for (let j = 0; j < term.window; j++) sum += plane(j) * c.effective[l]![t]![e * term.size + kernel.starts[i * BLOCK + n]! + j]!;
      if (term.base !== null) sum += plane(term.window) * c.base[l]![t]![e]!;
    }
    return sum;
  }
}

/** Copies rows `from` to `from + count` into planes `[column][BLOCK]`. */
export function columns(rows: Samples, from: number, count: number, to: Float64Array): void {
  for (let j = 0; j < rows.width; j++) for (let n = 0; n < count; n++) to[j * BLOCK + n] = rows.values[(from + n) * rows.width + j]!;
}
