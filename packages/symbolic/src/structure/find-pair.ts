import { leastSquares, rootMeanSquare } from '@knotwork/numerics';
import { type Curve, curveOf, type CurvePoints, NODES } from '../curve.js';
import type { FittedFunction } from '../fitted-function.js';
import type { Library } from '../library.js';
import { type Candidate, suggest } from '../suggest.js';
import { polynomialError } from './find-ratio.js';

/** c f(a x^power + b), in units of the points; of a product, c is 1. */
export interface PairPart { readonly f: string; readonly power: number; readonly a: number; readonly b: number; readonly c: number }

/** A target of one input that is a sum of two functions and a constant, or a scale times the product of two and a constant. */
export interface FoundPair {
  readonly way: 'sum' | 'product';
  readonly parts: readonly [PairPart, PairPart];
  readonly scale: number;
  readonly constant: number;
  /** How many numbers were fitted. */
  readonly size: number;
}

/** Powers of x that functions are of, and the functions: those that are more far-fetched, in nats, are no half of a pair. */
const POWERS: readonly { readonly power: number; readonly complexity: number }[] = [{ power: 1, complexity: 1.2 }, { power: 2, complexity: 0.3 }];
/** Of a power, what a line leaves of it at least, as a share: else it says the same as x. */
const BENT = 0.03;
/** Starts of every pair of functions. */
const STARTS = 2;
/** Steps that all starts are followed for, and those that are left; the last ones on all rows. */
const ROUNDS = [{ kept: Infinity, steps: 8 }, { kept: 60, steps: 30 }, { kept: 12, steps: 300 }] as const;
/** Nats that a number costs, a power of x, and what is far-fetched, as one of many pairs, for each nat that it is so alone. */
const [PER_NUMBER, PER_POWER, PER_NAME] = [8, 1, 10];
/** What is more far-fetched than that must be exact: with noise some pair is near to anything. */
const MOST_DOUBTFUL = 1;
/** What is left of targets that are met but for rounding, as a share of their spread. */
const EXACT = 1e-9;
const ROUNDING = 1e-13;
/** Places of what is a line, in the middle of the points and around: a factor that is 0 there. */
const ZEROS = [0, 0.3, -0.3, 0.65, -0.65, 1, -1, 1.5, -1.5, 3, -3];
/** Deviations of a mean square that are chance. */
const CHANCE = 3;
/** Of fewer rows anything is a pair. */
const LEAST_ROWS = 20;
const N = NODES.length;

/**
 * Looks for a target of one input that is a sum or a product of two functions, before anything is trained: a cosine that decays, a line and a wave. What one function or a polynomial says is no pair.
 *
 * All starts of the searches of both are compared in pairs, by tables at 65 nodes; the best of different functions are followed by Levenberg-Marquardt.
 *
 * @param points at most some thousand, of one input
 * @returns null where no pair leaves nothing that depends on the input
 *
 * Cost: about 1,500 starts, each with each: two seconds.
 */
export function findPair(library: Library, points: CurvePoints): FoundPair | null {
  const [x, y] = [Float64Array.from(points.x), Float64Array.from(points.y)];
  if (x.length < LEAST_ROWS) return null;
  const curve = curveOf({ x, y });
  if (!(curve.half > 0 && curve.spread > 0)) return null;
  const isLaw = (left: Float64Array): boolean => left.every(Number.isFinite) && rootMeanSquare(left) <= Math.max(EXACT * curve.spread, noiseOf(x, left));
  const single = suggest(library, { x, y }, { size: noiseOf(x, y), observations: x.length }).candidates.find((candidate) => isLaw(valuesOf(candidate, x, library).map((v, n) => y[n]! - v)));
  // One function is simpler, and so is a polynomial of few numbers.
  if (single !== undefined && single.name !== 'polynomial') return null;
  const places = POWERS.flatMap((of) => placesOf(curve, of.power).map((inner) => ({ ...of, inner })));
  const atoms = places.flatMap(({ inner, complexity }) => atomsOf(library, inner, complexity));
  const all: Rows = { x, y: y.map((v) => (v - curve.mean) / curve.spread) };
  const rough: Rows = { x: curve.z.map((z) => curve.center + curve.half * z), y: curve.y };
  const starts = [...rankedSums(atoms, curve), ...rankedProducts(atoms, curve)].map((start) => PairFit.from(start, rough));
  const fits = ROUNDS.reduce((fits, { kept, steps }, k) => fits.slice(0, kept).map((fit) => (k === ROUNDS.length - 1 ? fit.on(all) : fit).stepped(steps)).filter(({ error }) => Number.isFinite(error)).sort((p, q) => p.length - q.length), starts);
  const found = fits.find((fit) => fit.error <= EXACT || (fit.complexity <= MOST_DOUBTFUL && isLaw(fit.left.map((v) => v * curve.spread))));
  return found === undefined || (single !== undefined && single.size <= found.size + 1) ? null : found.inUnits(curve);
}

