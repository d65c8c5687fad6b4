import { rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { Library } from '../library.js';
import { takesFactors } from './chain-starts.js';
import { descriptionOf, findLaws, lengthOf } from './find-law.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { lawsAlike } from './laws-alike.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { isLine } from './pair-starts.js';
import { type Curves, dividedInputs, featuresOf, isByChance, productOf, productWithSum, solved, squaresOf, sumOf } from './separate-curves.js';
import { fittedTogether, productOfColumns, type SeparateLaws, type Together, valuesOfLaw } from './separate-fit.js';

/** A target that is a sum, or a product beside a constant, of laws of single inputs. A factor may be a sum of laws. */
export interface FoundSeparate {
  readonly way: 'sum' | 'product';
  /** One for each input that counts, two at least. Constants of a sum are that of the first one. */
  readonly of: readonly { readonly input: number; readonly law: FoundFunctions; readonly isTerm: boolean }[];
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
/** Numbers that the spline of an input has beside one for each piece. */
const BESIDE_PIECES = 3;
/** What curves may leave of targets: times noise at most, and where that is small, of their spread. */
const [NEAR, ROUGHLY] = [1.3, 0.03];
/** Of the spread of targets, the most that noise may be: beside more, laws cannot be told apart. */
const MOST_NOISE = 0.1;
/** Of the size of other factors, where a factor is told by targets. */
const TOLD = 0.5;
/** Nats more than a law takes with which a line takes its place. */
const NEARLY = 3;
/** What is tried, pieces of splines at least and at most, and rows for each of their numbers at least: waves of many periods take more pieces, which sums have at once. */
const TRIED = [
  { form: 'sum', fewest: 3, pieces: 12, rowsEach: 4 }, { form: 'sum', fewest: 3, pieces: 40, rowsEach: 2.5 }, { form: 'product', fewest: 3, pieces: 12, rowsEach: 4 },
  { form: 'product with a sum', fewest: 3, pieces: 3, rowsEach: 2 }, { form: 'product with a sum', fewest: 4, pieces: 12, rowsEach: 4 },
] as const;
/** Of what sums and products alone leave, the most that is left where a product has a sum in it. */
const BETTER = 0.7;
/** Nats that a function of a power of an input costs more than one of the input itself. */
const PER_STEP = 3;
/** Passes over inputs in which laws are looked for. */
const PASSES = 3;

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
  const noise = noiseAtMost(samplesOf(columns), y);
  const enough = Math.max(NEAR * noise, ROUGHLY);
  let [near, best]: [number, Ranked | null] = [Infinity, null];
  let groups: ReturnType<typeof dividedInputs> | undefined;
  for (const { form, fewest, pieces, rowsEach } of TRIED) {
    const most = Math.min(pieces, mostOf(rowsEach));
    const hasSum = form === 'product with a sum';
    // Of what leaves noise alone there may be another that leaves less: rows that are few tell little of noise.
    if (most < fewest || (best !== null && (!hasSum || rootMeanSquare(best.left) <= EXACT)) || (hasSum && columns.length < 3)) continue;
    groups = hasSum && groups === undefined ? dividedInputs(columns, y) : groups;
    if (hasSum && groups === null) break;
    const splines = columns.map((column) => featuresOf(column, most));
    const curves = form === 'sum' ? sumOf(splines, y, enough) : form === 'product' ? productOf(splines, y, enough) : productWithSum(groups!, splines, y, Math.min(enough, BETTER * near));
    if (curves === null || Math.min(noise, curves.left) > MOST_NOISE) continue;
    if (!hasSum) near = Math.min(near, curves.left);
    const { way, inputs: used, terms } = curves;
    const own = used.map((i) => columns[i]!);
    const laws = lawsOf(library, curves, columns, y, ranges);
    if (laws === null) continue;
    for (const of of [laws, ...lawsAlike(laws, terms, own, library)]) {
      const found = fitted({ way, laws: of, terms, constant: curves.constant }, own, y, library);
      if (found === null || !found.left.every(Number.isFinite) || (rootMeanSquare(found.left) > EXACT && !isNoise(samplesOf(own), found.left))) continue;
      const length = lengthOf(found.laws, rootMeanSquare(found.left), y.length, found.size, library) + PER_STEP * found.laws.flatMap(({ parts }) => parts).filter(({ power }) => power !== 1).length;
      if (best === null || length < best.length) best = { ...found, used, length };
    }
    if (best !== null) near = Math.min(near, rootMeanSquare(best.left));
  }
  // Products that have sums in them are looked for by others, too, but have not been found.
  if (best === null || (best.terms.length === 0 && best.laws.every((law) => isOfPowers(law, library)))) return null;
  const { way, laws, terms, used, left, size, constant } = best;
  // One factor of a product has the size of the targets.
  const sized = (k: number): boolean => way === 'sum' || (terms.length > 0 ? terms.includes(k) : k === 0);
  const of = used.map((input, k) => ({ input, law: sized(k) ? times(laws[k]!, spread) : laws[k]!, isTerm: way === 'sum' || terms.includes(k) }));
  return { way, of, constant: constant * spread, size, noise: spread * noiseAtMost(samplesOf(used.map((i) => columns[i]!)), left) };
}

/** What was found, of which inputs, and how long the description of the rows by it is. */
interface Ranked extends Together { readonly used: readonly number[]; readonly length: number }

/** Of so many rows, as many as that which lie evenly among them. */
const spaced = (count: number, most: number): number[] => Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(k * Math.max(1, count / most)));

