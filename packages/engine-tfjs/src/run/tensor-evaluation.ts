import type { BlockForm, RowsOf } from '@knotwork/engine-core';
import type { Device } from '../device.js';
import { asTensor, ofShape, type Quantity } from '../formulas/tensor-operations.js';
import type { Features } from '../terms/term-features.js';
import type { Gradients } from '../terms/tensor-term.js';
import type { Tensor } from '../tfjs-module.js';
import type { Place } from './place.js';
import { type PointColumns, TensorBlock } from './tensor-block.js';
import { type Rows, someOf, type TensorSet } from './tensor-data.js';
import type { LayerNumbers, LayerPass } from './tensor-layer.js';
import type { TensorNetwork } from './tensor-network.js';
import type { TensorPenalty } from './tensor-penalty.js';
import type { UnknownVector } from './unknown-vector.js';

/** Features of the first layer of a part, where they are at hand. */
export type FirstFeatures = (set: number, part: number) => readonly Features[] | null;

/** What every point of a part adds to a block, weighted: `[points]`. */
export interface PointValues { readonly block: number; readonly values: Tensor }

/** Some points of a part. */
export interface Chunk {
  readonly part: Rows;
  /** Number of the first within the part, and within the set. */
  readonly first: number;
  readonly start: number;
  readonly count: number;
}

/** Points that have gone through the network. */
interface Pass { readonly set: TensorSet; readonly rows: Rows; readonly passes: readonly LayerPass[]; readonly columns: PointColumns }

/** Everything that is computed of unknowns and points. Its methods are called within `Device.run`. */
export class TensorEvaluation {
  readonly blocks: readonly TensorBlock[];

  constructor(private readonly device: Device, readonly network: TensorNetwork, forms: readonly BlockForm[], private readonly scalars: readonly string[]) {
    this.blocks = forms.map((form) => new TensorBlock(device, form, network.layers.at(-1)!.layer.outputs));
  }

  /** Runs the network over all parts of all sets; of what was made of a part only what its visit returns is kept. */
  private forEachPart<T>(sets: readonly TensorSet[], at: Place, numbers: readonly LayerNumbers[], first: FirstFeatures, differentiate: boolean, visit: (pass: Pass) => T): T[] {
    const { network, device: { tf } } = this;
    return sets.flatMap((set, s) => set.parts.map((rows, p) => tf.tidy((): never => {
      const features = first(s, p) ?? network.firstFeatures(rows.inputs, at, numbers[0]!);
      const passes = network.forward(features, at, numbers, rows.count, differentiate);
      return visit({ set, rows, passes, columns: this.columnsOf(rows, passes.at(-1)!.outputs, at) }) as never;
    }) as T));
  }

  private columnsOf({ count, inputs, targets }: Rows, outputs: Tensor, at: Place): PointColumns {
    const { tf } = this.device;
    const cut = (table: Tensor): ((index: number) => Tensor) => {
      const made = new Map<number, Tensor>();
      return (index) => {
        const known = made.get(index) ?? (table.shape[1] === 1 ? tf.reshape(table, [count]) : tf.reshape(tf.slice(table, [0, index], [-1, 1]), [count]));
        made.set(index, known);
        return known;
      };
    };
    const tables = { output: outputs, input: inputs, target: targets ?? inputs };
    const table: PointColumns['table'] = (of, columns) => {
      const isWhole = columns.length === tables[of].shape[1] && columns.every((column, k) => column === k);
      return isWhole ? tables[of] : tf.gather(tables[of], tf.tensor1d(Int32Array.from(columns), 'int32'), 1);
    };
    return { table, count, output: cut(outputs), input: cut(inputs), target: cut(targets ?? inputs), scalar: (name) => tf.slice(at.unknowns.at(-1)!, [this.scalars.indexOf(name)], [1]) };
  }

  /** What every point adds to each block, weighted: part by part, in the order of the parts' blocks. */
  pointValues(sets: readonly TensorSet[], at: Place, first: FirstFeatures): readonly PointValues[] {
    return this.forEachPart(sets, at, this.network.numbers(at), first, false, ({ set, rows, columns }) => set.blocks.map((b): PointValues => ({ block: b, values: this.weighted(this.blocks[b]!.values(columns), rows) }))).flat();
  }

