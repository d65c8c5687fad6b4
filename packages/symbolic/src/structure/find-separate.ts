import { leastSquares, randomStream, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { Library } from '../library.js';
import { takesFactors } from './chain-starts.js';
import { descriptionOf, findLaws } from './find-law.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { splineColumns } from './logarithms.js';
import { matrixOf } from './matrix-of.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { isLine } from './pair-starts.js';
import { fittedTogether, productOfColumns, type SeparateLaws, type Together, valuesOfLaw } from './separate-fit.js';

/** A target that is a sum, or a product beside a constant, of laws of single inputs. */
export interface FoundSeparate {
  readonly way: 'sum' | 'product';
  /** One for each input that counts, two at least. Constants of a sum are that of the first one. */
  readonly of: readonly { readonly input: number; readonly law: FoundFunctions }[];
  /** Beside a product; 0 of a sum. */
  readonly constant: number;
  /** How many independent numbers were fitted. */
  readonly size: number;
  /** Root mean square of the noise of the targets at most, as what is left of them says. */
  readonly noise: number;
}

/** Rows that are looked at, and of these as many for each law. */
const [MOST_ROWS, ROWS_OF_LAW] = [1000, 200];
/** Inputs that laws are looked for of. */
const MOST_INPUTS = 5;
/** Pieces of the spline of an input at least, and numbers that it has beside one for each piece. */
const [FEWEST_PIECES, BESIDE_PIECES] = [3, 3];
/** What curves may leave of targets: times noise at most, and where that is small, of their spread. */
const [NEAR, ROUGHLY] = [1.3, 0.03];
/** Of the spread of targets, the most that noise may be: beside more, laws cannot be told apart. */
const MOST_NOISE = 0.1;
/** Deviations of squared errors that are chance. */
const CHANCE = 4;
/** Of a product: starts, sweeps over all factors of each, and of the best one. */
const [STARTS, FIRST_SWEEPS, SWEEPS] = [10, 10, 100];
/** Share of what is left by which a sweep is one of the last, and a constant beside a product is one. */
const [SLOW, TELLING] = [1e-3, 0.9];
/** Of the size of other factors, where a factor is told by targets. */
const TOLD = 0.5;
/** Nats more than a law takes with which a line takes its place. */
const NEARLY = 3;
/** What is tried, pieces of splines at most, and rows for each of their numbers at least: waves of many periods take more pieces, which sums have at once. */
const TRIED = [{ curvesOf: sumOf, pieces: 12, rowsEach: 4 }, { curvesOf: sumOf, pieces: 40, rowsEach: 2.5 }, { curvesOf: productOf, pieces: 12, rowsEach: 4 }] as const;
/** Passes over inputs in which laws are looked for. */
const PASSES = 3;

/** Curves of inputs whose sum, or product, targets are, on the rows. */
interface Curves { readonly way: FoundSeparate['way']; readonly inputs: readonly number[]; readonly values: Float64Array[]; readonly constant: number; readonly left: number }

/**
 * Looks for a target of several inputs that is a sum or a product of laws of one input each, before anything is trained: `sin(x^2) + exp(-z) z`, `c^1.5 exp(-E / T)`. Laws are those of {@link findLaws}.
 *
 * Curves of all inputs are fitted together first, as splines; where these are near, a law is looked for of each, on what the others leave, and laws take the place of splines. At last all numbers are fitted together.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, in the user's units, @param ranges of the inputs in which laws must have a value; left out, of the rows
 * @returns null where nothing is seen, and where every law is a polynomial or a power: sums and products of these are looked for by others
 *
 * Cost: a search of laws for each input where curves are near, seconds for each; else least squares of splines, a tenth of a second.
 */
export function findSeparate(library: Library, inputs: Samples, targets: Float64Array, ranges?: readonly (readonly [from: number, to: number])[]): FoundSeparate | null {
  if (inputs.width < 2 || inputs.width > MOST_INPUTS) return null;
  const spread = standardDeviation(targets);
  if (!(spread > 0)) return null;
  const kept = spaced(inputs.count, MOST_ROWS);
  const columns = Array.from({ length: inputs.width }, (_, i) => Float64Array.from(kept, (n) => inputs.values[n * inputs.width + i]!));
  const y = Float64Array.from(kept, (n) => targets[n]! / spread);
  const mostOf = (rowsEach: number): number => Math.floor(y.length / (rowsEach * inputs.width)) - BESIDE_PIECES;
  if (mostOf(TRIED[0].rowsEach) < FEWEST_PIECES) return null;
  const noise = noiseAtMost(samplesOf(columns), y);
  for (const { curvesOf, pieces, rowsEach } of TRIED) {
    const curves = curvesOf(columns.map((column) => [column.map(() => 1), ...splineColumns(column, Math.min(pieces, mostOf(rowsEach)))]), y, Math.max(NEAR * noise, ROUGHLY));
    if (curves === null || Math.min(noise, curves.left) > MOST_NOISE) continue;
    const { way, inputs: used } = curves;
    const own = used.map((i) => columns[i]!);
    const laws = lawsOf(library, curves, columns, y, ranges);
    const found = laws === null ? null : fitted({ way, laws, constant: curves.constant }, own, y, library);
    if (found === null || !found.left.every(Number.isFinite) || (rootMeanSquare(found.left) > EXACT && !isNoise(samplesOf(own), found.left))) continue;
    if (found.laws.every((law) => isOfPowers(law, library))) return null;
    // One factor of a product has the size of the targets.
    const of = used.map((input, k) => ({ input, law: way === 'sum' || k === 0 ? times(found.laws[k]!, spread) : found.laws[k]! }));
    return { way, of, constant: found.constant * spread, size: found.size, noise: spread * noiseAtMost(samplesOf(own), found.left) };
  }
  return null;
}

/** Of so many rows, as many as that which lie evenly among them. */
const spaced = (count: number, most: number): number[] => Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(k * Math.max(1, count / most)));

