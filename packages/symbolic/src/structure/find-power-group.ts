import { leastSquares, quantiles, symmetricEigen } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { CurvePoints } from '../curve.js';
import type { CurveError } from '../description-length.js';
import { type Exponents, exponentsOf, type Logarithms, logarithmsOf, offeredExponent, powersOf, ROUNDING, ROWS_PER_NUMBER, splineColumns } from './logarithms.js';
import type { Factor } from './find-powers.js';

/** A target that is a product of powers times a function of another product of powers, as laws of physics are in dimensionless groups: y = x_i^p_i ... F(x_j^q_j x_k^q_k ...). */
export interface FoundGroup {
  readonly factors: readonly Factor[];
  /** At least two, the exponents in proportion. */
  readonly group: readonly Factor[];
}

/** Pieces of the spline of the group, and of few rows. */
const [INTERVALS, FEW_INTERVALS] = [6, 3];
/** Of few rows: exponents that are tried beside one that is 1, inputs of a group and of a table at most. */
const TRIED = [1, -1, 2, -2, 0.5, -0.5];
const [MOST_IN_GROUP, MOST_INPUTS] = [3, 6];
/** Variance of the logarithms that the best of them leaves, as a share of what powers, and curves of single inputs, leave, at most. */
const BETTER = 0.25;
const STEPS = 12;
/** Of the largest exponent of a group, what a step changes at most, and what ends steps. */
const [MOST_STEP, LEAST_STEP] = [0.3, 1e-7];
/** Exponents of a group are in proportion; these are tried for its largest. */
const SCALES = [1, 2, 3, 0.5, 1.5];
/** How near an exponent must be to one that is offered, however well it is known, and how well it must be known. */
const [NEAR_AT_ALL, KNOWN] = [0.05, 0.15];
/** Directions that steps begin with, and ways to say the same that are given back. */
const STARTS = 2;
const MOST_WAYS = 2;
/** Variance of the logarithms that a group leaves, as a share of that of a sum of curves of single inputs, at most. */
const NO_WORSE = 1.05;

/**
 * Looks for a target that is a product of powers and a function of one more, before anything is trained: ln |y| = sum of p_i ln |x_i| + G(sum of q_i ln |x_i|).
 *
 * Few rows: the best of all groups with small exponents, if it leaves far less than what is no group. Else second derivatives of it are G'' q q': the first eigenvector of a quadratic fit is the direction that Gauss-Newton steps begin with, G being a spline. A power of the group may be part of F: of all ways to
 * say the same those with the fewest factors are given back.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, in the user's units, @param powers exponents that are offered, none 0
 * @returns none where nothing is seen; the simplest first
 */
export function findPowerGroups(inputs: Samples, targets: Float64Array, powers: readonly number[]): FoundGroup[] {
  const { width } = inputs;
  const table = logarithmsOf(inputs, targets);
  if (width < 2 || powers.length === 0) return [];
  const best = table.rows < ROWS_PER_NUMBER * ((width + 1) * (width + 2)) ? byTrial(table, powers) : bySteps(table, powers);
  return best === null ? [] : waysOf(table, best.group, best.fit, powers);
}

interface Fitted { readonly group: Pick<Direction, 'q' | 'largest'>; readonly fit: GroupFit }

/** By steps from where rows bend most. */
function bySteps(table: Logarithms, powers: readonly number[]): Fitted | null {
  const curves = exponentsOf(table, table.splines.flat());
  let best: Fitted | null = null;
  for (const starts of startsOf(table)) {
    for (const start of starts) {
      const found = followed(table, start);
      const group = found === null ? null : roundedGroup(table, found, powers);
      const fit = group === null ? null : fitOf(table, group);
      if (fit === null || (curves !== null && fit.squares / fit.free > NO_WORSE * (curves.squares / curves.free))) continue;
      if (best === null || fit.squares < best.fit.squares) best = { group: group!, fit };
    }
    if (best !== null) break;
  }
  return best;
}

/** The best of all groups of two or three inputs with small exponents, since few rows do not tell where they bend: taken only where it leaves far less than anything that is no group. */
function byTrial(table: Logarithms, powers: readonly number[]): Fitted | null {
  const width = table.logs.length;
  if (width > MOST_INPUTS || !powers.includes(1)) return null;
  const others = [table.logs, table.splines.flat()].flatMap((columns) => exponentsOf(table, columns) ?? []);
  const least = Math.min(...others.map(({ squares, free }) => squares / free));
  if (least <= ROUNDING ** 2) return null;
  const groups = directions(width).map((q) => ({ q, largest: largestOf(q) })).filter(({ q }) => q.every((v, i) => v === 0 || powersOf(table, i, powers).includes(v)));
  const fitted = groups.flatMap((group): Fitted[] => {
    const fit = fitOf(table, group, FEW_INTERVALS);
    return fit === null ? [] : [{ group, fit }];
  });
  const best = fitted.reduce<Fitted | null>((a, b) => (a !== null && a.fit.squares <= b.fit.squares ? a : b), null);
  return best !== null && best.fit.squares / best.fit.free <= BETTER * least ? best : null;
}

