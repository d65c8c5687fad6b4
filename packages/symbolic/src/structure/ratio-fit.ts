import { type HouseholderQr, householderQr, qrSolve, rootMeanSquare, singularVectors } from '@knotwork/numerics';
import { matrixOf } from './matrix-of.js';
import { lengthsOfInverse, triangle } from './triangle.js';

/** Columns of what is above, the first ones, and of what is below, each of a root mean square of 1. */
export interface Columns { readonly values: readonly Float64Array[]; readonly above: number }

/** Steps of weights that depend on what is below, and of Gauss and Newton. */
const [WEIGHTS, STEPS, LAST_STEPS] = [3, 3, 8];
const MOST_HALVES = 6;
/** Standard errors from 0 at which a term may go, and the share of those that go at once. */
const UNSURE = 4;
const AT_ONCE = 0.25;
/** Of the longest column, what is left of one that says nothing of its own. */
const DEPENDENT = 1e-12;
/** Of a root mean square, rounding: nothing is known better. */
const ROUNDING = 1e-13;
/** Of the root mean square of targets, what is small. */
const SMALL = 0.03;

/** What is fitted: y = outside (above / below)^(1 / root). */
interface Rows { readonly columns: Columns; readonly targets: Float64Array; readonly outside: Float64Array; readonly root: 1 | 2 }

/** Coefficients of some columns, and what they leave of the targets. */
export class RatioFit {
  /** Root mean square of what is left. */
  readonly error: number;
  private readonly fitted: Float64Array;

  /** @param pinned of `kept` the one below that is not fitted, since only ratios of coefficients are anything */
  private constructor(private readonly rows: Rows, readonly kept: readonly number[], readonly coefficients: Float64Array, private readonly pinned: number) {
    const { up, down } = this.sides();
    this.fitted = up.map((v, n) => rows.outside[n]! * (rows.root === 1 ? v / down[n]! : Math.sqrt(Math.max(0, v / down[n]!))));
    const isPole = !down.every((v) => v * down[0]! > 0);
    this.error = isPole ? Infinity : rootMeanSquare(this.left);
    if (Number.isNaN(this.error)) this.error = Infinity;
  }

  /** @returns null where what is below changes its sign, or is nothing */
  static of(rows: Rows, coefficients: Float64Array): RatioFit | null {
    const { above } = rows.columns;
    let pinned = above;
    for (let k = above; k < coefficients.length; k++) if (Math.abs(coefficients[k]!) > Math.abs(coefficients[pinned]!)) pinned = k;
    const scaled = coefficients.map((c) => c / coefficients[pinned]!);
    const fit = new RatioFit(rows, Array.from(coefficients.keys()), scaled, pinned);
    return Number.isFinite(fit.error) ? fit.stepped(STEPS) : null;
  }

  /** Targets less what is fitted. */
  get left(): Float64Array { return this.fitted.map((v, n) => this.rows.targets[n]! - v); }

  /** Of what is below, on all rows. */
  get sign(): number { return Math.sign(this.sides().down[0]!); }

  get terms(): number { return this.kept.length; }

  /** Of the description of the rows, in nats, up to a constant: what is left, and for each term what it must save at least, as one of many that might have been. */
  get length(): number {
    const { targets } = this.rows;
    return targets.length * Math.log(Math.max(this.error, ROUNDING * rootMeanSquare(targets))) + (this.terms * UNSURE ** 2) / 2;
  }

  /** Takes terms away as long as the rows say nothing of them. @param exact an error at which nothing is left to explain @returns null where nothing is above */
  sparse(exact: number): RatioFit | null {
    const worth = this.standardized();
    const unsure = this.kept.map((_, j) => j).filter((j) => j !== this.pinned && worth[j]! < UNSURE).sort((a, b) => worth[a]! - worth[b]!);
    const isBetter = (fit: RatioFit | null): fit is RatioFit => fit !== null && (fit.length < this.length || fit.error <= exact);
    const next = unsure.length === 0 ? undefined : [Math.max(1, Math.floor(AT_ONCE * unsure.length)), 1].map((count) => this.without(new Set(unsure.slice(0, count)))).find(isBetter);
    if (next !== undefined) return next.sparse(exact);
    return this.kept.some((k) => k < this.rows.columns.above) ? this.stepped(LAST_STEPS) : null;
  }