  private weighted(values: Tensor, { weights }: Rows): Tensor { return weights === null ? values : this.device.tf.mul(values, weights); }

  /**
   * The gradient by the parts of the unknowns, and what every point adds to each block.
   *
   * @param wantsPenalty whether the penalty's value is needed beside its gradient
   */
  gradient(sets: readonly TensorSet[], at: Place, first: FirstFeatures, weights: readonly number[], penalty: TensorPenalty | null, wantsPenalty: boolean): {
    readonly gradient: UnknownVector; readonly values: readonly PointValues[]; readonly penalty: Tensor | null;
  } {
    const { device: { tf }, network } = this;
    const numbers = network.numbers(at);
    const parts = this.forEachPart(sets, at, numbers, first, true, (pass) => this.partOfGradient(pass, numbers, weights));
    const sums = parts.map(({ gradients }) => gradients).reduce((a, b) => a.map((g, k) => tf.add(g, b[k]!)));
    const into: Gradients = new Map(network.trained.map(({ id }, k) => [id, sums[k]!]));
    const extra = penalty?.addTo(numbers, into, wantsPenalty) ?? null;
    const scalars = sums.slice(network.trained.length);
    const gradient = network.vectors.parts.map((_, part) => {
      const own = network.trained.filter((piece) => piece.part === part).map(({ id }) => into.get(id)!);
      const all = own.length === 0 ? scalars : own;
      return all.length === 1 ? all[0]! : tf.concat(all);
    });
    return { gradient, values: parts.flatMap(({ values }) => values), penalty: extra };
  }

  /** Gradients of all trained pieces, and behind them of the scalars. */
  private partOfGradient({ set, rows, passes, columns }: Pass, numbers: readonly LayerNumbers[], weights: readonly number[]): { readonly gradients: readonly Tensor[]; readonly values: readonly PointValues[] } {
    const { device, device: { tf }, network } = this;
    const outputs: (Quantity | undefined)[] = [];
    const scalars: (Quantity | undefined)[] = [];
    const tables: Tensor[] = [];
    const values = set.blocks.map((b): PointValues => {
      const { form } = this.blocks[b]!;
      const factor = weights[b]! / (set.meanOver * form.terms);
      const whole = this.blocks[b]!.differentiatedTable(columns);
      if (whole !== null) {
        const scaled = tf.mul(whole.slopes, factor);
        tables.push(rows.weights === null ? scaled : tf.mul(scaled, tf.expandDims(rows.weights, 1)));
        return { block: b, values: this.weighted(whole.values, rows) };
      }
      const { values: each, slopes } = this.blocks[b]!.differentiated(columns);
      slopes.forEach((slope, q) => {
        const { of, index } = form.variables[q]!;
        const into = of === 'output' ? outputs : scalars;
        const scaled = this.weightedSlope(slope, factor, rows);
        const before = into[index];
        into[index] = before === undefined ? scaled : tf.add(asTensor(device, before), asTensor(device, scaled));
      });
      return { block: b, values: this.weighted(each, rows) };
    });
    if (tables.length === 0 || outputs.length > 0) tables.push(this.table(outputs, passes.at(-1)!.outputs.shape[1]!, rows.count));
    const gradients = network.backward(passes, tables.reduce((a, b) => tf.add(a, b)), numbers, false);
    const sums = this.scalars.map((_, k) => tf.reshape(tf.sum(ofShape(device, scalars[k] ?? 0, [rows.count])), [1]));
    return { gradients: [...network.inOrder(gradients), ...sums], values };
  }

  private weightedSlope(slope: Quantity, factor: number, { weights }: Rows): Quantity {
    const { tf } = this.device;
    const scaled = typeof slope === 'number' ? slope * factor : factor === 1 ? asTensor(this.device, slope) : tf.mul(asTensor(this.device, slope), factor);
    return weights === null ? scaled : tf.mul(weights, asTensor(this.device, scaled));
  }