/** Exponents of two or three inputs, the first 1. */
function directions(width: number): Float64Array[] {
  const from = (first: number, left: number): number[][] => (left === 0 ? [[]] : Array.from({ length: width - first }, (_, k) => first + k).flatMap((i) => from(i + 1, left - 1).map((rest) => [i, ...rest])));
  const exponents = (count: number): number[][] => (count === 0 ? [[]] : exponents(count - 1).flatMap((rest) => TRIED.map((power) => [power, ...rest])));
  return Array.from({ length: MOST_IN_GROUP - 1 }, (_, k) => k + 2).flatMap((count) => from(0, count).flatMap((inputs) => exponents(count - 1).map((rest) => {
    const q = new Float64Array(width);
    inputs.forEach((input, k) => { q[input] = k === 0 ? 1 : rest[k - 1]!; });
    return q;
  })));
}

/** Directions in which ln |y| bends most; and the products and quotients of the two inputs in which it does, where those lead nowhere. */
function startsOf(table: Logarithms): Float64Array[][] {
  const size = table.logs.length;
  const z = table.logs.map((log, i) => log.map((v) => v / (table.spreads[i]! || 1)));
  const pairs = z.flatMap((_, i) => Array.from({ length: i + 1 }, (__, j) => [i, j] as const));
  const fit = exponentsOf(table, [...z, ...pairs.map(([i, j]) => z[i]!.map((v, n) => v * z[j]![n]!))]);
  if (fit === null) return [];
  const hessian = new Float64Array(size * size);
  pairs.forEach(([i, j], k) => {
    const c = fit.coefficients[1 + size + k]!;
    hessian[i * size + j] = hessian[j * size + i] = i === j ? 2 * c : c;
  });
  const { values, vectors } = symmetricEigen(hessian, size);
  const bent = [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, STARTS).map((k) => Float64Array.from({ length: size }, (_, i) => vectors[i * size + k]! / (table.spreads[i]! || 1)));
  const [one, other] = [...z.keys()].sort((a, b) => Math.abs(hessian[b * size + b]!) - Math.abs(hessian[a * size + a]!));
  return [bent, [1, -1].map((sign) => Float64Array.from({ length: size }, (_, i) => (i === one ? 1 : i === other ? sign : 0)))];
}

/** A direction, its largest entry 1, and the standard errors of its entries. */
interface Direction { readonly q: Float64Array; readonly errors: Float64Array; readonly largest: number }

const largestOf = (q: Float64Array): number => q.reduce((best, v, i) => (Math.abs(v) > Math.abs(q[best]!) ? i : best), 0);

function followed(table: Logarithms, start: Float64Array): Direction | null {
  const largest = largestOf(start);
  let q = start.map((v) => v / start[largest]!);
  for (let step = 0; step < STEPS; step++) {
    const fit = fitOf(table, { q, largest });
    if (fit === null) return null;
    const slopes = slopesOf(fit);
    const free = [...q.keys()].filter((i) => i !== largest);
    const next = exponentsOf(table, [...free.map((i) => table.logs[i]!.map((v, n) => v * slopes[n]!)), ...fit.columns], free.length);
    if (next === null || !free.every((_, k) => Number.isFinite(next.coefficients[1 + k]!))) return null;
    const moves = free.map((_, k) => next.coefficients[1 + k]!);
    const most = Math.max(...moves.map(Math.abs));
    const share = Math.min(1, MOST_STEP / most);
    q = q.map((v, i) => (i === largest ? v : v + share * moves[free.indexOf(i)]!));
    if (most < LEAST_STEP || step === STEPS - 1) return { q, largest, errors: q.map((_, i) => (i === largest ? 0 : next.errors[1 + free.indexOf(i)]!)) };
  }
  return null;
}

interface GroupFit extends Exponents {
  readonly columns: readonly Float64Array[];
  readonly splines: readonly Float64Array[];
  readonly sums: Float64Array;
  /** Inputs whose powers are fitted: all but the one whose power is the spline's. */
  readonly others: readonly number[];
}

/** Powers of all inputs but one, and a spline of a direction. */
function fitOf(table: Logarithms, { q, largest }: Pick<Direction, 'q' | 'largest'>, intervals = INTERVALS): GroupFit | null {
  const sums = Float64Array.from({ length: table.rows }, (_, n) => q.reduce((sum, v, i) => sum + v * table.logs[i]![n]!, 0));
  const splines = splineColumns(sums, intervals);
  const free = [...q.keys()].filter((i) => i !== largest);
  const columns = [...free.map((i) => table.logs[i]!), ...splines];
  const fit = exponentsOf(table, columns, free.length);
  return fit === null ? null : { ...fit, columns, splines, sums, others: free };
}

/** Slopes of the spline of a fit at its rows: by differences of neighbours far enough apart. */
function slopesOf({ coefficients, splines, sums, others }: GroupFit): Float64Array {
  const values = sums.map((_, n) => splines.reduce((sum, column, k) => sum + column[n]! * coefficients[1 + others.length + k]!, 0));
  const order = [...sums.keys()].sort((a, b) => sums[a]! - sums[b]!);
  const reach = Math.max(2, Math.floor(order.length / 100));
  const slopes = new Float64Array(sums.length);
  order.forEach((n, k) => {
    const [low, high] = [order[Math.max(0, k - reach)]!, order[Math.min(order.length - 1, k + reach)]!];
    slopes[n] = sums[high]! > sums[low]! ? (values[high]! - values[low]!) / (sums[high]! - sums[low]!) : 0;
  });
  return slopes;
}

