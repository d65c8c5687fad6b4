import { leastSquares, rootMeanSquare } from '@knotwork/numerics';
import type { Curve } from '../curve.js';
import { dampedLeastSquares } from '../equation/damped-least-squares.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { matrixOf } from './matrix-of.js';
import { EXACT } from './noise.js';
import { type Atom, isLine, type PairStart, productsOf, within } from './pair-starts.js';

/** Nats that a number costs, a power of x, and what is far-fetched, as one of many pairs, for each nat that it is so alone. */
const [PER_NUMBER, PER_POWER, PER_NAME] = [8, 1, 10];
const ROUNDING = 1e-13;

/** Rows, their targets without units. */
export interface PairRows { readonly x: Float64Array; readonly y: Float64Array }

/** Values and slopes of two functions on some rows, by their numbers d, c1, a1, b1, a2, b2 and of a sum c2: c1 f(a1 z + b1) + c2 g(a2 z + b2) + d, or c1 f g + d. */
class PairModel {
  private readonly places: readonly [Float64Array, Float64Array];

  constructor(readonly way: FoundFunctions['way'], readonly of: PairStart['atoms'], readonly rows: PairRows) {
    this.places = [within(rows.x, of[0].inner), within(rows.x, of[1].inner)];
  }

  /** What numbers leave of the targets. */
  residuals(at: ArrayLike<number>): Float64Array {
    const { rows: { y } } = this;
    const [d, c1, c2] = [at[0]!, at[1]!, at[6]!];
    const { of: [p, q], places: [z1, z2] } = this;
    const [u, v] = [p.f.values(z1, at[2]!, at[3]!), q.f.values(z2, at[4]!, at[5]!)];
    return this.way === 'sum' ? y.map((value, n) => value - d - c1 * u[n]! - c2 * v[n]!) : y.map((value, n) => value - d - c1 * u[n]! * v[n]!);
  }

  /** By columns. */
  jacobian(at: ArrayLike<number>): Float64Array {
    const { way, places: [p, q], rows: { x: { length: count } } } = this;
    const [c1, c2] = [at[1]!, at[6]!];
    const { of } = this;
    const [[u, du], [v, dv]] = [of[0].f.withSlopes(p, at[2]!, at[3]!), of[1].f.withSlopes(q, at[4]!, at[5]!)];
    const columns = new Float64Array((way === 'sum' ? 7 : 6) * count);
    for (let n = 0; n < count; n++) {
      // Slopes by what f is of, and by what g is of.
      const [byU, byV] = way === 'sum' ? [c1 * du[n]!, c2 * dv[n]!] : [c1 * du[n]! * v[n]!, c1 * u[n]! * dv[n]!];
      columns[n] = 1;
      columns[count + n] = way === 'sum' ? u[n]! : u[n]! * v[n]!;
      columns[2 * count + n] = byU * p[n]!;
      columns[3 * count + n] = byU;
      columns[4 * count + n] = byV * q[n]!;
      columns[5 * count + n] = byV;
      if (way === 'sum') columns[6 * count + n] = v[n]!;
    }
    return columns;
  }
}

/** A pair on some rows. */
export class PairFit {
  readonly left: Float64Array;
  readonly error: number;

  /** @param numbers as `PairModel` has them */
  private constructor(private readonly model: PairModel, private readonly numbers: ArrayLike<number>) {
    this.left = model.residuals(numbers);
    this.error = rootMeanSquare(this.left);
  }