  /** Derivatives in the outputs: `[points][outputs]`, 0 where nobody reads one. */
  private table(columns: readonly (Quantity | undefined)[], width: number, count: number): Tensor {
    const { device, device: { tf } } = this;
    const all = Array.from({ length: width }, (_, k) => ofShape(device, columns[k] ?? 0, [count]));
    return width === 1 ? tf.reshape(all[0]!, [count, 1]) : tf.stack(all, 1);
  }

  /**
   * Points of a set whose rows of the Jacobian are made together. They are the same whoever asks for which of them: what libraries round depends on how
   * many rows they see.
   *
   * @param from first point, @param to last one, exclusive
   */
  chunks(set: TensorSet, from = 0, to = set.count): readonly Chunk[] {
    const size = Math.min(Math.max(Math.floor(JACOBIAN_NUMBERS / this.network.vectors.order.length), LEAST_POINTS), MOST_POINTS);
    const chunks: Chunk[] = [];
    let start = 0;
    for (const part of set.parts) {
      for (let first = 0; first < part.count; first += size) chunks.push({ part, first, count: Math.min(size, part.count - first), start: start + first });
      start += part.count;
    }
    return chunks.filter((chunk) => chunk.start < to && chunk.start + chunk.count > from);
  }

  /**
   * Visits the rows of the Jacobian of one block over a chunk, one after the other of every point's: `[points][unknowns]` in the order of the device, and
   * in normal equations of squares the residual behind them, 0 where a row has none.
   */
  jacobian(of: RowsOf | 'slope', block: number, chunk: Chunk, at: Place, visit: (rows: Tensor, weights: Tensor | null, k: number) => void): void {
    const { device, network, device: { tf } } = this;
    const { count } = chunk;
    const rows = count === chunk.part.count ? chunk.part : someOf(chunk.part, chunk.first, count, tf);
    const numbers = network.numbers(at);
    const passes = network.forward(network.firstFeatures(rows.inputs, at, numbers[0]!), at, numbers, count, true);
    const own = this.blocks[block]!;
    const columns = this.columnsOf(rows, passes.at(-1)!.outputs, at);
    const width = passes.at(-1)!.outputs.shape[1]!;
    const residuals = of === 'normal equations' ? own.residuals(columns) : null;
    own.rows(of, columns).forEach((row, k) => tf.tidy(() => {
      const outputs: Quantity[] = [];
      const scalars: Quantity[] = [];
      row.forEach((slope, q) => {
        const { of: what, index } = own.form.variables[q]!;
        (what === 'output' ? outputs : scalars)[index] = slope;
      });
      const gradients = network.backward(passes, this.table(outputs, width, count), numbers, true);
      const behind = [...this.scalars.map((_, s) => scalars[s] ?? 0), ...(residuals === null ? [] : [residuals[k] ?? 0])];
      const all = [...network.inOrder(gradients), ...behind.map((q) => tf.reshape(ofShape(device, q, [count]), [count, 1]))];
      visit(all.length === 1 ? all[0]! : tf.concat(all, 1), rows.weights, k);
    }));
  }

  /** Inputs of layer `layer`, or outputs for the number of layers, part by part: `[points][width]`. */
  activations(sets: readonly TensorSet[], at: Place, layer: number, visit: (rows: Tensor) => void): void {
    const { network, device: { tf } } = this;
    const numbers = network.numbers(at);
    for (const { parts } of sets) {
      for (const rows of parts) {
        tf.tidy(() => {
          if (layer === 0) visit(rows.inputs);
          else visit(network.forward(network.firstFeatures(rows.inputs, at, numbers[0]!), at, numbers, rows.count, false, layer).at(-1)!.outputs);
        });
      }
    }
  }
}

/** Numbers of rows of a Jacobian that are made together, and how many points at least and at most: fewer cost more operations, more cost more memory. */
const JACOBIAN_NUMBERS = 2 ** 19;
const [LEAST_POINTS, MOST_POINTS] = [64, 4096];