function samplesOf(columns: readonly Float64Array[]): Samples {
  const [width, count] = [columns.length, columns[0]!.length];
  return { count, width, values: Float64Array.from({ length: count * width }, (_, k) => columns[k % width]![Math.floor(k / width)]!) };
}

/** Squared errors of a fit, and how many rows it has beside its numbers. */
interface Squares { readonly squares: number; readonly free: number }
interface Solved extends Squares { readonly coefficients: Float64Array }

function solved(columns: readonly Float64Array[], y: Float64Array): Solved {
  const { coefficients } = leastSquares(matrixOf(columns), y, { rows: y.length, columns: columns.length, count: 1 });
  const of = combined(columns, coefficients);
  return { coefficients, ...squaresOf(y.map((v, n) => v - of[n]!), columns.length) };
}

const squaresOf = (left: Float64Array, numbers: number): Squares => ({ squares: left.reduce((sum, v) => sum + v * v, 0), free: left.length - numbers });

const combined = (columns: readonly Float64Array[], coefficients: ArrayLike<number>): Float64Array => columns[0]!.map((_, n) => columns.reduce((sum, column, j) => sum + coefficients[j]! * column[n]!, 0));

/** Curves that add up, of the inputs that count; null where they leave too much, and of fewer than two. */
function sumOf(splines: readonly Float64Array[][], y: Float64Array, enough: number): Curves | null {
  const fitOf = (inputs: readonly number[]): Solved => solved([splines[0]![0]!, ...inputs.flatMap((i) => splines[i]!.slice(1))], y);
  let inputs = splines.map((_, i) => i);
  let fit = fitOf(inputs);
  if (!(errorOf(fit) <= enough)) return null;
  for (const input of [...inputs]) {
    const without = inputs.filter((i) => i !== input);
    const other = fitOf(without);
    if (isByChance(other, fit)) [inputs, fit] = [without, other];
  }
  if (inputs.length < 2) return null;
  let first = 1;
  const values = inputs.map((i, k) => {
    const features = splines[i]!.slice(1);
    const curve = combined(features, fit.coefficients.subarray(first));
    first += features.length;
    // The constant may be anybody's.
    return k === 0 ? curve.map((v) => v + fit.coefficients[0]!) : curve;
  });
  return { way: 'sum', inputs, values, constant: 0, left: errorOf(fit) };
}

const errorOf = ({ squares, free }: Squares): number => Math.sqrt(squares / Math.max(1, free));