/** What a candidate says of rows. */
function valuesOf({ name, numbers, powers }: Candidate, x: Float64Array, { functions }: Library): Float64Array {
  if (powers !== null) return x.map((v) => powers.reduceRight((sum, p) => sum * v + p, 0));
  const { a, b, c, d } = numbers!;
  return functions.find((f) => f.name === name)!.withSlopes(x, a, b)[0].map((v) => c * v + d);
}

/** Root mean square of what neither a polynomial nor neighbours say of a curve, and as much more as chance may make of it: noise is no more than that. */
function noiseOf(x: Float64Array, y: Float64Array): number {
  const order = Array.from(x.keys()).sort((i, j) => x[i]! - x[j]!);
  let [squares, count] = [0, 0];
  for (let k = 1; k < order.length - 1; k++) {
    const [before, at, after] = [order[k - 1]!, order[k]!, order[k + 1]!];
    const width = x[after]! - x[before]!;
    if (!(width > 0)) continue;
    const share = (x[at]! - x[before]!) / width;
    // A row less the line through its neighbours has more noise than it has itself.
    squares += (y[at]! - (1 - share) * y[before]! - share * y[after]!) ** 2 / (1 + (1 - share) ** 2 + share ** 2);
    count++;
  }
  const local = count === 0 ? Infinity : Math.sqrt((squares / count) * (1 + CHANCE * Math.sqrt(2 / count)));
  return Math.min(local, polynomialError({ count: x.length, width: 1, values: x }, y));
}

/** Rows, their targets without units. */
interface Rows { readonly x: Float64Array; readonly y: Float64Array }

/** A power of x from -1 to 1. */
interface Inner { readonly power: number; readonly center: number; readonly half: number; readonly nodes: Float64Array }

/** None where it says the same as x. */
function placesOf({ center, half }: Curve, power: number): Inner[] {
  const values = NODES.map((z) => (center + half * z) ** power);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const inner: Inner = { power, center: (low + high) / 2, half: (high - low) / 2, nodes: values.map((v) => (2 * v - low - high) / (high - low)) };
  const rows = { rows: N, columns: 2, count: 1 };
  const { coefficients } = leastSquares(matrixOf([NODES, NODES.map(() => 1)]), inner.nodes, rows);
  const left = rootMeanSquare(inner.nodes.map((v, n) => v - coefficients[0]! * NODES[n]! - coefficients[1]!));
  return power === 1 || left > BENT ? [inner] : [];
}

const within = (x: Float64Array, { power, center, half }: Inner): Float64Array => x.map((v) => (v ** power - center) / half);

/** Whether every straight line is c f(a x + b) + d whatever a and b are. */
const isLine = ({ claims: { scaling, shift } }: Pick<FittedFunction, 'claims'>): boolean => scaling === true && shift === 'itself';

/** A function at some start, with values and slopes at the nodes. */
interface Atom {
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
interface PairStart { readonly way: FoundPair['way']; readonly atoms: readonly [Atom, Atom]; readonly left: number }

/** The best starts of different pairs of functions. */
class Best {
  private readonly kept = new Map<number, PairStart[]>();

