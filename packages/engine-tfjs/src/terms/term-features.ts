import { type Expr, formula, GRID_MAX, GRID_MIN } from '@knotwork/algebra';
import { shapeInput, termFormula, type TermFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import type { Device } from '../device.js';
import { PlanesProduct } from '../formulas/planes-product.js';
import { polynomialPlanes } from '../formulas/polynomial-planes.js';
import { TensorFormula } from '../formulas/tensor-formula.js';
import { ofShape, type Quantity } from '../formulas/tensor-operations.js';
import type { Grids } from '../run/place.js';
import type { Tensor } from '../tfjs-module.js';
import { type Placing, WindowPlaces } from './window-places.js';

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
  /** Null where every feature is live. */
  private readonly places: WindowPlaces | null;

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
    this.places = source.start < 0 ? null : new WindowPlaces(device, { size: term.size, window: term.window, groups, hasBase: term.base !== null });
  }

  /**
   * @param x input of every group: `[samples][groups]`
   * @param shape values of shape parameters by name, `[1][groups]` or one number for all
   * @param wants whether derivatives in the inputs are needed, and in shape parameters
   */
  evaluate(x: Tensor, grids: Grids, shape: Readonly<Record<string, Tensor>>, wants: { readonly slopes: boolean; readonly shape: boolean }): Features {
    const { source: { base, shape: slopesOfShape, start }, trained, windows, device, device: { tf } } = this;
    const asked: number[] = [];
    const ask = (outputs: readonly number[]): ((results: readonly Quantity[]) => readonly Quantity[]) => {
      const from = asked.length;
      asked.push(...outputs);
      return (results) => results.slice(from, from + outputs.length);
    };
    const orders = windows.slice(0, wants.slopes ? 2 : 1).map((window, order) => ({ product: window.product, window: ask(window.outputs), base: ask(base.slice(order, order + 1)) }));
    const shapes = (wants.shape ? trained : []).map((name) => ({ name, planes: ask(slopesOfShape[name]![0]!) }));
    const startAt = ask(start < 0 ? [] : [start]);
    const inputs = { x, [GRID_MIN]: grids.min, [GRID_MAX]: grids.max, ...Object.fromEntries(Object.entries(shape).map(([name, value]) => [shapeInput(name), value])) };
    const results = this.formula.run(inputs, asked, grids.tables);
    const count = x.shape[0]!;
    const planes = (of: readonly Quantity[]): Tensor[] => of.map((q) => ofShape(device, q, x.shape));
    const [first] = planes(startAt(results));
    const place = first === undefined ? null : this.places!.of(first);
    const [dense, slopes] = orders.map(({ product, window, base: baseOf }) => {
      const last = planes(baseOf(results));
      if (product === null) return this.spread([...planes(window(results)), ...last], place);
      const own = product.run(window(results), [count, this.groups]);
      return place!(last.length === 0 ? own : tf.concat([own, tf.expandDims(last[0]!, 0)], 0));
    });
    const none = base.length === 0 ? [] : [device.filled(0, x.shape)];
    return { count, dense: dense!, slopes: slopes ?? null, shape: Object.fromEntries(shapes.map(({ name, planes: own }) => [name, this.spread([...planes(own(results)), ...none], place)])) };
  }

  /** Planes `[samples][groups]` of live features and of the base function, at their rows. @param place null where every feature is live */
  private spread(planes: readonly Tensor[], place: Placing | null): Tensor {
    const { tf } = this.device;
    if (place !== null) return place(tf.stack([...planes]));
    return planes.length === 1 ? planes[0]! : tf.concat([...planes], 1);
  }

  dispose(): void {
    this.places?.dispose();
    for (const { product } of this.windows) product?.dispose();
  }
}