/** Whether what one fit leaves more than a larger one is chance. */
function isByChance(fewer: Squares, more: Squares): boolean {
  const count = fewer.free - more.free;
  return fewer.squares - more.squares <= (count + CHANCE * Math.sqrt(2 * count)) * (more.squares / Math.max(1, more.free));
}

/** Curves that multiply, likewise, one after the other by least squares, from several starts; with a constant beside them where that says much. */
function productOf(splines: readonly Float64Array[][], y: Float64Array, enough: number): Curves | null {
  const all = splines.map((_, i) => i);
  const plain = factorsOf(splines, all, y, false);
  const beside = factorsOf(splines, all, y, true);
  const hasConstant = errorOf(beside) < TELLING * errorOf(plain);
  let [inputs, fit] = [all, hasConstant ? beside : plain];
  if (!(errorOf(fit) <= enough)) return null;
  for (const input of all) {
    const without = inputs.filter((i) => i !== input);
    if (without.length < 2) break;
    const other = factorsOf(splines, without, y, hasConstant);
    if (isByChance(other, fit)) [inputs, fit] = [without, other];
  }
  return { way: 'product', inputs, values: fit.values, constant: fit.constant, left: errorOf(fit) };
}

interface Factors extends Squares { readonly values: Float64Array[]; readonly constant: number }

function factorsOf(splines: readonly Float64Array[][], inputs: readonly number[], y: Float64Array, hasConstant: boolean): Factors {
  const stream = randomStream(1, 'curves that multiply');
  const of = inputs.map((i) => splines[i]!);
  const free = y.length - of.reduce((sum, { length }) => sum + length - 1, 1 + Number(hasConstant));
  const one = y.map(() => 1);
  const swept = ({ values: begin, constant: from, squares: before }: Omit<Factors, 'free'>): Omit<Factors, 'free'> => {
    let [values, constant, squares] = [[...begin], from, before];
    of.forEach((features, k) => {
      const others = productOfColumns(values, k);
      const fit = solved([...features.map((column) => column.map((v, n) => v * others[n]!)), ...(hasConstant ? [one] : [])], y);
      const curve = combined(features, fit.coefficients);
      // All but the last are of size 1.
      const size = k === of.length - 1 ? 1 : rootMeanSquare(curve) || 1;
      values = values.map((v, j) => (j === k ? curve.map((value) => value / size) : v));
      [constant, squares] = [hasConstant ? fit.coefficients[features.length]! : 0, fit.squares];
    });
    return { values, constant, squares };
  };
  const startOf = (k: number): Omit<Factors, 'free'> => ({ values: of.map((features) => (k === 0 ? one : combined(features, features.map(() => stream.normal())))), constant: 0, squares: Infinity });
  const starts = Array.from({ length: STARTS }, (_, k) => { let now = startOf(k); for (let sweep = 0; sweep < FIRST_SWEEPS; sweep++) now = swept(now); return now; });
  let best = starts.reduce((a, b) => (b.squares < a.squares ? b : a));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const next = swept(best);
    const isSlow = !(next.squares < (1 - SLOW) * best.squares);
    best = next;
    if (isSlow) break;
  }
  return { ...best, free };
}

/** A law for each curve, on what the others leave; null where one has none. */
function lawsOf(library: Library, { way, inputs, values: curves, constant }: Curves, columns: readonly Float64Array[], y: Float64Array, ranges: readonly (readonly [number, number])[] | undefined): FoundFunctions[] | null {
  const values = [...curves];
  const laws: (FoundFunctions | null)[] = inputs.map(() => null);
  const order = [...inputs.keys()].sort((p, q) => standardDeviation(values[q]!) - standardDeviation(values[p]!));
  for (let pass = 0; pass < PASSES && laws.includes(null); pass++) {
    let isAnyNew = false;
    for (const k of order) {
      if (laws[k] !== null) continue;
      const x = columns[inputs[k]!]!;
      const law = lawOf(library, pointsOf(way, values, k, constant, x, y), ranges?.[inputs[k]!]);
      const of = law === null ? null : valuesOfLaw(law, x, library);
      if (of === null || !of.every(Number.isFinite)) continue;
      [laws[k], values[k], isAnyNew] = [law, of, true];
    }
    if (!isAnyNew) return null;
  }
  return laws.includes(null) ? null : laws as FoundFunctions[];
}

