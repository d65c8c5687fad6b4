import { leastSquares, median, randomStream, rootMeanSquare } from '@knotwork/numerics';
import { splineColumns } from './logarithms.js';
import { matrixOf } from './matrix-of.js';
import { productOfColumns } from './separate-fit.js';

/** Curves of inputs, on the rows. Targets are their sum, or a constant and their product, of which some are added up to one factor. */
export interface Curves {
  readonly way: 'sum' | 'product';
  readonly inputs: readonly number[];
  /** Of a product, places among the inputs of those that add up; none, or two at least. */
  readonly terms: readonly number[];
  readonly values: Float64Array[];
  readonly constant: number;
  /** Root mean square error. */
  readonly left: number;
}

/** Deviations of squared errors that are chance. */
const CHANCE = 4;
/** Of a product: starts, sweeps over all factors of each, and of the best one; where ways to divide inputs are compared, fewer. */
const [THOROUGHLY, COARSELY] = [{ starts: 10, first: 10, sweeps: 100 }, { starts: 3, first: 6, sweeps: 20 }];
/** Share of what is left by which a sweep is one of the last, and a constant beside a product is one. */
const [SLOW, TELLING] = [1e-3, 0.9];
/** Times its median that the largest number of a column is, and that by which the median is larger than the smallest, of columns that go over decades. */
const DECADES = 5;
/** Times its smallest number that the largest one of a column is, where functions may be steep at its beginning. */
const STEEP = 30;
/** Of columns by which ways to divide inputs are compared, pieces at most. */
const COARSE = 3;
/** Of the spread of targets, the most that curves of so few pieces may leave. */
const MOST_LEFT = 0.3;

/** Splines of a column, and the constant, which is the first feature. Of a column that goes over decades they are of its logarithm; of one that comes near to 0 that is one more. */
export function featuresOf(column: Float64Array, pieces: number): Float64Array[] {
  const [least, middle, most] = [Math.min(...column), median(column), Math.max(...column)];
  const constant = column.map(() => 1);
  if (!(least > 0 && most > STEEP * least)) return [constant, ...splineColumns(column, pieces)];
  const logarithm = column.map(Math.log);
  return most > DECADES * middle && middle > DECADES * least ? [constant, ...splineColumns(logarithm, pieces)] : [constant, ...splineColumns(column, pieces), logarithm];
}

/** Squared errors of a fit, and how many rows it has beside its numbers. */
export interface Squares { readonly squares: number; readonly free: number }
interface Solved extends Squares { readonly coefficients: Float64Array }

/** Least squares of columns. */
export function solved(columns: readonly Float64Array[], y: Float64Array): Solved {
  const { coefficients } = leastSquares(matrixOf(columns), y, { rows: y.length, columns: columns.length, count: 1 });
  const of = combined(columns, coefficients);
  return { coefficients, ...squaresOf(y.map((v, n) => v - of[n]!), columns.length) };
}

/** Squared errors that are left by a fit of so many numbers. */
export const squaresOf = (left: Float64Array, numbers: number): Squares => ({ squares: left.reduce((sum, v) => sum + v * v, 0), free: left.length - numbers });

/** Loops: most of the time of every search is here and in `product`. */
function combined(columns: readonly Float64Array[], coefficients: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(columns[0]!.length);
  columns.forEach((column, j) => {
    const c = coefficients[j]!;
    for (let n = 0; n < sum.length; n++) sum[n]! += c * column[n]!;
  });
  return sum;
}

function product(p: Float64Array, q: Float64Array): Float64Array {
  const of = new Float64Array(p.length);
  for (let n = 0; n < of.length; n++) of[n] = p[n]! * q[n]!;
  return of;
}

/** Features of a sum of curves: constants are one. */
const joined = (splines: readonly Float64Array[][], inputs: readonly number[]): Float64Array[] => [splines[0]![0]!, ...inputs.flatMap((i) => splines[i]!.slice(1))];

/** Each curve of a sum; the constant may be anybody's. */
function curvesIn(splines: readonly Float64Array[][], inputs: readonly number[], coefficients: Float64Array): Float64Array[] {
  let first = 1;
  return inputs.map((i, k) => {
    const features = splines[i]!.slice(1);
    const curve = combined(features, coefficients.subarray(first));
    first += features.length;
    return k === 0 ? curve.map((v) => v + coefficients[0]!) : curve;
  });
}

/** Curves that add up, of the inputs that count; null where they leave too much, and of fewer than two. */
export function sumOf(splines: readonly Float64Array[][], y: Float64Array, enough: number): Curves | null {
  const fitOf = (inputs: readonly number[]): Solved => solved(joined(splines, inputs), y);
  let inputs = splines.map((_, i) => i);
  let fit = fitOf(inputs);
  if (!(errorOf(fit) <= enough)) return null;
  for (const input of [...inputs]) {
    const without = inputs.filter((i) => i !== input);
    const other = fitOf(without);
    if (isByChance(other, fit)) [inputs, fit] = [without, other];
  }
  return inputs.length < 2 ? null : { way: 'sum', inputs, terms: [], values: curvesIn(splines, inputs, fit.coefficients), constant: 0, left: errorOf(fit) };
}

const errorOf = ({ squares, free }: Squares): number => Math.sqrt(squares / Math.max(1, free));

/** Whether what one fit leaves more than a larger one is chance. */
export function isByChance(fewer: Squares, more: Squares): boolean {
  const count = fewer.free - more.free;
  return fewer.squares - more.squares <= (count + CHANCE * Math.sqrt(2 * count)) * (more.squares / Math.max(1, more.free));
}