/** The exponents of a direction that are offered, or 0; null where no scale brings all to such. */
function roundedGroup(table: Logarithms, { q, errors, largest }: Direction, powers: readonly number[]): Pick<Direction, 'q' | 'largest'> | null {
  for (const scale of SCALES) {
    const rounded = q.map((v, i) => offeredExponent(scale * v, scale * errors[i]!, powersOf(table, i, powers), NEAR_AT_ALL * scale, KNOWN) ?? NaN);
    if (rounded.every((v) => !Number.isNaN(v)) && rounded.filter((v) => v !== 0).length > 1) return { q: rounded, largest };
  }
  return null;
}

/** Factors beside a group: a power of the group that makes one of them vanish may be taken out of the function. */
function waysOf(table: Logarithms, { q }: Pick<Direction, 'q'>, { coefficients, errors, others }: GroupFit, powers: readonly number[]): FoundGroup[] {
  const p = q.map((_, i) => (others.includes(i) ? offeredExponent(coefficients[1 + others.indexOf(i)]!, errors[1 + others.indexOf(i)]!, powersOf(table, i, powers), NEAR_AT_ALL, KNOWN) ?? NaN : 0));
  if (p.some(Number.isNaN)) return [];
  const shifts = [0, ...[...q.keys()].filter((i) => q[i] !== 0).map((i) => -p[i]! / q[i]!)];
  const all = new Map(shifts.map((c) => p.map((v, i) => v + c * q[i]!)).filter((of) => of.every((v, i) => v === 0 || powersOf(table, i, powers).includes(v))).map((of) => [of.join(), of]));
  const count = (of: Float64Array): number => of.filter((v) => v !== 0).length;
  const size = (of: Float64Array): number => of.reduce((sum, v) => sum + Math.abs(v), 0);
  const sorted = [...all.values()].sort((a, b) => count(a) - count(b) || size(a) - size(b));
  return sorted.filter((of) => count(of) === count(sorted[0]!)).slice(0, MOST_WAYS).map((of) => ({ factors: factorsOf(of), group: factorsOf(q) }));
}

const factorsOf = (exponents: Float64Array): Factor[] => [...exponents].flatMap((power, input) => (power === 0 ? [] : [{ input, power }]));

/** Numbers of the spline that the function of a group is, and places where it is looked at. */
const NUMBERS = 12;
/** Numbers of a cubic spline that are more than its pieces. */
const BESIDE_INTERVALS = 3;
const PLACES = 100;

/**
 * The function of a group as a curve: a spline F, the target being the factors times F of the group, by least squares of the target itself.
 *
 * @returns null where some power is no number, or the group is the same everywhere
 */
export function groupCurve({ count, width, values }: Samples, targets: Float64Array, { factors, group }: FoundGroup): { readonly points: CurvePoints; readonly error: CurveError } | null {
  const productOf = (of: readonly Factor[]): Float64Array => Float64Array.from({ length: count }, (_, n) => of.reduce((product, { input, power }) => product * values[n * width + input]! ** power, 1));
  const [x, scale] = [productOf(group), productOf(factors)];
  if (![...x, ...scale].every(Number.isFinite)) return null;
  const splines = splineColumns(x, Math.min(NUMBERS, Math.max(1, Math.floor(count / ROWS_PER_NUMBER) - BESIDE_INTERVALS)));
  const columns = 1 + splines.length;
  if (columns < 5 || count < ROWS_PER_NUMBER * columns) return null;
  const unit = 1 / Math.sqrt(scale.reduce((sum, v) => sum + v * v, 0) / count);
  const matrix = Float64Array.from({ length: count * columns }, (_, k) => {
    const n = Math.floor(k / columns);
    return unit * scale[n]! * (k % columns === 0 ? 1 : splines[(k % columns) - 1]![n]!);
  });
  const { coefficients } = leastSquares(matrix, targets, { rows: count, columns, count: 1 });
  const valueOf = (n: number): number => unit * splines.reduce((sum, column, k) => sum + column[n]! * coefficients[1 + k]!, coefficients[0]!);
  const left = targets.reduce((sum, y, n) => sum + (y - scale[n]! * valueOf(n)) ** 2, 0) / (count - columns);
  // Rows at quantiles stand for all.
  const order = [...x.keys()].sort((a, b) => x[a]! - x[b]!);
  const rows = [...new Set(quantiles(Float64Array.from(order.keys()), Float64Array.from({ length: PLACES }, (_, k) => k / (PLACES - 1))).map(Math.round))].map((k) => order[k]!);
  const size = unit * Math.sqrt((left * columns) / count);
  return { points: { x: rows.map((n) => x[n]!), y: rows.map(valueOf) }, error: { size, factor: 3, observations: columns } };
}
