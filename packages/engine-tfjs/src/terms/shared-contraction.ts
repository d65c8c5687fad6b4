import type { TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import type { Tensor } from '../tfjs-module.js';
import type { Contraction } from './contraction.js';
import { Selection } from './selection.js';

type Matrix = never;

/** Edges that leave one input share its features: one product of matrices, `[samples][rows * inputs]` by `[rows * inputs][sums]`. */
export class SharedContraction implements Contraction {
  private readonly inputs: Selection;
  private readonly sumsOfLayer: Selection;
  /** Sums that some edge leads to. */
  private readonly width: number;
  private readonly groups: number;
  /** Edge of every pair of an input and a sum, one more than there are where it is off; null where all are on. */
  private readonly edgeOf: Tensor | null;
  /** Pair of every edge. */
  private readonly pairOf: Tensor | null;
  /** 1 for pairs of an edge that is on: `[inputs][sums]`; null where all are. */
  private readonly isOn: Tensor | null;

  constructor(private readonly device: Device, { edges }: TermStructure, layer: { readonly inputs: number; readonly sums: number }, private readonly rows: number) {
    const sums = [...new Set(edges.to)].sort((a, b) => a - b);
    this.width = sums.length;
    this.groups = edges.inputs.length;
    this.inputs = new Selection(device, edges.inputs, layer.inputs);
    this.sumsOfLayer = new Selection(device, sums, layer.sums);
    const place = new Map(sums.map((sum, k) => [sum, k]));
    const pairs = Array.from(edges.from, (input, e) => edges.inputAt[input]! * this.width + place.get(edges.to[e]!)!);
    const isFull = pairs.length === this.groups * this.width;
    const edge = new Int32Array(this.groups * this.width).fill(edges.count);
    pairs.forEach((pair, e) => { edge[pair] = e; });
    this.edgeOf = isFull ? null : device.indices(edge);
    this.pairOf = isFull ? null : device.indices(pairs);
    this.isOn = isFull ? null : device.vector(edge.map((e) => (e < edges.count ? 1 : 0)), [this.groups, this.width]);
  }

  prepare(weights: Tensor): Tensor {
    const { tf } = this.device;
    const all = this.edgeOf === null ? weights : tf.gather(tf.pad(weights as Matrix, [[0, 0], [0, 1]]), this.edgeOf, 1);
    return tf.reshape(all, [this.rows * this.groups, this.width]);
  }

  sums(dense: Tensor, weights: Tensor): Tensor {
    const { device, device: { tf }, groups, rows } = this;
    if (this.edgeOf === null) return this.sumsOfLayer.spread(device.product(dense, weights));
    // An edge that is off adds nothing, not even 0 times what is not finite: that reaches the sums of its input's edges by another way.
    const isFinite = tf.isFinite(dense);
    const sums = device.product(tf.where(isFinite, dense, tf.zerosLike(dense)), weights);
    const bad = tf.max(tf.reshape(tf.cast(tf.logicalNot(isFinite), 'float32'), [-1, rows, groups]), 1);
    const reached = tf.greater(device.product(bad, this.isOn!), device.constant(0.5));
    return this.sumsOfLayer.spread(tf.where(reached, tf.fill(sums.shape, NaN), sums));
  }

  features(gz: Tensor, weights: Tensor): Tensor { return this.device.product(this.sumsOfLayer.pick(gz), weights, { b: true }); }

  weights(dense: Tensor, gz: Tensor): Tensor {
    const { device, device: { tf } } = this;
    const all = tf.reshape(device.product(dense, this.sumsOfLayer.pick(gz), { a: true }), [this.rows, this.groups * this.width]);
    return this.pairOf === null ? all : tf.gather(all, this.pairOf, 1);
  }

  weightsBySample(dense: Tensor, gz: Tensor): Tensor {
    const { tf } = this.device;
    const products = tf.mul(tf.expandDims(dense, 2), tf.expandDims(this.sumsOfLayer.pick(gz), 1));
    const all = tf.reshape(products, [dense.shape[0]!, this.rows, this.groups * this.width]);
    return this.pairOf === null ? all : tf.gather(all, this.pairOf, 2);
  }

  pick(x: Tensor): Tensor { return this.inputs.pick(x); }

  spread(byGroup: Tensor): Tensor { return this.inputs.spread(byGroup); }

  dispose(): void {
    for (const owned of [this.inputs, this.sumsOfLayer, this.edgeOf, this.pairOf, this.isOn]) owned?.dispose();
  }
}
