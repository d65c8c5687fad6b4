import type { TermLayout } from '@knotwork/engine-core';
import type { LayerStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import type { Features } from '../terms/term-features.js';
import { type Gradients, type TermNumbers, TensorTerm } from '../terms/tensor-term.js';
import type { Tensor } from '../tfjs-module.js';
import type { Piece, Pieces } from './pieces.js';
import type { Place } from './place.js';
import { TensorNodes } from './tensor-nodes.js';

/** Numbers of a layer at one place. */
export interface LayerNumbers {
  /** One for each term that has edges. */
  readonly terms: readonly TermNumbers[];
  /** `[1][sums]`; null where no sum has one. */
  readonly bias: Tensor | null;
}

/** What a layer made of some samples, for the way back. */
export interface LayerPass {
  readonly features: readonly Features[];
  readonly outputs: Tensor;
  /** Derivatives of outputs in sums, by group of nodes; empty where outputs are sums. */
  readonly slopes: readonly (readonly Tensor[])[];
}

/** A layer on the device. */
export class TensorLayer {
  /** Terms that have edges. */
  readonly terms: readonly TensorTerm[];
  private readonly nodes: readonly TensorNodes[];
  private readonly fixedBias: Piece;
  private readonly trainedBias: Piece;
  /** 1 where a trained bias belongs: `[trained][sums]`; null where all are trained. */
  private readonly biasPlaces: Tensor | null;

  constructor(private readonly device: Device, readonly layer: LayerStructure, unknown: readonly TermLayout[], pieces: Pieces) {
    this.terms = layer.terms.filter(({ edges }) => edges.count > 0).map((term) => new TensorTerm(device, term, layer, unknown[term.index]!, pieces));
    this.nodes = layer.isSum ? [] : layer.nodes.map((group) => new TensorNodes(device, group));
    const all = Array.from({ length: layer.sums }, (_, s) => layer.bias.offset + s);
    const trained = all.filter((p) => pieces.isTrained(p));
    this.trainedBias = pieces.add(trained);
    this.fixedBias = pieces.add(all.filter((p) => !pieces.isTrained(p)));
    const isWhole = trained.length === layer.sums;
    this.biasPlaces = isWhole ? null : this.selection([...trained, ...this.fixedBias.parameters], layer);
  }

  private selection(order: readonly number[], { sums, bias }: LayerStructure): Tensor {
    const at = new Int32Array(sums);
    order.forEach((p, k) => { at[p - bias.offset] = k; });
    return this.device.indices(at);
  }

  /** Whether something below the features of this layer is trained, so that they differ from step to step. */
  get hasTrainedShape(): boolean { return this.terms.some((term) => term.hasTrainedShape); }

  numbers(at: Place): LayerNumbers { return { terms: this.terms.map((term) => term.numbers(at)), bias: this.biasAt(at) }; }

  private biasAt(at: Place): Tensor | null {
    const { device: { tf }, trainedBias, fixedBias, biasPlaces } = this;
    if (trainedBias.parameters.length === 0 && at.fixed.zeros.has(fixedBias.id)) return null;
    const parts = [trainedBias, fixedBias].filter(({ parameters }) => parameters.length > 0).map((piece) => at.read(piece));
    const all = parts.length === 1 ? parts[0]! : tf.concat(parts);
    return tf.reshape(biasPlaces === null ? all : tf.gather(all, biasPlaces), [1, -1]);
  }

  /** @param x inputs, `[samples][inputs]` */
  features(x: Tensor, at: Place, { terms }: LayerNumbers, wants: { readonly slopes: boolean; readonly shape: boolean }): readonly Features[] {
    return this.terms.map((term, t) => term.evaluate(x, at, this.layer.index, terms[t]!, wants));
  }

  forward(features: readonly Features[], { terms, bias }: LayerNumbers, count: number, differentiate: boolean): LayerPass {
    const { device: { tf }, nodes, layer } = this;
    const parts = [...this.terms.map((term, t) => term.sums(features[t]!, terms[t]!)), ...(bias === null ? [] : [bias])];
    const sum = parts.length === 0 ? tf.zeros([count, layer.sums]) : parts.reduce((a, b) => tf.add(a, b));
    const z = sum.shape[0] === count ? sum : tf.broadcastTo(sum, [count, layer.sums]);
    if (layer.isSum) return { features, outputs: z, slopes: [] };
    const made = nodes.map((group) => group.evaluate(z, differentiate));
    return { features, outputs: made.length === 1 ? made[0]!.outputs : tf.concat(made.map(({ outputs }) => outputs), 1), slopes: made.map(({ slopes }) => slopes) };
  }

  /** Adds gradients; returns that in the inputs where features have slopes. @param gy derivative in the outputs, `[samples][outputs]` */
  backward({ features, slopes }: LayerPass, gy: Tensor, { terms }: LayerNumbers, into: Gradients, bySample: boolean): Tensor | null {
    const { device: { tf }, nodes, trainedBias, biasPlaces, layer } = this;
    const parts = nodes.map((group, k) => group.backward(gy, slopes[k]!));
    const gz = layer.isSum ? gy : parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
    const inputs = this.terms.map((term, t) => term.backward(features[t]!, gz, terms[t]!, into, bySample)).filter((g) => g !== null);
    if (trainedBias.part >= 0) {
      const own = biasPlaces === null ? gz : tf.gather(gz, this.device.tf.tensor1d(Array.from(trainedBias.parameters, (p) => p - layer.bias.offset), 'int32'), 1);
      into.set(trainedBias.id, bySample ? own : tf.sum(own, 0));
    }
    if (inputs.length > 0) return inputs.reduce((a, b) => tf.add(a, b));
    return this.terms.length === 0 ? tf.zeros([gy.shape[0]!, layer.inputs]) : null;
  }

  dispose(): void {
    for (const term of this.terms) term.dispose();
    this.biasPlaces?.dispose();
  }
}
