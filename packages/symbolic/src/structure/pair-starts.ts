import { dot, leastSquares, rootMeanSquare } from '@knotwork/numerics';
import { type Curve, NODES } from '../curve.js';
import type { FittedFunction } from '../fitted-function.js';
import type { Library } from '../library.js';
import { DotProducts } from './dot-products.js';
import { matrixOf } from './matrix-of.js';

/** Powers of x that functions are of, and the functions: those that are more far-fetched, in nats, are no half of a pair. */
const POWERS: readonly { readonly power: number; readonly complexity: number }[] = [{ power: 1, complexity: 1.2 }, { power: 2, complexity: 0.3 }];
/** Of a power, what a line leaves of it at least, as a share: else it says the same as x. */
const BENT = 0.03;
/** Starts of every pair of functions. */
const STARTS = 2;
/** Places of what is a line, in the middle of the points and around: a factor that is 0 there. */
const ZEROS = [0, 0.3, -0.3, 0.65, -0.65, 1, -1, 1.5, -1.5, 3, -3];
const N = NODES.length;

/** A power of x from -1 to 1. */
export interface Inner { readonly power: number; readonly center: number; readonly half: number; readonly nodes: Float64Array }

/** None where it says the same as x. */
function placesOf({ center, half }: Curve, power: number): Inner[] {
  const values = NODES.map((z) => (center + half * z) ** power);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high - low > 0 && high - low < Infinity)) return [];
  const inner: Inner = { power, center: (low + high) / 2, half: (high - low) / 2, nodes: values.map((v) => (2 * v - low - high) / (high - low)) };
  const rows = { rows: N, columns: 2, count: 1 };
  const { coefficients } = leastSquares(matrixOf([NODES, NODES.map(() => 1)]), inner.nodes, rows);
  const left = rootMeanSquare(inner.nodes.map((v, n) => v - coefficients[0]! * NODES[n]! - coefficients[1]!));
  return power === 1 || left > BENT ? [inner] : [];
}

/** Places of rows on that. */
export const within = (x: Float64Array, { power, center, half }: Inner): Float64Array => x.map((v) => (v ** power - center) / half);

/** Whether every straight line is c f(a x + b) + d whatever a and b are. */
export const isLine = ({ claims: { scaling, shift } }: Pick<FittedFunction, 'claims'>): boolean => scaling === true && shift === 'itself';

/** A function at some start, with values and slopes at the nodes. */
export interface Atom {
  readonly f: FittedFunction;
  readonly inner: Inner;
  /** A number for the function of the power. */
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** Whether b is found by least squares, since f(x + b) is a sum of f, f' and a constant. */
  readonly isShifted: boolean;
}

function atomsOf({ functions }: Library, inner: Inner, most: number): Atom[] {
  const kindOf = (f: FittedFunction): number => functions.indexOf(f) * POWERS.length + POWERS.findIndex(({ power }) => power === inner.power);
  // A power of x is one of the functions of x.
  const isOf = ({ complexity, claims }: FittedFunction): boolean => complexity <= most && (inner.power === 1 || !isLine({ claims }));
  return functions.filter(isOf).flatMap((f) => startsOf(f).flatMap(([a, b]): Atom[] => {
    const [values, slopes] = f.withSlopes(inner.nodes, a, b);
    return values.every(Number.isFinite) && slopes.every(Number.isFinite) ? [{ f, inner, kind: kindOf(f), a, b, values, slopes, isShifted: f.claims.shift === 'slope' }] : [];
  }));
}

/** Where searches begin; of a line also other zeros, which are one with the constant only where it stands alone. */
const startsOf = (f: FittedFunction): readonly (readonly [number, number])[] => (isLine(f) ? ZEROS.map((b) => [1, b] as const) : f.places());

/** A pair to begin with, and the share of the variance that it leaves. */
export interface PairStart { readonly way: 'sum' | 'product'; readonly atoms: readonly [Atom, Atom]; readonly left: number }

/** Where searches for the sum or the product of two functions begin: the best starts of each two, by tables at 65 nodes. */
export function pairStarts(library: Library, curve: Curve): PairStart[] {
  const atoms = POWERS.flatMap(({ power, complexity }) => placesOf(curve, power).flatMap((inner) => atomsOf(library, inner, complexity)));
  return [...rankedSums(atoms, curve), ...rankedProducts(atoms, curve)];
}

/** The best starts of different pairs of functions. */
class Best {
  private readonly kept = new Map<number, PairStart[]>();

  constructor(private readonly way: PairStart['way']) {}

  add(p: Atom, q: Atom, left: number): void {
    const key = p.kind * MOST_KINDS + q.kind;
    const of = this.kept.get(key);
    if (of !== undefined && of.length === STARTS && !(left < of[STARTS - 1]!.left)) return;
    this.kept.set(key, [...of ?? [], { way: this.way, atoms: [p, q] as const, left }].sort((a, b) => a.left - b.left).slice(0, STARTS));
  }