/** All numbers fitted together, without constants that say no more than chance: those of laws and beside them were found one by one, each beside errors of the others. */
function fitted(laws: SeparateLaws, columns: readonly Float64Array[], y: Float64Array, library: Library): Together | null {
  let now = fittedTogether(laws, columns, y, library);
  const without = (k: number): ((of: SeparateLaws) => SeparateLaws) => (of) => ({ ...of, laws: of.laws.map((law, j) => (j === k ? { ...law, constant: 0 } : law)) });
  for (const simpler of [...laws.laws.map((_, k) => without(k)), (of: SeparateLaws): SeparateLaws => ({ ...of, constant: 0 })]) {
    if (now === null) return null;
    const next = fittedTogether(simpler(now), columns, y, library);
    if (next === null || next.size === now.size) continue;
    if (rootMeanSquare(next.left) <= EXACT || isByChance(squaresOf(next.left, next.size), squaresOf(now.left, now.size))) now = next;
  }
  return now;
}

/** What the other curves leave of the targets for one. */
function pointsOf(way: Curves['way'], values: readonly Float64Array[], k: number, constant: number, x: Float64Array, y: Float64Array): { readonly x: Float64Array; readonly y: Float64Array } {
  if (way === 'sum') {
    const kept = spaced(y.length, ROWS_OF_LAW);
    return { x: Float64Array.from(kept, (n) => x[n]!), y: Float64Array.from(kept, (n) => values.reduce((left, of, j) => (j === k ? left : left - of[n]!), y[n]!)) };
  }
  const others = productOfColumns(values, k);
  const least = TOLD * rootMeanSquare(others);
  const told = [...y.keys()].filter((n) => Math.abs(others[n]!) >= least);
  const kept = spaced(told.length, ROWS_OF_LAW).map((n) => told[n]!);
  return { x: Float64Array.from(kept, (n) => x[n]!), y: Float64Array.from(kept, (n) => (y[n]! - constant) / others[n]!) };
}

function lawOf(library: Library, points: { readonly x: Float64Array; readonly y: Float64Array }, range: readonly [number, number] | undefined): FoundFunctions | null {
  const [law] = findLaws(library, points, range);
  if (law === undefined) return null;
  if (law.degree !== undefined) return polynomialOf(law, points, library);
  // A function that is hardly bent in the range stands for a line.
  const line = polynomialOf({ ...law, way: 'sum', degree: 1, scale: 1, size: 2 }, points, library);
  return descriptionOf(line, points, library) <= descriptionOf(law, points, library) + NEARLY ? line : law;
}

/** A polynomial as a sum of lines of powers. */
function polynomialOf(found: FoundFunctions, { x, y }: { readonly x: Float64Array; readonly y: Float64Array }, library: Library): FoundFunctions {
  const line = library.functions.find(isLine)!.name;
  const { degree, ...rest } = found;
  const powers = Array.from({ length: degree! }, (_, k) => k + 1);
  const { coefficients } = solved([...powers, 0].map((power) => x.map((v) => v ** power)), y);
  return { ...rest, parts: powers.map((power, k): FunctionPart => ({ f: line, power, a: 1, b: 0, c: coefficients[k]! })), constant: coefficients[degree!]! };
}

/** Whether a law is a polynomial or a power: sums and products of such are looked for by others. */
function isOfPowers({ parts }: FoundFunctions, library: Library): boolean {
  const line = library.functions.find(isLine)!.name;
  if (parts.every(({ f, inside }) => f === line && inside === undefined)) return true;
  const [only, ...others] = parts;
  if (others.length > 0 || only!.inside !== undefined) return false;
  const f = library.functions.find(({ name }) => name === only!.f)!;
  return only!.power === 0 ? f.claims.shift === 'itself' : only!.power === 1 && only!.b === 0 && f.claims.scaling === true && takesFactors(f);
}

/** So many times a law. */
const times = (law: FoundFunctions, by: number): FoundFunctions => (law.way === 'sum' ? { ...law, parts: law.parts.map((part) => ({ ...part, c: part.c * by })), constant: law.constant * by, noise: law.noise * by } : { ...law, scale: law.scale * by, constant: law.constant * by, noise: law.noise * by });
