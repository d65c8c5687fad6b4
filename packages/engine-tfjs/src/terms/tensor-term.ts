import { hasEdgeShape } from '@knotwork/network';
import type { TermLayout } from '@knotwork/engine-core';
import type { TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import type { Piece, Pieces } from '../run/pieces.js';
import type { Place } from '../run/place.js';
import type { Tensor } from '../tfjs-module.js';
import type { Contraction } from './contraction.js';
import { EdgeContraction } from './edge-contraction.js';
import { SharedContraction } from './shared-contraction.js';
import { type Features, TermFeatures } from './term-features.js';

/** Numbers of a term at one place, once for all samples. */
export interface TermNumbers {
  readonly coefficients: Tensor;
  /** `[1][edges]`; null where it is 1. */
  readonly basisWeight: Tensor | null;
  /** Effective coefficients and base weights: `[rows][edges]`. */
  readonly effective: Tensor;
  /** The same as the contraction multiplies them. */
  readonly weights: Tensor;
  /** Shape parameters by name, as features read them. */
  readonly shape: Readonly<Record<string, Tensor>>;
}

/** Gradients by the id of a piece: of as many numbers as it has, or of that many for each sample. */
export type Gradients = Map<number, Tensor>;

interface Shape { readonly name: string; readonly piece: Piece; /** Entry of the piece that each group reads; null for one that all read. */ readonly entries: Int32Array | null; readonly isTrained: boolean }

/** One term of a layer on the device. */
export class TensorTerm {
  readonly features: TermFeatures;
  private readonly contraction: Contraction;
  private readonly coefficients: Piece;
  private readonly baseWeight: Piece | null;
  private readonly basisWeight: Piece | null;
  private readonly shapes: readonly Shape[];
  /** 1 where a group reads an entry of a shape parameter's piece, by name: `[groups][entries]`. */
  private readonly readers = new Map<string, Tensor>();

  constructor(private readonly device: Device, readonly term: TermStructure, layer: { readonly inputs: number; readonly sums: number }, unknown: TermLayout, pieces: Pieces) {
    const { edges, segments, size } = term;
    const perEdge = hasEdgeShape(term);
    const trained = Object.keys(unknown.shape).filter((name) => unknown.shape[name]!.some((u) => u >= 0));
    this.features = new TermFeatures(device, term, perEdge ? edges.count : edges.inputs.length, trained);
    this.contraction = new (perEdge ? EdgeContraction : SharedContraction)(device, term, layer, this.features.rows);
    this.coefficients = pieces.add(Uint32Array.from({ length: size * edges.count }, (_, k) => segments.coefficients.offset + (k % edges.count) * size + Math.floor(k / edges.count)));
    const perEdgeNumbers = (segment: { readonly offset: number } | null): Piece | null => (segment === null ? null : pieces.add(Uint32Array.from({ length: edges.count }, (_, e) => segment.offset + e)));
    this.baseWeight = perEdgeNumbers(segments.baseWeight);
    this.basisWeight = perEdgeNumbers(segments.basisWeight);
    this.shapes = Object.entries(segments.shape).map(([name, { offset, length }]) => ({
      name, piece: pieces.add(Uint32Array.from({ length }, (_, k) => offset + k)), isTrained: trained.includes(name),
      entries: { layer: null, edge: Int32Array.from(edges.from, (_, e) => e), input: perEdge ? Int32Array.from(edges.from, (input) => edges.inputAt[input]!) : Int32Array.from(edges.inputs, (_, g) => g) }[term.shape[name]!.scope],
    }));
  }

  get hasTrainedShape(): boolean { return this.shapes.some(({ isTrained }) => isTrained); }

  numbers(at: Place): TermNumbers {
    const { device, device: { tf }, term: { edges, size } } = this;
    const read = (piece: Piece, rows: number): Tensor => tf.reshape(at.read(piece), [rows, edges.count]);
    const coefficients = read(this.coefficients, size);
    const basisWeight = this.basisWeight === null || at.fixed.ones.has(this.basisWeight.id) ? null : read(this.basisWeight, 1);
    const scaled = basisWeight === null ? coefficients : tf.mul(coefficients, basisWeight);
    const effective = this.baseWeight === null ? scaled : tf.concat([scaled, read(this.baseWeight, 1)], 0);
    const shape = Object.fromEntries(this.shapes.map(({ name, piece, entries }) => {
      const values = tf.reshape(at.read(piece), [1, -1]);
      return [name, entries === null || this.isInOrder(entries, piece) ? values : device.product(values, this.readersOf(name, entries, piece), { b: true })];
    }));
    return { coefficients, basisWeight, effective, weights: this.contraction.prepare(effective), shape };
  }

  /** @param x inputs of the layer, `[samples][inputs]` */
  evaluate(x: Tensor, at: Place, layer: number, numbers: TermNumbers, wants: { readonly slopes: boolean; readonly shape: boolean }): Features {
    return this.features.evaluate(this.contraction.pick(x), at.fixed.grids[layer]![this.term.index]!, numbers.shape, wants);
  }

  sums({ dense }: Features, { weights }: TermNumbers): Tensor { return this.contraction.sums(dense, weights); }

  /**
   * Adds the gradients of this term's numbers, and returns that in the layer's inputs where features have slopes.
   *
   * @param gz derivative in the sums of the layer, `[samples][sums]`
   * @param bySample whether gradients are those of every sample, `[samples][...]`, or of all together
   */
  backward(features: Features, gz: Tensor, numbers: TermNumbers, into: Gradients, bySample: boolean): Tensor | null {
    const { device, device: { tf }, term: { size }, contraction } = this;
    const axis = bySample ? 1 : 0;
    const rows = bySample ? contraction.weightsBySample(features.dense, gz) : contraction.weights(features.dense, gz);
    const some = (from: number, count: number): Tensor => (from === 0 && count === this.features.rows ? rows : bySample
      ? tf.slice(rows, [0, from, 0], [-1, count, -1]) : tf.slice(rows, [from, 0], [count, -1]));
    const flat = (t: Tensor): Tensor => tf.reshape(t, bySample ? [t.shape[0]!, -1] : [-1]);
    const own = some(0, size);
    if (this.coefficients.part >= 0) into.set(this.coefficients.id, flat(numbers.basisWeight === null ? own : tf.mul(own, numbers.basisWeight)));
    if (this.baseWeight !== null && this.baseWeight.part >= 0) into.set(this.baseWeight.id, flat(some(size, 1)));
    if (this.basisWeight !== null && this.basisWeight.part >= 0) into.set(this.basisWeight.id, tf.sum(tf.mul(own, numbers.coefficients), axis));
    const shapes = this.shapes.filter(({ name }) => features.shape[name] !== undefined);
    if (features.slopes === null && shapes.length === 0) return null;
    const each = contraction.features(gz, numbers.weights);
    for (const { name, entries, piece } of shapes) {
      const byGroup = this.overRows(tf.mul(features.shape[name]!, each));
      const byEntry = entries === null ? tf.sum(byGroup, 1, true) : this.isInOrder(entries, piece) ? byGroup : device.product(byGroup, this.readersOf(name, entries, piece));
      into.set(piece.id, bySample ? byEntry : tf.sum(byEntry, 0));
    }
    return features.slopes === null ? null : contraction.spread(this.overRows(tf.mul(features.slopes, each)));
  }

  /** Adds up the rows of a group: `[samples][groups]` of `[samples][rows * groups]`. */
  private overRows(all: Tensor): Tensor {
    const { device: { tf }, features: { rows, groups } } = this;
    return rows === 1 ? all : tf.sum(tf.reshape(all, [all.shape[0]!, rows, groups]), 1);
  }

  /** Gradients of effective coefficients and base weights that come from somewhere else, such as a penalty: adds them. @param effective `[rows][edges]` */
  addEffective(effective: Tensor, numbers: TermNumbers, into: Gradients): void {
    const { device: { tf }, term: { size } } = this;
    const add = (piece: Piece | null, g: () => Tensor): void => {
      if (piece !== null && piece.part >= 0) into.set(piece.id, tf.add(into.get(piece.id)!, tf.reshape(g(), [-1])));
    };
    const own = tf.slice(effective, [0, 0], [size, -1]);
    add(this.coefficients, () => (numbers.basisWeight === null ? own : tf.mul(own, numbers.basisWeight)));
    add(this.baseWeight, () => tf.slice(effective, [size, 0], [1, -1]));
    add(this.basisWeight, () => tf.sum(tf.mul(own, numbers.coefficients), 0));
  }

  private isInOrder(entries: Int32Array, { parameters }: Piece): boolean { return entries.length === parameters.length && entries.every((entry, k) => entry === k); }

  private readersOf(name: string, entries: Int32Array, { parameters: { length } }: Piece): Tensor {
    const known = this.readers.get(name);
    if (known !== undefined) return known;
    const ones = new Float32Array(entries.length * length);
    entries.forEach((entry, k) => { ones[k * length + entry] = 1; });
    const made = this.device.vector(ones, [entries.length, length]);
    this.readers.set(name, made);
    return made;
  }

  dispose(): void {
    this.features.dispose();
    this.contraction.dispose();
    for (const tensor of this.readers.values()) tensor.dispose();
  }
}