  constructor(private readonly way: FoundPair['way']) {}

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

/** Sums: what is left of the curve by least squares of both, each with its slope where that is a shift. */
function rankedSums(atoms: readonly Atom[], { nodeWeights, weightedNodes, nodeVariance }: Curve): PairStart[] {
  const best = new Best('sum');
  const roots = nodeWeights.map(Math.sqrt);
  const target = weightedNodes.map((v, n) => (roots[n]! > 0 ? v / roots[n]! : 0));
  const spans = atoms.map(({ values, slopes, isShifted }): Span => {
    const [, first = NOTHING, second = NOTHING] = orthonormal([roots, ...[values, ...(isShifted ? [slopes] : [])].map((column) => column.map((v, n) => v * roots[n]!))]);
    return { first, second, along: dot(first, target), alongSecond: dot(second, target) };
  });
  for (let i = 0; i < atoms.length; i++) for (let j = i + 1; j < atoms.length; j++) best.add(atoms[i]!, atoms[j]!, nodeVariance - explained(spans[i]!, spans[j]!));
  return best.all;
}

/** The square of the projection on two spans. */
function explained(p: Span, q: Span): number {
  // Overlaps, and what is left of q and of the target beside p.
  const [o11, o12, o21, o22] = [dot(p.first, q.first), p.second === NOTHING ? 0 : dot(p.second, q.first), q.second === NOTHING ? 0 : dot(p.first, q.second), p.second === NOTHING || q.second === NOTHING ? 0 : dot(p.second, q.second)];
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

/** Products with a constant: of a factor whose slope is a shift, either is multiplied. */
function rankedProducts(atoms: readonly Atom[], { nodeWeights: w, weightedNodes, nodeVariance }: Curve): PairStart[] {
  const best = new Best('product');
  const roots = w.map(Math.sqrt);
  const target = weightedNodes.map((v, n) => (roots[n]! > 0 ? v / roots[n]! : 0));
  for (let i = 0; i < atoms.length; i++) for (let j = i; j < atoms.length; j++) {
    const [p, q] = atoms[i]!.isShifted && !atoms[j]!.isShifted ? [atoms[j]!, atoms[i]!] : [atoms[i]!, atoms[j]!];
    if (p.isShifted) {
      // A product of two waves is a sum of two others.
      if (p.kind === q.kind) continue;
      const span = orthonormal([roots, ...productsOf(p.values, p.slopes, q.values, q.slopes, true).map((column) => column.map((v, n) => v * roots[n]!))]).slice(1);
      best.add(p, q, nodeVariance - span.reduce((sum, column) => sum + dot(column, target) ** 2, 0));
      continue;
    }
    let m1 = 0, m2 = 0, s11 = 0, s12 = 0, s22 = 0, y1 = 0, y2 = 0;
    for (let n = 0; n < N; n++) {
      const [v, u] = [p.values[n]! * q.values[n]!, p.values[n]! * q.slopes[n]!];
      m1 += w[n]! * v; s11 += w[n]! * v * v; y1 += weightedNodes[n]! * v;
      m2 += w[n]! * u; s12 += w[n]! * u * v; s22 += w[n]! * u * u; y2 += weightedNodes[n]! * u;
    }
    s11 -= m1 * m1; s12 -= m1 * m2; s22 -= m2 * m2;
    let left = nodeVariance;
    if (!(s11 > 1e-12)) continue;
    left -= (y1 * y1) / s11;
    const own = s22 - (s12 * s12) / s11;
    if (q.isShifted && own > 1e-9 * s22) left -= (y2 - (s12 * y1) / s11) ** 2 / own;
    if (left < Infinity) best.add(p, q, left);
  }
  return best.all;
}

/** f g, f g', and where both are shifted f' g and f' g'. */
function productsOf(f: Float64Array, df: Float64Array, g: Float64Array, dg: Float64Array, isBoth: boolean): Float64Array[] {
  const product = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, n) => v * b[n]!);
  return [product(f, g), product(f, dg), ...(isBoth ? [product(df, g), product(df, dg)] : [])];
}

const dot = (a: Float64Array, b: Float64Array): number => { let sum = 0; for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!; return sum; };

/** Columns one after the other, without what those before say; those that say nothing of their own are left out, but for the first. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const made: Float64Array[] = [];
  for (const column of columns) {
    const size = Math.sqrt(dot(column, column));
    const rest = column.slice();
    for (let round = 0; round < 2; round++) for (const q of made) { const along = dot(q, rest); for (let n = 0; n < rest.length; n++) rest[n]! -= along * q[n]!; }
    const left = Math.sqrt(dot(rest, rest));
    if (left > 1e-6 * size) made.push(rest.map((v) => v / left));
  }
  return made;
}

/** A pair on some rows: c1 f(a1 z + b1) + c2 g(a2 z + b2) + d, or c1 f g + d. */
class PairFit {
  readonly left: Float64Array;
  readonly error: number;
  private readonly slopes: readonly Float64Array[];

  /** @param numbers c1, a1, b1, c2, a2, b2, d */
  private constructor(private readonly way: FoundPair['way'], private readonly of: PairStart['atoms'], private readonly rows: Rows, private readonly numbers: readonly number[]) {
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

  /** Where tables say that it begins, with c and d by least squares. */
  static from({ way, atoms }: PairStart, rows: Rows): PairFit {
    const { x, y } = rows;
    const [p, q] = atoms;
    const [z1, z2] = [within(x, p.inner), within(x, q.inner)];
    const [[u, du], [v, dv]] = [p.f.withSlopes(z1, p.a, p.b), q.f.withSlopes(z2, q.a, q.b)];
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
  on(rows: Rows): PairFit { return new PairFit(this.way, this.of, rows, this.numbers); }

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
    if (!slopes.every((column) => column.every(Number.isFinite))) return null;
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

/** Columns side by side. */
function matrixOf(columns: readonly Float64Array[]): Float64Array {
  const [rows, width] = [columns[0]!.length, columns.length];
  const matrix = new Float64Array(rows * width);
  columns.forEach((column, c) => { for (let n = 0; n < rows; n++) matrix[n * width + c] = column[n]!; });
  return matrix;
}
