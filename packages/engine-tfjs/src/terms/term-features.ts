import { GRID_MAX, GRID_MIN } from '@knotwork/algebra';
import { shapeInput, termFormula, type TermFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import { TensorFormula } from '../formulas/tensor-formula.js';
import { asTensor, type Quantity } from '../formulas/tensor-operations.js';
import type { Grids } from '../run/place.js';
import type { Tensor } from '../tfjs-module.js';

/**
 * Features of a term over some samples, and their derivatives, each zero where a feature is not live: `[samples][rows * groups]`, group by group within a
 * row, the base function in the last row. All of them are dense: what is looked up at places takes longer than to multiply by zero.
 */
export interface Features {
  readonly count: number;
  readonly dense: Tensor;
  /** Derivatives in the inputs; null where nobody asked. */
  readonly slopes: Tensor | null;
  /** Derivatives in shape parameters, by name; zero for the base function. */
  readonly shape: Readonly<Record<string, Tensor>>;
}

/** Sizes for which places of samples are kept: whole sets, parts of them, and batches. */
const KEPT_SIZES = 8;
/** Largest whole number up to which single precision has them all. */
const EXACT = 2 ** 24;

/**
 * Evaluates the features of one term and spreads windows over all features. A group is what shares its features: an input, or an edge where
 * edges have shape parameters of their own.
 */
export class TermFeatures {
  /** Features and the base function. */
  readonly rows: number;
  private readonly source: TermFormula;
  private readonly formula: TensorFormula;
  /** Places of the first coefficient's window, by the number of samples. */
  private readonly windows = new Map<number, { readonly features: Tensor; readonly base: Tensor | null }>();

  /** @param trained names of shape parameters in which features are differentiated */
  constructor(private readonly device: Device, private readonly term: TermStructure, readonly groups: number, private readonly trained: readonly string[]) {
    this.rows = term.size + (term.base === null ? 0 : 1);
    this.source = termFormula(term, 1, trained);
    this.formula = new TensorFormula(device, this.source.formula);
  }

  /**
   * @param x input of every group: `[samples][groups]`
   * @param shape values of shape parameters by name, `[1][groups]` or one number for all
   * @param wants whether derivatives in the inputs are needed, and in shape parameters
   */
  evaluate(x: Tensor, grids: Grids, shape: Readonly<Record<string, Tensor>>, wants: { readonly slopes: boolean; readonly shape: boolean }): Features {
    const { device, source, term, trained } = this;
    const { tf } = device;
    const values = [...source.values[0]!, ...source.base.slice(0, 1)];
    const slopes = wants.slopes ? [...source.values[1]!, ...source.base.slice(1)] : [];
    const shapes = wants.shape ? trained.flatMap((name) => source.shape[name]!) : [];
    const starts = source.start >= 0 ? [source.start] : [];
    const inputs = { x, [GRID_MIN]: grids.min, [GRID_MAX]: grids.max, ...Object.fromEntries(Object.entries(shape).map(([name, value]) => [shapeInput(name), value])) };
    const results = this.formula.run(inputs, [...values, ...slopes, ...shapes, ...starts], grids.tables);
    const all = results.map((q) => this.plane(q, x));
    const count = x.shape[0]!;
    const live = starts.length === 0 ? null : this.placesOf(all.pop()!, count);
    const dense = this.spread(all.splice(0, values.length), live, count);
    const slopesOfAll = slopes.length === 0 ? null : this.spread(all.splice(0, slopes.length), live, count);
    const none = term.base === null || shapes.length === 0 ? [] : [tf.zeros(x.shape)];
    return { count, dense, slopes: slopesOfAll, shape: Object.fromEntries(wants.shape ? trained.map((name) => [name, this.spread([...all.splice(0, term.window), ...none], live, count)]) : []) };
  }

  /** Planes `[samples][groups]` of live features and of the base function, at their rows. @param live places of all their numbers; null where every feature is live */
  private spread(planes: readonly Tensor[], live: Tensor | null, count: number): Tensor {
    const { device: { tf }, rows, groups } = this;
    if (live === null) return planes.length === 1 ? planes[0]! : tf.concat([...planes], 1);
    return tf.reshape(tf.scatterND(live, tf.reshape(tf.stack([...planes]), [-1]), [count * rows * groups]), [count, rows * groups]);
  }

  /** A plane of its own: what does not depend on the sample, or is a number, is spread. */
  private plane(q: Quantity, x: Tensor): Tensor {
    const { tf } = this.device;
    const shape = x.shape as [number, number];
    if (typeof q === 'number') return tf.fill(shape, q);
    const numbers = asTensor(this.device, q);
    return numbers.shape.length === 2 && numbers.shape[0] === shape[0] && numbers.shape[1] === shape[1] ? numbers : tf.broadcastTo(numbers, shape);
  }

  /** Places of live features and of the base function, `[planes * samples * groups][1]`. Whatever a formula returns as an index becomes one: what is no number gives 0, everything else is clamped. */
  private placesOf(start: Tensor, count: number): Tensor {
    const { device, device: { tf }, term, groups } = this;
    const first = tf.mul(device.clampedFloor(start, 0, term.size - term.window), groups);
    const { features, base } = this.windowsOf(count);
    const isExact = count * this.rows * groups <= EXACT;
    // Sums of whole numbers are exact in single precision up to there, and faster than in integers.
    const places = isExact ? tf.add(first, features) : tf.add(tf.cast(first, 'int32'), features);
    return tf.reshape(tf.cast(base === null ? places : tf.concat([places, base], 0), 'int32'), [-1, 1]);
  }

  private windowsOf(count: number): { readonly features: Tensor; readonly base: Tensor | null } {
    const known = this.windows.get(count);
    if (known !== undefined) return known;
    if (this.windows.size >= KEPT_SIZES) this.forget(this.windows.keys().next().value!);
    const { device, term: { window, size, base }, groups, rows } = this;
    const places = (first: number, planes: number): Tensor => {
      const numbers = Int32Array.from({ length: planes * count * groups }, (_, k) => (Math.floor(k / groups) % count) * rows * groups + (first + Math.floor(k / (groups * count))) * groups + (k % groups));
      return (count * rows * groups <= EXACT ? device.vector(numbers, [planes, count, groups]) : device.indices(numbers, [planes, count, groups]));
    };
    const made = { features: places(0, window), base: base === null ? null : places(size, 1) };
    this.windows.set(count, made);
    return made;
  }

  private forget(count: number): void {
    const { features, base } = this.windows.get(count)!;
    features.dispose();
    base?.dispose();
    this.windows.delete(count);
  }

  dispose(): void { for (const count of [...this.windows.keys()]) this.forget(count); }
}
