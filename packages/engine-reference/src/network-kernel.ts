import type { Structure } from '@knotwork/plugin/engine';
import type { Coefficients } from '@knotwork/network';
import type { Gradient, ProgramLayout } from '@knotwork/engine-core';
import { NodeKernel } from './node-kernel.js';
import { BLOCK, TermKernel } from './term-kernel.js';

/** One block of samples through all layers, forwards and backwards. Scratch memory does not depend on the number of samples. */
export class NetworkKernel {
  /** Inputs of each layer and the outputs of the last: `activations[layer]` is `[node][BLOCK]`. */
  readonly activations: readonly Float64Array[];
  /** Derivatives of the objective, or of one residual, in the same places. */
  readonly deltas: readonly Float64Array[];
  /** Derivatives in the sums of each layer: those in its outputs, where each is one sum. */
  readonly sumDeltas: readonly Float64Array[];
  readonly terms: readonly (readonly TermKernel[])[];
  private readonly sums: readonly Float64Array[];
  /** None where outputs are sums. */
  private readonly nodes: readonly (readonly NodeKernel[])[];

  constructor(readonly structure: Structure, layout: ProgramLayout) {
    const { layers } = structure;
    const planes = (width: number): Float64Array => new Float64Array(width * BLOCK);
    const widths = [layers[0]!.inputs, ...layers.map((l) => l.outputs)];
    this.activations = widths.map(planes);
    this.deltas = widths.map(planes);
    this.nodes = layers.map((l) => (l.isSum ? [] : l.nodes.map((group) => new NodeKernel(group))));
    this.sums = layers.map((l, k) => (l.isSum ? this.activations[k + 1]! : planes(l.sums)));
    this.sumDeltas = layers.map((l, k) => (l.isSum ? this.deltas[k + 1]! : planes(l.sums)));
    this.terms = layers.map((l, k) => l.terms.map((t, j) => new TermKernel(t, layout.terms[k]![j]!)));
  }

  /** @param x `[input][BLOCK]` is in `activations[0]`; @param layers how many layers to run */
  forward(parameters: Float64Array, c: Coefficients, count: number, layers = this.structure.layers.length): void {
    for (let l = 0; l < layers; l++) {
      const z = this.sums[l]!;
      for (let o = 0; o < this.structure.layers[l]!.sums; o++) z.fill(c.bias[l]![o]!, o * BLOCK, (o + 1) * BLOCK);
      for (const [t, kernel] of this.terms[l]!.entries()) {
        kernel.evaluate(this.activations[l]!, parameters, count);
        kernel.forward(z, c.effective[l]![t]!, c.base[l]![t]!, count);
      }
      for (const nodes of this.nodes[l]!) nodes.forward(z, this.activations[l + 1]!, count);
    }
  }

  /** Propagates `deltas` of the outputs down to the sums of the first layer. */
  backward(c: Coefficients, count: number): void {
    for (let l = this.structure.layers.length - 1; l >= 0; l--) {
      const gz = this.sumDeltas[l]!;
      for (const nodes of this.nodes[l]!) nodes.backward(gz, this.deltas[l + 1]!, count);
      // Nothing is asked for below the first layer.
      if (l === 0) return;
      const gx = this.deltas[l]!.fill(0);
      for (const [t, kernel] of this.terms[l]!.entries()) kernel.backward(gx, gz, c.effective[l]![t]!, c.base[l]![t]!, count);
    }
  }

  /** Adds the gradient of the block's objective, whose deltas are in place. */
  accumulate(gradient: Gradient, c: Coefficients, count: number): void {
    for (const [l, layer] of this.structure.layers.entries()) {
      const gz = this.sumDeltas[l]!;
      for (const [t, kernel] of this.terms[l]!.entries()) {
        kernel.accumulate(gradient.effective[l]![t]!, gradient.base[l]![t]!, gz, count);
        kernel.accumulateShape(gradient.shape[l]![t]!, c.effective[l]![t]!, gz, count);
      }
      for (let o = 0; o < layer.sums; o++) {
        let sum = 0;
        for (let n = 0; n < count; n++) sum += gz[o * BLOCK + n]!;
        gradient.bias[l]![o]! += sum;
      }
    }
  }
}
