import { type Expr, formula, GRID_MAX, GRID_MIN } from '@knotwork/algebra';
import { shapeInput, termFormula, type TermFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import { PlanesProduct } from '../formulas/planes-product.js';
import { polynomialPlanes } from '../formulas/polynomial-planes.js';
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
  /** Of values and of first derivatives: outputs of the formula that are planes, or atoms of them. */
  private readonly windows: readonly { readonly outputs: readonly number[]; readonly product: PlanesProduct | null }[];
  /** Places of the first coefficient's window, by the number of samples. */
  private readonly places = new Map<number, { readonly features: Tensor; readonly base: Tensor | null }>();

  /** @param trained names of shape parameters in which features are differentiated */
  constructor(private readonly device: Device, private readonly term: TermStructure, readonly groups: number, private readonly trained: readonly string[]) {
    this.rows = term.size + (term.base === null ? 0 : 1);
    const source = this.source = termFormula(term, 1, trained);
    const { inputs, outputs, roots, tables } = source.formula;
    const all: Record<string, Expr> = Object.fromEntries(outputs.map((name, k) => [name, roots[k]!]));
    // Windows come as one tensor where they are polynomials; each derivative by itself, so that features do not depend on whether they are differentiated.
    const sameForAll = new Set(inputs.filter((name) => name !== 'x'));
    this.windows = source.values.map((own, order) => {
      const planes = source.start < 0 ? null : polynomialPlanes(own.map((k) => roots[k]!), sameForAll);
      if (planes === null) return { outputs: own, product: null };
      const first = Object.keys(all).length;
      planes.atoms.forEach((e, k) => { all[`atom ${order}.${k}`] = e; });
      return { outputs: planes.atoms.map((_, k) => first + k), product: new PlanesProduct(device, planes) };
    });
    this.formula = new TensorFormula(device, formula(inputs, all, tables));
  }

  /**
   * @param x input of every group: `[samples][groups]`
   * @param shape values of shape parameters by name, `[1][groups]` or one number for all
   * @param wants whether derivatives in the inputs are needed, and in shape parameters
   */
  evaluate(x: Tensor, grids: Grids, shape: Readonly<Record<string, Tensor>>, wants: { readonly slopes: boolean; readonly shape: boolean }): Features {
    const { source: { base, shape: slopesOfShape, start }, trained, windows, device: { tf } } = this;
    const asked: number[] = [];
    const ask = (outputs: readonly number[]): ((results: readonly Quantity[]) => readonly Quantity[]) => {
      const from = asked.length;
      asked.push(...outputs);
      return (results) => results.slice(from, from + outputs.length);
    };
    const orders = windows.slice(0, wants.slopes ? 2 : 1).map((window, order) => ({ product: window.product, window: ask(window.outputs), base: ask(base.slice(order, order + 1)) }));
    const shapes = (wants.shape ? trained : []).map((name) => ({ name, planes: ask(slopesOfShape[name]!) }));
    const startAt = ask(start < 0 ? [] : [start]);
    const inputs = { x, [GRID_MIN]: grids.min, [GRID_MAX]: grids.max, ...Object.fromEntries(Object.entries(shape).map(([name, value]) => [shapeInput(name), value])) };
    const results = this.formula.run(inputs, asked, grids.tables);
    const count = x.shape[0]!;
    const planes = (of: readonly Quantity[]): Tensor[] => of.map((q) => this.plane(q, x));
    const [first] = planes(startAt(results));
    const live = first === undefined ? null : this.placesOf(first, count);
    const [dense, slopes] = orders.map(({ product, window, base: baseOf }) => {
      const last = planes(baseOf(results));
      if (product === null) return this.spread([...planes(window(results)), ...last], live, count);
      const own = product.run(window(results), [count, this.groups]);
      return this.atPlaces(last.length === 0 ? own : tf.concat([own, tf.expandDims(last[0]!, 0)], 0), live!, count);
    });
    const none = base.length === 0 ? [] : [tf.zeros(x.shape)];
    return { count, dense: dense!, slopes: slopes ?? null, shape: Object.fromEntries(shapes.map(({ name, planes: own }) => [name, this.spread([...planes(own(results)), ...none], live, count)])) };
  }

  /** Planes `[samples][groups]` of live features and of the base function, at their rows. @param live places of all their numbers; null where every feature is live */
  private spread(planes: readonly Tensor[], live: Tensor | null, count: number): Tensor {
    const { tf } = this.device;
    if (live === null) return planes.length === 1 ? planes[0]! : tf.concat([...planes], 1);
    return this.atPlaces(tf.stack([...planes]), live, count);
  }

  private atPlaces(planes: Tensor, live: Tensor, count: number): Tensor {
    const { device: { tf }, rows, groups } = this;
    return tf.reshape(tf.scatterND(live, tf.reshape(planes, [-1]), [count * rows * groups]), [count, rows * groups]);
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
    const known = this.places.get(count);
    if (known !== undefined) return known;
    if (this.places.size >= KEPT_SIZES) this.forget(this.places.keys().next().value!);
    const { device, term: { window, size, base }, groups, rows } = this;
    const places = (first: number, planes: number): Tensor => {
      const numbers = Int32Array.from({ length: planes * count * groups }, (_, k) => (Math.floor(k / groups) % count) * rows * groups + (first + Math.floor(k / (groups * count))) * groups + (k % groups));
      return (count * rows * groups <= EXACT ? device.vector(numbers, [planes, count, groups]) : device.indices(numbers, [planes, count, groups]));
    };
    const made = { features: places(0, window), base: base === null ? null : places(size, 1) };
    this.places.set(count, made);
    return made;
  }

  private forget(count: number): void {
    const { features, base } = this.places.get(count)!;
    features.dispose();
    base?.dispose();
    this.places.delete(count);
  }

  dispose(): void {
    for (const count of [...this.places.keys()]) this.forget(count);
    for (const { product } of this.windows) product?.dispose();
  }
}