  private without(gone: ReadonlySet<number>): RatioFit | null {
    const left = this.kept.map((_, j) => j).filter((j) => !gone.has(j));
    const fit = new RatioFit(this.rows, left.map((j) => this.kept[j]!), Float64Array.from(left, (j) => this.coefficients[j]!), left.indexOf(this.pinned));
    // What was taken away may have made the difference between two large terms: then the steps find their way back, or do not.
    return fit.kept.some((k) => k < this.rows.columns.above) ? fit.stepped(STEPS) : null;
  }

  /** Gauss-Newton steps, halved until they are no worse. */
  private stepped(steps: number): RatioFit {
    if (steps === 0) return this;
    const { qr, free } = this.slopes();
    if (qr === null) return this;
    const change = qrSolve(qr, this.left, 1);
    for (let half = 0, share = 1; half < MOST_HALVES; half++, share /= 2) {
      const coefficients = this.coefficients.slice();
      free.forEach((j, c) => { coefficients[j]! += share * change[c]!; });
      const next = new RatioFit(this.rows, this.kept, coefficients, this.pinned);
      if (next.error < this.error) return next.stepped(steps - 1);
    }
    return this;
  }

  /** Of every coefficient how many standard errors it is from 0; 0 where the others say all that it says. */
  private standardized(): Float64Array {
    const worth = new Float64Array(this.terms);
    const { qr, free } = this.slopes();
    if (qr === null) return worth;
    const { targets } = this.rows;
    const deviation = Math.max(this.error, ROUNDING * rootMeanSquare(targets)) * Math.sqrt(targets.length / Math.max(1, targets.length - free.length));
    const inverse = lengthsOfInverse(qr);
    free.forEach((j, c) => { worth[j] = Math.abs(this.coefficients[j]!) / (deviation * inverse[c]!); });
    return worth;
  }

  /** Derivatives by the coefficients that are fitted, factored; `free` are their places. What depends on those before it is left out. */
  private slopes(): { readonly qr: HouseholderQr | null; readonly free: readonly number[] } {
    const { columns: { values, above }, outside, root } = this.rows;
    const { up, down } = this.sides();
    const count = up.length;
    // Noise may leave a root of nothing, which no slope leads away from.
    const byUp = up.map((v, n) => (root === 1 ? outside[n]! / down[n]! : this.fitted[n] === 0 ? 0 : this.fitted[n]! / (2 * v)));
    const byDown = down.map((v, n) => -this.fitted[n]! / (root * v));
    let free = this.kept.map((_, j) => j).filter((j) => j !== this.pinned);
    for (;;) {
      if (free.length === 0) return { qr: null, free };
      const matrix = matrixOf(free.map((j) => values[this.kept[j]!]!), free.map((j) => (this.kept[j]! < above ? byUp : byDown)));
      if (!matrix.every(Number.isFinite)) return { qr: null, free };
      const qr = householderQr(matrix, count, free.length);
      const least = DEPENDENT * Math.max(...qr.diagonal.map(Math.abs));
      const independent = free.filter((_, c) => Math.abs(qr.diagonal[c]!) > least);
      if (independent.length === free.length) return { qr, free };
      free = independent;
    }
  }

  /** What is above and below, by rows. */
  private sides(): { readonly up: Float64Array; readonly down: Float64Array } {
    const { columns: { values, above }, targets } = this.rows;
    const [up, down] = [new Float64Array(targets.length), new Float64Array(targets.length)];
    this.kept.forEach((k, j) => { const [side, column] = [k < above ? up : down, values[k]!]; for (let n = 0; n < side.length; n++) side[n]! += this.coefficients[j]! * column[n]!; });
    return { up, down };
  }
}