/** Curves that multiply, likewise, one after the other by least squares, from several starts; with a constant beside them where that says much. */
export function productOf(splines: readonly Float64Array[][], y: Float64Array, enough: number): Curves | null {
  const found = smallest(splines, splines.map((_, i) => [i]), y, enough);
  return found === null ? null : { way: 'product', inputs: found.groups.flat(), terms: [], values: found.fit.values, constant: found.fit.constant, left: errorOf(found.fit) };
}

/**
 * Which inputs add up to one factor, as groups of inputs, of which these are the first: by curves of few pieces.
 *
 * @returns null where no such curves are near to the targets
 *
 * Cost: of five inputs least squares of some twenty columns three thousand times, a second for a thousand rows; of three an eighth of that.
 */
export function dividedInputs(columns: readonly Float64Array[], y: Float64Array): readonly (readonly number[])[] | null {
  const splines = columns.map((column) => featuresOf(column, COARSE));
  const ways = divisions(columns.length).map((groups) => ({ groups, left: errorOf(factorsOf(splines, groups, y, true, COARSELY)) }));
  const best = ways.reduce<(typeof ways)[number] | null>((a, b) => (a === null || b.left < a.left ? b : a), null);
  return best === null || !(best.left <= MOST_LEFT) ? null : best.groups;
}

/** Curves that multiply, of which those of a first group of inputs are added up before. */
export function productWithSum(groups: readonly (readonly number[])[], splines: readonly Float64Array[][], y: Float64Array, enough: number): Curves | null {
  const found = smallest(splines, groups, y, enough);
  if (found === null) return null;
  const { groups: [terms, ...rest], fit: { values: [, ...factors], constant }, fit } = found;
  const others = productOfColumns(factors);
  const sum = solved(joined(splines, terms!).map((column) => product(column, others)), y.map((v) => v - constant));
  return { way: 'product', inputs: [...terms!, ...rest.flat()], terms: terms!.map((_, k) => k), values: [...curvesIn(splines, terms!, sum.coefficients), ...factors], constant, left: errorOf(fit) };
}

/** All ways to divide so many inputs into two or more that add up, which come first, and one or more that multiply. */
function divisions(inputs: number): number[][][] {
  return Array.from({ length: 2 ** inputs }, (_, mask) => {
    const [terms, factors] = [true, false].map((isTerm) => Array.from({ length: inputs }, (_unused, i) => i).filter((i) => (((mask >> i) & 1) === 1) === isTerm)) as [number[], number[]];
    return terms.length < 2 || factors.length < 1 ? [] : [terms, ...factors.map((i) => [i])];
  }).filter((groups) => groups.length > 0);
}

/** Groups that multiply, without inputs that do not count, as long as two groups are left, and two inputs of the first one if it has them. */
function smallest(splines: readonly Float64Array[][], all: readonly (readonly number[])[], y: Float64Array, enough: number): { readonly groups: readonly (readonly number[])[]; readonly fit: Factors } | null {
  const plain = factorsOf(splines, all, y, false);
  const beside = factorsOf(splines, all, y, true);
  const hasConstant = errorOf(beside) < TELLING * errorOf(plain);
  let [groups, fit] = [all, hasConstant ? beside : plain];
  if (!(errorOf(fit) <= enough)) return null;
  for (const input of all.flat()) {
    const without = groups.map((group) => group.filter((i) => i !== input)).filter((group) => group.length > 0);
    if (without.length < 2 || without[0]!.length < Math.min(2, all[0]!.length)) continue;
    const other = factorsOf(splines, without, y, hasConstant);
    if (isByChance(other, fit)) [groups, fit] = [without, other];
  }
  return { groups, fit };
}

interface Factors extends Squares { readonly values: Float64Array[]; readonly constant: number }

/** Sums of curves that multiply, one for each group of inputs. */
function factorsOf(splines: readonly Float64Array[][], groups: readonly (readonly number[])[], y: Float64Array, hasConstant: boolean, { starts, first, sweeps } = THOROUGHLY): Factors {
  const stream = randomStream(1, 'curves that multiply');
  const of = groups.map((group) => joined(splines, group));
  const free = y.length - of.reduce((sum, { length }) => sum + length - 1, 1 + Number(hasConstant));
  const one = y.map(() => 1);
  const swept = ({ values: begin, constant: from, squares: before }: Omit<Factors, 'free'>): Omit<Factors, 'free'> => {
    let [values, constant, squares] = [[...begin], from, before];
    of.forEach((features, k) => {
      const others = productOfColumns(values, k);
      const fit = solved([...features.map((column) => product(column, others)), ...(hasConstant ? [one] : [])], y);
      const curve = combined(features, fit.coefficients);
      // All but the last are of size 1.
      const size = k === of.length - 1 ? 1 : rootMeanSquare(curve) || 1;
      values = values.map((v, j) => (j === k ? curve.map((value) => value / size) : v));
      [constant, squares] = [hasConstant ? fit.coefficients[features.length]! : 0, fit.squares];
    });
    return { values, constant, squares };
  };
  const startOf = (k: number): Omit<Factors, 'free'> => ({ values: of.map((features) => (k === 0 ? one : combined(features, features.map(() => stream.normal())))), constant: 0, squares: Infinity });
  const begun = Array.from({ length: starts }, (_, k) => { let now = startOf(k); for (let sweep = 0; sweep < first; sweep++) now = swept(now); return now; });
  let best = begun.reduce((a, b) => (b.squares < a.squares ? b : a));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const next = swept(best);
    const isSlow = !(next.squares < (1 - SLOW) * best.squares);
    best = next;
    if (isSlow) break;
  }
  return { ...best, free };
}