function samplesOf(columns: readonly Float64Array[]): Samples {
  const [width, count] = [columns.length, columns[0]!.length];
  return { count, width, values: Float64Array.from({ length: count * width }, (_, k) => columns[k % width]![Math.floor(k / width)]!) };
}

/** A law for each curve, on what the others leave; null where one has none. */
function lawsOf(library: Library, { way, inputs, terms, values: curves, constant }: Curves, columns: readonly Float64Array[], y: Float64Array, ranges: readonly (readonly [number, number])[] | undefined): FoundFunctions[] | null {
  const values = [...curves];
  const laws: (FoundFunctions | null)[] = inputs.map(() => null);
  const order = [...inputs.keys()].sort((p, q) => standardDeviation(values[q]!) - standardDeviation(values[p]!));
  for (let pass = 0; pass < PASSES && laws.includes(null); pass++) {
    let isAnyNew = false;
    for (const k of order) {
      if (laws[k] !== null) continue;
      const x = columns[inputs[k]!]!;
      const law = lawOf(library, pointsOf({ way, terms, values, constant }, k, x, y), ranges?.[inputs[k]!]);
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
function pointsOf({ way, terms, values, constant }: Pick<Curves, 'way' | 'terms' | 'values' | 'constant'>, k: number, x: Float64Array, y: Float64Array): { readonly x: Float64Array; readonly y: Float64Array } {
  const isTerm = way === 'sum' || terms.includes(k);
  // Of a product with a sum in it, that is one factor.
  const factors = way === 'sum' ? [] : values.filter((_, j) => j !== k && !terms.includes(j));
  const sum = values.reduce((all, of, j) => (j !== k && (way === 'sum' || terms.includes(j)) ? all.map((v, n) => v + of[n]!) : all), new Float64Array(y.length));
  const others = productOfColumns([y.map(() => 1), ...factors, ...(isTerm || terms.length === 0 ? [] : [sum])]);
  const least = way === 'sum' ? 0 : TOLD * rootMeanSquare(others);
  const told = [...y.keys()].filter((n) => Math.abs(others[n]!) >= least);
  const kept = spaced(told.length, ROWS_OF_LAW).map((n) => told[n]!);
  return { x: Float64Array.from(kept, (n) => x[n]!), y: Float64Array.from(kept, (n) => (y[n]! - constant) / others[n]! - (isTerm ? sum[n]! : 0)) };
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