/**
 * The ratio that explains most of some targets, its coefficients as equations that are linear in them say: (y / outside)^root below = above.
 *
 * @returns null where there is none without poles, or where columns depend on one another
 */
export function leastRatio(columns: Columns, targets: Float64Array, outside: Float64Array, root: 1 | 2): RatioFit | null {
  const { values, above } = columns;
  const [count, below] = [targets.length, values.length - above];
  const powers = targets.map((y, n) => (y / outside[n]!) ** root);
  // What an error of the target is in its power, which the square of a small one hardly is.
  const small = SMALL * rootMeanSquare(targets);
  const errors = targets.map((y, n) => (root === 1 ? Math.abs(1 / outside[n]!) : (2 * Math.max(Math.abs(y), small)) / outside[n]! ** 2));
  if (!powers.every(Number.isFinite) || !errors.every(Number.isFinite)) return null;
  let down = new Float64Array(count).fill(1);
  let coefficients: Float64Array | null = null;
  for (let step = 0; step < WEIGHTS; step++) {
    const weights = down.map((v, n) => 1 / Math.max(Math.abs(v) * errors[n]!, Number.MIN_VALUE));
    const weighted = (by: Float64Array): Float64Array => weights.map((w, n) => w * by[n]!);
    const [byPowers, byErrors] = [weighted(powers), weighted(errors)];
    const equations = matrixOf(values, values.map((_, j) => (j < above ? weights : byPowers)));
    const noise = matrixOf(values.slice(above), new Array<Float64Array>(below).fill(byErrors));
    if (!equations.every(Number.isFinite) || !noise.every(Number.isFinite)) return null;
    const next = leastQuotient(householderQr(equations, count, values.length), householderQr(noise, count, below), above);
    if (next === null) return null;
    coefficients = next;
    down = Float64Array.from({ length: count }, (_, n) => { let sum = 0; for (let j = 0; j < below; j++) sum += next[above + j]! * values[above + j]![n]!; return sum; });
  }
  return coefficients === null ? null : RatioFit.of({ columns, targets, outside, root }, coefficients);
}

/** The p, q of least ‖A p - Y q‖ / ‖N q‖. */
function leastQuotient(equations: HouseholderQr, noise: HouseholderQr, above: number): Float64Array | null {
  const { columns: all, rows, factors, diagonal } = equations;
  const below = all - above;
  const at = (i: number, j: number): number => (i === j ? diagonal[i]! : i < j ? factors[j * rows + i]! : 0);
  if (isDependent(diagonal.subarray(0, above)) || isDependent(noise.diagonal)) return null;
  // Rows of Y that A leaves, over N: both are triangles.
  const left = new Float64Array(below * below);
  for (let i = 0; i < below; i++) {
    for (let j = 0; j < below; j++) {
      let sum = at(above + i, above + j);
      for (let k = 0; k < j; k++) sum -= left[i * below + k]! * triangle(noise, k, j);
      left[i * below + j] = sum / noise.diagonal[j]!;
    }
  }
  const largest = left.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (!(largest > 0) || !Number.isFinite(largest)) return null;
  const { right } = singularVectors(left.map((v) => v / largest), below, below);
  const turned = right.subarray((below - 1) * below);
  const found = new Float64Array(all);
  for (let i = below - 1; i >= 0; i--) {
    let sum = turned[i]!;
    for (let j = i + 1; j < below; j++) sum -= triangle(noise, i, j) * found[above + j]!;
    found[above + i] = sum / noise.diagonal[i]!;
  }
  for (let i = above - 1; i >= 0; i--) {
    let sum = 0;
    for (let j = 0; j < below; j++) sum += at(i, above + j) * found[above + j]!;
    for (let j = i + 1; j < above; j++) sum -= at(i, j) * found[j]!;
    found[i] = sum / diagonal[i]!;
  }
  return found.every(Number.isFinite) ? found : null;
}

const isDependent = (diagonal: Float64Array): boolean => { const sizes = diagonal.map(Math.abs); return !(Math.min(...sizes) > DEPENDENT * Math.max(...sizes)); };
