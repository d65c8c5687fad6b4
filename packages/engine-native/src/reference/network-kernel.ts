import type { Structure } from '@knotwork/plugin';
import type { Coefficients } from '../coefficients.js';
import { BLOCK, TermKernel } from './term-kernel.js';

/** One block of samples through all layers, forwards and backwards. Scratch memory does not depend on the number of samples. */
export class NetworkKernel {
  /** Inputs of each layer and the outputs of the last: `activations[layer]` is `[node][BLOCK]`. */
  readonly activations: readonly Float64Array[];
  /** Derivatives of the objective, or of one residual, in the same places. */
  readonly deltas: readonly Float64Array[];
  readonly terms: readonly (readonly TermKernel[])[];

  constructor(readonly structure: Structure) {
    const widths = [structure.layers[0]!.inputs, ...structure.layers.map((l) => l.outputs)];
    this.activations = widths.map((w) => new Float64Array(w * BLOCK));
    this.deltas = widths.map((w) => new Float64Array(w * BLOCK));
    this.terms = structure.layers.map((l) => l.terms.map((t) => new TermKernel(t, l.inputs, l.outputs)));
  }

  /** @param x `[input][BLOCK]` is in `activations[0]`; @param layers how many layers to run */
  forward(parameters: Float64Array, c: Coefficients, count: number, layers = this.structure.layers.length): void {
    for (let l = 0; l < layers; l++) {
      const y = this.activations[l + 1]!;
      for (let o = 0; o < this.structure.layers[l]!.outputs; o++) y.fill(c.bias[l]![o]!, o * BLOCK, (o + 1) * BLOCK);
      for (const [t, kernel] of this.terms[l]!.entries()) {
        kernel.evaluate(this.activations[l]!, parameters, count);
        kernel.forward(y, c.effective[l]![t]!, c.base[l]![t]!, count);
      }
    }
  }

  /** Propagates `deltas` of the outputs down to the inputs of layer `until`. */
  backward(c: Coefficients, count: number, until: number): void {
    for (let l = this.structure.layers.length - 1; l >= until; l--) {
      const gx = this.deltas[l]!.fill(0);
      for (const [t, kernel] of this.terms[l]!.entries()) kernel.backward(gx, this.deltas[l + 1]!, c.effective[l]![t]!, c.base[l]![t]!, count);
    }
  }

  /** Adds the gradient of the block's objective, whose deltas are in place. */
  accumulate(gradient: Coefficients, count: number): void {
    for (const [l, layer] of this.structure.layers.entries()) {
      const gy = this.deltas[l + 1]!;
      for (const [t, kernel] of this.terms[l]!.entries()) kernel.accumulate(gradient.effective[l]![t]!, gradient.base[l]![t]!, gy, count);
      for (let o = 0; o < layer.outputs; o++) {
        let sum = 0;
        for (let n = 0; n < count; n++) sum += gy[o * BLOCK + n]!;
        gradient.bias[l]![o]! += sum;
      }
    }
  }
}