  /** Where tables say that it begins, with c and d by least squares. @returns null where a function is not finite on some row */
  static from({ way, atoms }: PairStart, rows: PairRows): PairFit | null {
    const { x, y } = rows;
    const [p, q] = atoms;
    const [z1, z2] = [within(x, p.inner), within(x, q.inner)];
    const [[u, du], [v, dv]] = [p.f.withSlopes(z1, p.a, p.b), q.f.withSlopes(z2, q.a, q.b)];
    if (![u, du, v, dv].every((column) => column.every(Number.isFinite))) return null;
    const solved = (columns: readonly Float64Array[]): Float64Array => leastSquares(matrixOf([...columns, x.map(() => 1)]), y, { rows: y.length, columns: columns.length + 1, count: 1 }).coefficients;
    const shifted = (atom: Atom, A: number, B: number): number => (atom.isShifted ? atom.f.shiftOf(A, B) : atom.b);
    if (way === 'sum') {
      const k = solved([u, v, ...(p.isShifted ? [du] : []), ...(q.isShifted ? [dv] : [])]);
      const [b1, b2] = [shifted(p, k[0]!, k[2]!), shifted(q, k[1]!, k[p.isShifted ? 3 : 2]!)];
      const [s, t] = [p.f.values(z1, p.a, b1), q.f.values(z2, q.a, b2)];
      const c = solved([s, t]);
      return new PairFit(new PairModel(way, atoms, rows), [c[2]!, c[0]!, p.a, b1, q.a, b2, c[1]!]);
    }
    const k = solved(q.isShifted ? productsOf(u, du, v, dv, p.isShifted) : productsOf(u, du, v, dv, false).slice(0, 1));
    // (A f + B f') (C g + D g'): the largest of the four products, and those beside it, say what A : B and C : D are.
    const products = p.isShifted ? Array.from(k.slice(0, 4)) : [k[0]!, q.isShifted ? k[1]! : 0, 0, 0];
    const largest = products.reduce((most, v, at) => (Math.abs(v) > Math.abs(products[most]!) ? at : most), 0);
    const b1 = shifted(p, products[largest % 2]!, products[2 + (largest % 2)]!);
    const b2 = shifted(q, products[largest < 2 ? 0 : 2]!, products[largest < 2 ? 1 : 3]!);
    const [s, t] = [p.f.values(z1, p.a, b1), q.f.values(z2, q.a, b2)];
    const c = solved([s.map((value, n) => value * t[n]!)]);
    return new PairFit(new PairModel(way, atoms, rows), [c[1]!, c[0]!, p.a, b1, q.a, b2]);
  }

  /** How many numbers are fitted: c, d, and those of a and b that are not one with them. The zero of a line is one in a product. */
  get size(): number {
    const { way, of } = this.model;
    return of.reduce((sum, { f }) => sum + f.size - 2 + Number(way === 'product' && isLine(f)), way === 'sum' ? 3 : 2);
  }

  /** Of the description of the rows, in nats, up to a constant. */
  get length(): number {
    return this.left.length * Math.log(Math.max(this.error, EXACT)) + this.size * PER_NUMBER + PER_NAME * this.complexity;
  }

  /** How far-fetched it is, in nats; what comes twice is named once. */
  get complexity(): number {
    const { of } = this.model;
    const names = new Set(of.map(({ f }) => f));
    return of.reduce((sum, { inner }) => sum + (inner.power - 1) * PER_POWER, 0) + [...names].reduce((sum, { complexity }) => sum + complexity, 0);
  }

  /** The same numbers on other rows. */
  on(rows: PairRows): PairFit { return new PairFit(new PairModel(this.model.way, this.model.of, rows), this.numbers); }

  /** After so many steps of least squares at most. */
  stepped(steps: number): PairFit {
    const { model, numbers } = this;
    const count = model.rows.y.length;
    const enough = count * ROUNDING ** 2;
    const fitted = dampedLeastSquares({ rows: count, at: Array.from(numbers), steps, enough, negligible: enough, residuals: (at) => model.residuals(at), jacobian: (at) => model.jacobian(at) });
    return fitted === null ? this : new PairFit(model, fitted.at);
  }

  /** @param noise in units of the curve */
  inUnits({ mean, spread }: Curve, noise: number): FoundFunctions {
    const [d, c1, a1, b1, a2, b2, c2 = 1] = Array.from(this.numbers) as [number, number, number, number, number, number, number?];
    const { way, of } = this.model;
    const isSum = way === 'sum';
    const part = (k: 0 | 1, c: number, a: number, b: number): FunctionPart => {
      const { f, inner: { power, center, half } } = of[k];
      return { f: f.name, power, a: a / half, b: b - (a / half) * center, c: isSum ? c * spread : 1 };
    };
    return { way, parts: [part(0, c1, a1, b1), part(1, c2, a2, b2)], scale: isSum ? 1 : c1 * spread, constant: mean + d * spread, size: this.size, noise };
  }
}
