import { rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { Factor, FoundPowers } from './find-powers.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { columnsOf, type ProductColumns, rowsOf, thinned } from './product-columns.js';
import { leastRatio, type RatioFit } from './ratio-fit.js';

/** A product of powers of inputs and what it is multiplied by; no factors for a constant. */
export interface Term { readonly factors: readonly Factor[]; readonly coefficient: number }

/** A target that is, up to a factor, a product of powers times a sum of such products over another one, or the root of that: y = c x_i^p ... (above / below)^(1 / root). */
export interface FoundRatio {
  readonly root: 1 | 2;
  /** c. */
  readonly scale: number;
  readonly factors: readonly Factor[];
  /** Sums of two terms or more, or none, which is 1. Together at least one is a sum. Of a root both are positive, but for noise. */
  readonly above: readonly Term[];
  readonly below: readonly Term[];
  /** Root mean square of what it leaves of the targets. */
  readonly left: number;
}

/** Degrees of what is above and below that are tried, those with the fewest terms first. */
const DEGREES = [[1, 0], [2, 0], [1, 1], [2, 1], [1, 2], [2, 2], [3, 0], [3, 1], [3, 2], [2, 3], [3, 3], [4, 0], [4, 2], [2, 4], [4, 4], [6, 2]] as const;
/** Rows beside one for each term of both together, before any is taken away. */
const ROWS_TO_SPARE = 10;
/** Terms that are left of both together: longer ones are no law. */
const MOST_LEFT = 9;
/** Of the root mean square of targets, what is left of them at most; and what long sums are not near to by chance. */
const [NOTHING, TINY] = [0.3, 1e-4];
/** Of what a product of powers leaves, the most that a ratio does. */
const BETTER = 0.5;
/** Of the spread of targets, what is noise wherever it seems to be. */
const LITTLE = 0.03;
/** Of the sum of targets that are roots, those of the other sign. */
const OTHER_SIGN = 0.01;

/**
 * Looks for a target that is a ratio of two short sums of products of whole powers of inputs, or the square root of one, before anything is trained.
 *
 * y below(x) = above(x) is linear in all coefficients. Errors of y are on both sides of it: what is least is their variance, which is an eigenvalue. Gauss-Newton steps of y itself follow, and terms go one after
 * the other as long as what is left of the rows says nothing of them. What is said is a proposal, to be judged on rows that it was not made from.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, both in the user's units
 * @param known powers that are factors of the target whatever the rest is, as `findPowers` finds them, @param noise root mean square of what may be left of the targets
 * @returns null where nothing is seen, where that is a product of powers, as exactly or but for noise and no ratio leaves half as much, or a sum of functions of single inputs, or where there are too few rows
 *
 * Cost: rows, 2,000 at most, times the square of the number of terms for each of some twenty pairs of degrees, and some times as much where terms go.
 */
export function findRatio(inputs: Samples, targets: Float64Array, known: FoundPowers, noise = noiseAtMost(inputs, targets)): FoundRatio | null {
  const [rows, given] = thinned(inputs, targets);
  const size = rootMeanSquare(given);
  if (rows.width === 0 || !(size > 0)) return null;
  // Of targets in any units.
  const y = given.map((v) => v / size);
  const met = isMetByPowers(rows, y, known);
  if (met === 'exactly') return null;
  const byPowers = met === 'noise' ? rootMeanSquare(leftByPowers(rows, y, known.factors)) : Infinity;
  // What seems to leave noise alone may not, of few rows or over decades: then a ratio leaves clearly less. A little is noise.
  if (byPowers <= LITTLE * standardDeviation(y)) return null;
  const enough = Math.max(EXACT, Math.min(noise / size, BETTER * byPowers));
  const all: FoundPowers = { factors: [], rest: Array.from({ length: rows.width }, (_, i) => i) };
  const first = best(rows, y, known, enough);
  // What was taken for a factor may be none, and what was taken for no input may be one.
  const isAll = known.factors.length === 0 && known.rest.length === rows.width;
  const second = first?.isExact === true || isAll ? null : best(rows, y, all, enough);
  const ratio = [first, second].reduce((a, b) => (a === null || (b !== null && b.length < a.length) ? b : a))?.ratio ?? null;
  return ratio === null ? null : { ...ratio, scale: ratio.scale * size, left: ratio.left * size };
}

/** A ratio without numbers that rows say of it. */
type Ratio = Omit<FoundRatio, 'scale' | 'left'>;

/** A ratio, and how long the description of the rows by it is; null where what is exact is no ratio, and the search is over. */
interface Ranked { readonly ratio: FoundRatio | null; readonly length: number; readonly isExact: boolean }

/** @param targets of a root mean square of 1, @param enough error of which nothing more can be explained */
function best(inputs: Samples, targets: Float64Array, { factors, rest: of }: FoundPowers, enough: number): Ranked | null {
  if (of.length === 0) return null;
  const rows = rowsOf(inputs, factors);
  const most = Math.min(enough, NOTHING);
  let found: Ranked | null = null;
  for (const root of [1, 2] as const) {
    const outside = root === 1 ? rows.outside : ofOneSign(targets, rows.outside);
    if (outside === null) continue;
    for (const [above, below] of DEGREES) {
      const columns = columnsOf(rows, of, above, below, rows.count - ROWS_TO_SPARE);
      if (columns === null) continue;
      const dense = leastRatio(columns, targets, outside, root);
      if (dense === null || dense.error > most || (found !== null && dense.length >= found.length)) continue;
      const sparse = dense.sparse(EXACT);
      if (sparse === null || sparse.error > most || (found !== null && sparse.length >= found.length)) continue;
      const isExact = sparse.error <= EXACT;
      if (sparse.terms > MOST_LEFT) continue;
      const parts = ratioOf(sparse, columns, root, factors, inputs.width);
      if (parts === null) {
        if (isExact) return { ratio: null, length: sparse.length, isExact };
        continue;
      }
      if (!isExact && ((!isShort(parts) && sparse.error > TINY) || !isNoise(inputs, sparse.left))) continue;
      const ratio = { ...parts, scale: scaleOf(ratioValues(parts, inputs), targets), left: sparse.error };
      found = { ratio, length: sparse.length, isExact };
      // Larger ones are the same with a common factor.
      if (isExact) return found;
    }
  }
  return found;
}

/**
 * Whether a product of powers is all there is: what it leaves is rounding, or noise.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, both in the user's units, @param known powers, as `findPowers` finds them
 * @returns `exactly` but for rounding, or but for `noise`, as far as the rows tell; false where it leaves more, or where there are too few rows to tell
 */
export function isMetByPowers(inputs: Samples, targets: Float64Array, { factors, rest }: FoundPowers): 'exactly' | 'noise' | false {
  if (rest.length > 0 || inputs.count === 0) return false;
  const left = leftByPowers(inputs, targets, factors);
  // A power below 0 of an input that is 0 somewhere is nothing.
  if (!left.every(Number.isFinite)) return false;
  if (rootMeanSquare(left) <= EXACT * rootMeanSquare(targets)) return 'exactly';
  return noiseAtMost(inputs, left) < Infinity && isNoise(inputs, left) ? 'noise' : false;
}

/** What a product of powers and its scale leave of targets, in their units; not finite where a power of an input has no value. */
export function leftByPowers(inputs: Samples, targets: Float64Array, factors: readonly Factor[]): Float64Array {
  const { outside } = rowsOf(inputs, factors);
  const scale = scaleOf(outside, targets);
  return targets.map((y, n) => y - scale * outside[n]!);
}

/** Whether sums have at most two terms for each input that is in them: with enough terms a ratio is near to anything. */
function isShort({ above, below }: Pick<FoundRatio, 'above' | 'below'>): boolean {
  const terms = [...above, ...below];
  return terms.length <= 2 * new Set(terms.flatMap(({ factors }) => factors.map(({ input }) => input))).size;
}

/** What a root is multiplied by, with the sign of the targets: of a few small ones noise may have made another. @returns null where both are there */
function ofOneSign(targets: Float64Array, outside: Float64Array): Float64Array | null {
  const sizes = [1, -1].map((sign) => targets.reduce((sum, y, n) => sum + Math.max(0, sign * y * outside[n]!), 0));
  const [positive, negative] = sizes as [number, number];
  if (Math.min(positive, negative) > OTHER_SIGN * Math.max(positive, negative)) return null;
  return positive >= negative ? outside : outside.map((v) => -v);
}

/** What is left, with powers that all terms have taken out. */
function ratioOf({ kept, coefficients, sign }: RatioFit, { exponents, above, sizes }: ProductColumns, root: 1 | 2, known: readonly Factor[], width: number): Ratio | null {
  const side = (isAbove: boolean): { readonly powers: readonly number[]; readonly coefficient: number }[] => kept.flatMap((k, j) => ((k < above) === isAbove ? [{ powers: exponents[k]!, coefficient: (sign * coefficients[j]!) / sizes[k]! }] : []));
  const [up, down] = [side(true), side(false)];
  if (up.length === 0 || down.length === 0) return null;
  const common = (terms: readonly { readonly powers: readonly number[] }[], i: number): number => {
    const least = Math.min(...terms.map(({ powers }) => powers[i]!));
    // Half of an odd power of a sum that is a root is a root of its own, which is left where it is.
    return terms.length === 1 || root === 1 ? least : least - (least % 2);
  };
  const [outOfUp, outOfDown] = [up, down].map((terms) => Array.from({ length: width }, (_, i) => common(terms, i))) as [number[], number[]];
  const ratio = outOfUp.map((power, i) => (power - outOfDown[i]!) / root + (known.find(({ input }) => input === i)?.power ?? 0));
  const terms = (of: typeof up, out: readonly number[]): Term[] => (of.length === 1 ? [] : of.map(({ powers, coefficient }) => ({ factors: powers.flatMap((power, i) => (power === out[i] ? [] : [{ input: i, power: power - out[i]! }])), coefficient })));
  const [found, below] = [terms(up, outOfUp), terms(down, outOfDown)];
  // What single inputs say by themselves is a sum of curves.
  if (found.length + below.length === 0 || (root === 1 && below.length === 0 && ratio.every((power) => power === 0) && found.every(({ factors }) => factors.length <= 1))) return null;
  return { root, factors: ratio.flatMap((power, input) => (power === 0 ? [] : [{ input, power }])), above: found, below };
}

/** What a ratio is on some rows, but for its scale. */
function ratioValues({ root, factors, above, below }: Ratio, { count, width, values }: Samples): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => {
    const product = (of: readonly Factor[], start: number): number => of.reduce((value, { input, power }) => value * values[n * width + input]! ** power, start);
    const sum = (terms: readonly Term[]): number => (terms.length === 0 ? 1 : terms.reduce((total, term) => total + product(term.factors, term.coefficient), 0));
    return product(factors, 1) * (root === 1 ? sum(above) / sum(below) : Math.sqrt(Math.max(0, sum(above) / sum(below))));
  });
}

function scaleOf(values: Float64Array, targets: Float64Array): number {
  let [both, own] = [0, 0];
  values.forEach((v, n) => { both += v * targets[n]!; own += v * v; });
  return both / own;
}