  get all(): PairStart[] { return [...this.kept.values()].flat(); }
}

const MOST_KINDS = 1000;

/** Columns of length 1, across each other, that with a constant span an atom, and how far the target goes along them: 0 where there is no second one. */
interface Span { readonly first: Float64Array; readonly second: Float64Array; readonly along: number; readonly alongSecond: number }

const NOTHING = new Float64Array(N);

/** Targets at the nodes, each as far as it counts. */
const targetOf = (roots: Float64Array, weightedNodes: Float64Array): Float64Array => weightedNodes.map((v, n) => (roots[n]! > 0 ? v / roots[n]! : 0));

/** Sums: what is left of the curve by least squares of both, each with its slope where that is a shift. */
function rankedSums(atoms: readonly Atom[], { nodeWeights, weightedNodes, nodeVariance }: Curve): PairStart[] {
  const best = new Best('sum');
  const roots = nodeWeights.map(Math.sqrt);
  const target = targetOf(roots, weightedNodes);
  const spans = atoms.map(({ values, slopes, isShifted }): Span => {
    const [, first = NOTHING, second = NOTHING] = orthonormal([roots, ...[values, ...(isShifted ? [slopes] : [])].map((column) => column.map((v, n) => v * roots[n]!))]);
    return { first, second, along: dot(first, target), alongSecond: dot(second, target) };
  });
  const shifted = [...atoms.keys()].filter((k) => atoms[k]!.isShifted);
  const [firsts, seconds] = [new DotProducts(spans.map(({ first }) => first)), new DotProducts(shifted.map((k) => spans[k]!.second))];
  let later = 0;
  spans.forEach((p, i) => {
    while (later < shifted.length && shifted[later]! <= i) later++;
    const isTwofold = p.second !== NOTHING;
    const [o11, o12] = [firsts.with(p.first, i + 1), isTwofold ? firsts.with(p.second, i + 1) : null];
    const [o21, o22] = [seconds.with(p.first, later), isTwofold ? seconds.with(p.second, later) : null];
    for (let j = i + 1, k = later; j < atoms.length; j++) {
      const isShifted = shifted[k] === j;
      best.add(atoms[i]!, atoms[j]!, nodeVariance - explained(p, spans[j]!, [o11[j]!, o12?.[j] ?? 0, isShifted ? o21[k]! : 0, isShifted ? o22?.[k] ?? 0 : 0]));
      if (isShifted) k++;
    }
  });
  return best.all;
}

/** The square of the projection on two spans. @param overlaps of p and q: first with first, p's second with q's first, p's first with q's second, second with second */
function explained(p: Span, q: Span, [o11, o12, o21, o22]: readonly [number, number, number, number]): number {
  // What is left of q and of the target beside p.
  const [g11, g12, g22] = [1 - o11 * o11 - o12 * o12, -o11 * o21 - o12 * o22, 1 - o21 * o21 - o22 * o22];
  const [r1, r2] = [q.along - o11 * p.along - o12 * p.alongSecond, q.alongSecond - o21 * p.along - o22 * p.alongSecond];
  let sum = p.along * p.along + p.alongSecond * p.alongSecond;
  const isFirst = q.first !== NOTHING && g11 > DEPENDENT;
  if (isFirst) sum += (r1 * r1) / g11;
  if (q.second === NOTHING) return sum;
  const own = isFirst ? g22 - (g12 * g12) / g11 : g22;
  return own > DEPENDENT ? sum + (isFirst ? r2 - (g12 * r1) / g11 : r2) ** 2 / own : sum;
}

/** Of a column of length 1, what is left of one that says nothing of its own. */
const DEPENDENT = 1e-8;

/** Of a product of length 1 or so, the square of what is no constant: less is rounding. */
const BENT_PRODUCT = 1e-12;

