import { leastSquares, rootMeanSquare } from '@knotwork/numerics';
import type { Curve } from '../curve.js';
import type { FoundPair, PairPart } from './find-pair.js';
import { type Atom, dot, isLine, matrixOf, type PairStart, productsOf, within } from './pair-starts.js';

/** Nats that a number costs, a power of x, and what is far-fetched, as one of many pairs, for each nat that it is so alone. */
const [PER_NUMBER, PER_POWER, PER_NAME] = [8, 1, 10];
/** What is left of targets that are met but for rounding, as a share of their spread. */
export const EXACT = 1e-9;
const ROUNDING = 1e-13;

/** Rows, their targets without units. */
export interface PairRows { readonly x: Float64Array; readonly y: Float64Array }

/** A pair on some rows: c1 f(a1 z + b1) + c2 g(a2 z + b2) + d, or c1 f g + d. */
export class PairFit {
  readonly left: Float64Array;
  readonly error: number;
  private readonly slopes: readonly Float64Array[];

  /** @param numbers c1, a1, b1, c2, a2, b2, d */
  private constructor(private readonly way: FoundPair['way'], private readonly of: PairStart['atoms'], private readonly rows: PairRows, private readonly numbers: readonly number[]) {
    const [c1, a1, b1, c2, a2, b2, d] = numbers as [number, number, number, number, number, number, number];
    const { x, y } = rows;
    const [z1, z2] = of.map(({ inner }) => within(x, inner)) as [Float64Array, Float64Array];
    const [[u, du], [v, dv]] = [of[0].f.withSlopes(z1, a1, b1), of[1].f.withSlopes(z2, a2, b2)];
    const isSum = way === 'sum';
    const column = (at: (n: number) => number): Float64Array => x.map((_, n) => at(n));
    this.left = column((n) => y[n]! - d - (isSum ? c1 * u[n]! + c2 * v[n]! : c1 * u[n]! * v[n]!));
    this.error = rootMeanSquare(this.left);
    const byU = column((n) => (isSum ? c1 * du[n]! : c1 * du[n]! * v[n]!));
    const byV = column((n) => (isSum ? c2 * dv[n]! : c1 * u[n]! * dv[n]!));
    this.slopes = [
      column((n) => (isSum ? u[n]! : u[n]! * v[n]!)), column((n) => byU[n]! * z1[n]!), byU, ...(isSum ? [v] : []), column((n) => byV[n]! * z2[n]!), byV, column(() => 1),
    ];
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
      const [s, t] = [p.f.withSlopes(z1, p.a, b1)[0], q.f.withSlopes(z2, q.a, b2)[0]];
      const c = solved([s, t]);
      return new PairFit(way, atoms, rows, [c[0]!, p.a, b1, c[1]!, q.a, b2, c[2]!]);
    }
    const k = solved(q.isShifted ? productsOf(u, du, v, dv, p.isShifted) : productsOf(u, du, v, dv, false).slice(0, 1));
    // (A f + B f') (C g + D g'): the largest of the four products, and those beside it, say what A : B and C : D are.
    const products = p.isShifted ? Array.from(k.slice(0, 4)) : [k[0]!, q.isShifted ? k[1]! : 0, 0, 0];
    const largest = products.reduce((most, v, at) => (Math.abs(v) > Math.abs(products[most]!) ? at : most), 0);
    const b1 = shifted(p, products[largest % 2]!, products[2 + (largest % 2)]!);
    const b2 = shifted(q, products[largest < 2 ? 0 : 2]!, products[largest < 2 ? 1 : 3]!);
    const [s, t] = [p.f.withSlopes(z1, p.a, b1)[0], q.f.withSlopes(z2, q.a, b2)[0]];
    const c = solved([s.map((value, n) => value * t[n]!)]);
    return new PairFit(way, atoms, rows, [c[0]!, p.a, b1, 1, q.a, b2, c[1]!]);
  }

  /** How many numbers are fitted: c, d, and those of a and b that are not one with them. The zero of a line is one in a product. */
  get size(): number { return this.of.reduce((sum, { f }) => sum + f.size - 2 + Number(this.way === 'product' && isLine(f)), this.way === 'sum' ? 3 : 2); }

  /** Of the description of the rows, in nats, up to a constant. */
  get length(): number {
    return this.left.length * Math.log(Math.max(this.error, EXACT)) + this.size * PER_NUMBER + PER_NAME * this.complexity;
  }

  /** How far-fetched it is, in nats; what comes twice is named once. */
  get complexity(): number {
    const names = new Set(this.of.map(({ f }) => f));
    return this.of.reduce((sum, { inner }) => sum + (inner.power - 1) * PER_POWER, 0) + [...names].reduce((sum, { complexity }) => sum + complexity, 0);
  }

  /** The same numbers on other rows. */
  on(rows: PairRows): PairFit { return new PairFit(this.way, this.of, rows, this.numbers); }

  /** Levenberg-Marquardt steps, each with more damping until it is no worse. */
  stepped(steps: number): PairFit {
    let now: PairFit = this as PairFit;
    let damping = 1e-3;
    for (let step = 0; step < steps && now.error > ROUNDING; step++) {
      let next: PairFit | null = null;
      for (let k = 0; k < 8 && next === null; k++) {
        const tried = now.after(damping);
        if (tried !== null && tried.error < now.error) { next = tried; damping = Math.max(damping * 0.2, 1e-14); } else damping *= 5;
      }
      if (next === null) break;
      now = next;
    }
    return now;
  }

  private after(damping: number): PairFit | null {
    const { way, of, rows, numbers, slopes, left } = this;
    if (!Number.isFinite(this.error) || !slopes.every((column) => column.every(Number.isFinite))) return null;
    const sizes = slopes.map((column) => Math.sqrt(dot(column, column)) || 1);
    const [count, width] = [left.length, slopes.length];
    // Rows below say that steps are short, each in units of its column.
    const matrix = new Float64Array((count + width) * width);
    slopes.forEach((column, c) => { for (let n = 0; n < count; n++) matrix[n * width + c] = column[n]! / sizes[c]!; matrix[(count + c) * width + c] = Math.sqrt(damping); });
    const targets = new Float64Array(count + width);
    targets.set(left);
    const { coefficients } = leastSquares(matrix, targets, { rows: count + width, columns: width, count: 1 });
    const places = way === 'sum' ? [0, 1, 2, 3, 4, 5, 6] : [0, 1, 2, 4, 5, 6];
    const moved = [...numbers];
    places.forEach((place, c) => { moved[place]! += coefficients[c]! / sizes[c]!; });
    return new PairFit(way, of, rows, moved);
  }

  inUnits({ mean, spread }: Curve): FoundPair {
    const [c1, a1, b1, c2, a2, b2, d] = this.numbers as [number, number, number, number, number, number, number];
    const isSum = this.way === 'sum';
    const part = (k: 0 | 1, c: number, a: number, b: number): PairPart => {
      const { f, inner: { power, center, half } } = this.of[k];
      return { f: f.name, power, a: a / half, b: b - (a / half) * center, c: isSum ? c * spread : 1 };
    };
    return { way: this.way, parts: [part(0, c1, a1, b1), part(1, c2, a2, b2)], scale: isSum ? 1 : c1 * spread, constant: mean + d * spread, size: this.size };
  }
}
