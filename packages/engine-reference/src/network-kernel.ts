import type { Structure } from '@knotwork/plugin/engine';
import type { Channels, Coefficients } from '@knotwork/network';
import type { Gradient, ProgramLayout } from '@knotwork/engine-core';
import { NodeKernel } from './node-kernel.js';
import { BLOCK, TermKernel } from './term-kernel.js';

/** One block of samples through all layers, forwards and backwards. Scratch memory does not depend on the number of samples. */
export class NetworkKernel {
  /** Inputs of each layer and the outputs of the last: `activations[layer]` is `[channel][node][BLOCK]`. */
  readonly activations: readonly Float64Array[];
  /** Derivatives of the objective, or of one residual, in the same places. */
  readonly deltas: readonly Float64Array[];
  /** Derivatives in the sums of each layer, `[channel][sum][BLOCK]`: those in its outputs, where each is one sum. */
  readonly sumDeltas: readonly Float64Array[];
  readonly terms: readonly (readonly TermKernel[])[];
  private readonly sums: readonly Float64Array[];
  /** None where outputs are sums. */
  private readonly nodes: readonly (readonly NodeKernel[])[];

  constructor(readonly structure: Structure, layout: ProgramLayout, readonly channels: Channels) {
    const { layers } = structure;
    const planes = (width: number): Float64Array => new Float64Array(channels.list.length * width * BLOCK);
    const widths = [layers[0]!.inputs, ...layers.map((l) => l.outputs)];
    this.activations = widths.map(planes);
    this.deltas = widths.map(planes);
    this.nodes = layers.map((l) => (l.isSum ? [] : l.nodes.map((group) => new NodeKernel(group, channels, l.sums, l.outputs))));
    this.sums = layers.map((l, k) => (l.isSum ? this.activations[k + 1]! : planes(l.sums)));
    this.sumDeltas = layers.map((l, k) => (l.isSum ? this.deltas[k + 1]! : planes(l.sums)));
    this.terms = layers.map((l, k) => l.terms.map((t, j) => new TermKernel(t, layout.terms[k]![j]!, channels, l.inputs)));
    // The derivative of an input in itself.
    channels.list.forEach((channel, k) => {
      const at = (k * widths[0]! + (channel[0] ?? 0)) * BLOCK;
      if (channel.length === 1) this.activations[0]!.fill(1, at, at + BLOCK);
    });
  }

  /** @param x `[input][BLOCK]` is in `activations[0]`; @param layers how many layers to run */
  forward(parameters: Float64Array, c: Coefficients, count: number, layers = this.structure.layers.length): void {
    for (let l = 0; l < layers; l++) {
      const z = this.sums[l]!.fill(0);
      for (let o = 0; o < this.structure.layers[l]!.sums; o++) z.fill(c.bias[l]![o]!, o * BLOCK, (o + 1) * BLOCK);
      for (const [t, kernel] of this.terms[l]!.entries()) {
        kernel.evaluate(this.activations[l]!, parameters, count);
        this.forEachChannel((channel) => { kernel.forward(this.planesOf(z, l, channel), channel, c.effective[l]![t]!, c.base[l]![t]!, count); });
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
      for (const [t, kernel] of this.terms[l]!.entries()) {
        this.forEachChannel((channel) => { kernel.backward(gx, this.planesOf(gz, l, channel), channel, c.effective[l]![t]!, c.base[l]![t]!, count); });
      }
    }
  }

  private forEachChannel(visit: (channel: number) => void): void { for (let channel = 0; channel < this.channels.list.length; channel++) visit(channel); }

  /** One channel of the sums of a layer, or of what is laid out alike. */
  private planesOf(z: Float64Array, layer: number, channel: number): Float64Array {
    const { sums } = this.structure.layers[layer]!;
    return z.subarray(channel * sums * BLOCK, (channel + 1) * sums * BLOCK);
  }

  /** Adds the gradient of the block's objective, whose deltas are in place. */
  accumulate(gradient: Gradient, c: Coefficients, count: number): void {
    for (const [l, layer] of this.structure.layers.entries()) {
      const gz = this.sumDeltas[l]!;
      for (const [t, kernel] of this.terms[l]!.entries()) {
        this.forEachChannel((channel) => {
          const own = this.planesOf(gz, l, channel);
          kernel.accumulate(gradient.effective[l]![t]!, gradient.base[l]![t]!, own, channel, count);
          kernel.accumulateShape(gradient.shape[l]![t]!, c.effective[l]![t]!, own, channel, count);
        });
      }
      for (let o = 0; o < layer.sums; o++) {
        let sum = 0;
        for (let n = 0; n < count; n++) sum += gz[o * BLOCK + n]!;
        gradient.bias[l]![o]! += sum;
      }
    }
  }
}