/** Products with a constant: of a factor whose slope is a shift, either is multiplied. A factor of which none is stands first. */
function rankedProducts(atoms: readonly Atom[], { nodeWeights: w, weightedNodes, nodeVariance }: Curve): PairStart[] {
  const best = new Best('product');
  const add = (p: Atom, q: Atom, left: number): void => { if (left < Infinity) best.add(p, q, left); };
  const [shifted, others] = [atoms.filter(({ isShifted }) => isShifted), atoms.filter(({ isShifted }) => !isShifted)];
  const rows = (of: readonly Atom[], valueAt: (f: number, df: number) => number): DotProducts => new DotProducts(of.map(({ values, slopes }) => values.map((f, n) => valueAt(f, slopes[n]!))));
  const [plain, squares] = [rows(others, (f) => f), rows(others, (f) => f * f)];
  // Of g, g', their squares and the product of both.
  const [waves, slopes, waveSquares, mixed, slopeSquares] = [rows(shifted, (g) => g), rows(shifted, (_, dg) => dg), rows(shifted, (g) => g * g), rows(shifted, (g, dg) => g * dg), rows(shifted, (_, dg) => dg * dg)];
  others.forEach((p, i) => {
    const [weighted, weightedSquares, along] = [p.values.map((f, n) => w[n]! * f), p.values.map((f, n) => w[n]! * f * f), p.values.map((f, n) => weightedNodes[n]! * f)];
    const [m, s, y] = [plain.with(weighted, i), squares.with(weightedSquares, i), plain.with(along, i)];
    for (let j = i; j < others.length; j++) {
      const s11 = s[j]! - m[j]! ** 2;
      if (s11 > BENT_PRODUCT) add(p, others[j]!, nodeVariance - y[j]! ** 2 / s11);
    }
    const [m1, m2, y1, y2] = [waves.with(weighted), slopes.with(weighted), waves.with(along), slopes.with(along)];
    const [q11, q12, q22] = [waveSquares.with(weightedSquares), mixed.with(weightedSquares), slopeSquares.with(weightedSquares)];
    shifted.forEach((q, k) => {
      const s11 = q11[k]! - m1[k]! ** 2;
      if (!(s11 > BENT_PRODUCT)) return;
      const [s12, s22] = [q12[k]! - m1[k]! * m2[k]!, q22[k]! - m2[k]! ** 2];
      const own = s22 - s12 ** 2 / s11;
      add(p, q, nodeVariance - y1[k]! ** 2 / s11 - (own > 1e-9 * s22 ? (y2[k]! - (s12 * y1[k]!) / s11) ** 2 / own : 0));
    });
  });
  // A product of two waves of one kind is a sum of two others.
  const products = new Waves(w.map(Math.sqrt), weightedNodes);
  for (const [i, p] of shifted.entries()) for (const q of shifted.slice(i)) if (p.kind !== q.kind) best.add(p, q, nodeVariance - products.explained(p, q));
  return best.all;
}

/** Products of two functions that are both shifted: of as many pairs as there are, with arrays that are made once. */
class Waves {
  private readonly columns = Array.from({ length: 5 }, () => new Float64Array(N));

  private readonly target: Float64Array;

  constructor(private readonly roots: Float64Array, weightedNodes: Float64Array) { this.target = targetOf(roots, weightedNodes); }

  /** The square of the projection of the target on f g, f g', f' g and f' g', without their means. */
  explained({ values: f, slopes: df }: Atom, { values: g, slopes: dg }: Atom): number {
    const [constant, first, second, third, fourth] = this.columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    for (let n = 0; n < N; n++) {
      const root = this.roots[n]!;
      constant[n] = root; first[n] = f[n]! * g[n]! * root; second[n] = f[n]! * dg[n]! * root; third[n] = df[n]! * g[n]! * root; fourth[n] = df[n]! * dg[n]! * root;
    }
    let [made, sum] = [0, 0];
    for (let k = 0; k < this.columns.length; k++) {
      const column = this.columns[k]!;
      if (!isOwn(column, this.columns, made)) continue;
      // Those that are made stand first.
      if (made < k) this.columns[made]!.set(column);
      if (k > 0) sum += dot(this.columns[made]!, this.target) ** 2;
      made += 1;
    }
    return sum;
  }
}

/** f g, f g', and where both are shifted f' g and f' g'. */
export function productsOf(f: Float64Array, df: Float64Array, g: Float64Array, dg: Float64Array, isBoth: boolean): Float64Array[] {
  const product = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, n) => v * b[n]!);
  return [product(f, g), product(f, dg), ...(isBoth ? [product(df, g), product(df, dg)] : [])];
}

/** Columns one after the other, without what those before say; those that say nothing of their own are left out, but for the first. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const made: Float64Array[] = [];
  for (const column of columns) {
    const rest = column.slice();
    if (isOwn(rest, made, made.length)) made.push(rest);
  }
  return made;
}

/** Takes from a column what the first of others say, each of length 1, and makes it of length 1. @returns whether it says anything of its own */
function isOwn(column: Float64Array, others: readonly Float64Array[], count: number): boolean {
  const size = Math.sqrt(dot(column, column));
  for (let round = 0; round < 2; round++) {
    for (let k = 0; k < count; k++) {
      const q = others[k]!;
      const along = dot(q, column);
      for (let n = 0; n < column.length; n++) column[n]! -= along * q[n]!;
    }
  }
  const left = Math.sqrt(dot(column, column));
  if (!(left > 1e-6 * size)) return false;
  for (let n = 0; n < column.length; n++) column[n]! /= left;
  return true;
}
