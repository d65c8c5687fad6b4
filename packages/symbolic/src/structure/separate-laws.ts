import { rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Library } from '../library.js';
import { spaced } from '../spaced.js';
import { takesFactors } from './chain-starts.js';
import { descriptionOf, findLaws } from './find-law.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { noiseAtMost } from './noise.js';
import { isLine } from './pair-starts.js';
import { type Curves, solved } from './separate-curves.js';
import { productOfColumns, valuesOfLaw } from './separate-fit.js';

/** Rows of each law. */
const ROWS_OF_LAW = 200;
/** A law that is a line, but for its numbers. */
const LINE: FoundFunctions = { way: 'sum', parts: [], degree: 1, scale: 1, constant: 0, size: 2, noise: 0 };
/** Of the size of other factors, where a factor is told by targets. */
const TOLD = 0.5;
/** Nats more than a law takes with which a line takes its place. */
const NEARLY = 3;
/** Passes over inputs in which laws are looked for; where what has none may be a line. */
const [PASSES, FEW_PASSES] = [3, 2];


/** Of the noise of targets, what must be different of them for another search: less stays within what chance makes of noise, and hides no law. */
const ALIKE = 0.4;

/** Targets of single inputs that no law was found of. Searches take seconds, and mostly find nothing again: of the same rows with other curves beside them little is different. */
export class WithoutLaw {
  private readonly known: { readonly of: string; readonly points: Points; readonly noise: number }[] = [];

  /** @param of what they are points of: the input, and whether it is a term */
  add(of: string, points: Points): void {
    this.known.push({ of, points, noise: noiseAtMost({ count: points.x.length, width: 1, values: points.x }, points.y) });
  }

  has(of: string, { x, y }: Points): boolean {
    return this.known.some(({ of: other, points, noise }) => other === of && points.x.length === x.length && points.x.every((v, n) => v === x[n]) && rootMeanSquare(points.y.map((v, n) => v - y[n]!)) <= ALIKE * noise);
  }
}

/** Laws of curves: one for each, and others of each that can hardly be told from it. */
export interface LawsOfCurves { readonly laws: readonly FoundFunctions[]; readonly others: readonly (readonly FoundFunctions[])[] }

/**
 * A law for each curve, on what the others leave. A law takes the place of its curve at once.
 *
 * @param without what no law was found of before, of the same columns and targets, @param columns of all inputs, y targets, @param ranges of the inputs in which laws must have a value; left out, of the rows
 * @returns null where one has none; where curves are added up before they multiply it is a line then, if another one has a law
 */
export function lawsOf(library: Library, without: WithoutLaw, { way, inputs, terms, values: curves, constant }: Curves, columns: readonly Float64Array[], y: Float64Array, ranges: readonly (readonly [number, number])[] | undefined): LawsOfCurves | null {
  const values = [...curves];
  const laws: (FoundFunctions | null)[] = inputs.map(() => null);
  const others: (readonly FoundFunctions[])[] = inputs.map(() => []);
  const pointsAt = (k: number): Points => pointsOf({ way, terms, values, constant }, k, columns[inputs[k]!]!, y);
  const order = [...inputs.keys()].sort((p, q) => standardDeviation(values[q]!) - standardDeviation(values[p]!));
  for (let pass = 0; pass < (terms.length > 0 ? FEW_PASSES : PASSES) && laws.includes(null); pass++) {
    let isAnyNew = false;
    for (const k of order) {
      if (laws[k] !== null) continue;
      const [points, isTerm] = [pointsAt(k), way === 'sum' || terms.includes(k)];
      const key = `${inputs[k]!} ${isTerm ? 'term' : 'factor'}`;
      if (without.has(key, points)) continue;
      const [law = null, ...rest] = lawsAt(library, points, ranges?.[inputs[k]!], isTerm);
      if (law === null) without.add(key, points);
      const of = law === null ? null : valuesOfLaw(law, columns[inputs[k]!]!, library);
      if (of === null || !of.every(Number.isFinite)) continue;
      [laws[k], others[k], values[k], isAnyNew] = [law, rest, of, true];
    }
    if (!isAnyNew) break;
  }
  if (laws.every((law) => law === null) || (terms.length === 0 && laws.includes(null))) return null;
  // What says little is as near to a line as to anything, and may be of the kind that another is.
  return { laws: laws.map((law, k) => law ?? polynomialOf(LINE, pointsAt(k), library)), others };
}

/** Rows of a column, and what is left for it of the targets. */
interface Points { readonly x: Float64Array; readonly y: Float64Array }

/** What the other curves leave of the targets for one. */
function pointsOf({ way, terms, values, constant }: Pick<Curves, 'way' | 'terms' | 'values' | 'constant'>, k: number, x: Float64Array, y: Float64Array): Points {
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

/** Laws of one column, the likeliest first. */
function lawsAt(library: Library, points: Points, range: readonly [number, number] | undefined, isTerm: boolean): FoundFunctions[] {
  // Terms have one constant together.
  const [first, ...others] = findLaws(library, points, range, isTerm).map((law) => (law.degree === undefined ? law : polynomialOf(law, points, library)));
  if (first === undefined) return [];
  // A function that is hardly bent in the range stands for a line.
  const line = polynomialOf({ ...first, ...LINE }, points, library);
  return descriptionOf(line, points, library, isTerm) <= descriptionOf(first, points, library, isTerm) + NEARLY ? [line] : [first, ...others];
}

/** A polynomial as a sum of lines of powers. */
function polynomialOf(found: FoundFunctions, { x, y }: Points, library: Library): FoundFunctions {
  const line = library.functions.find(isLine)!.name;
  const { degree, ...rest } = found;
  const powers = Array.from({ length: degree! }, (_, k) => k + 1);
  // Of size 1, whatever the units: numbers of networks are not to be large.
  const scale = 1 / x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const { coefficients } = solved([...powers, 0].map((power) => x.map((v) => (scale * v) ** power)), y);
  return { ...rest, parts: powers.map((power, k): FunctionPart => ({ f: line, power, a: scale ** power, b: 0, c: coefficients[k]! })), constant: coefficients[degree!]! };
}

/** Whether a law is a polynomial or a power: sums and products of such are looked for by others. */
export function isOfPowers({ parts }: FoundFunctions, library: Library): boolean {
  const line = library.functions.find(isLine)!.name;
  if (parts.every(({ f, inside }) => f === line && inside === undefined)) return true;
  const [only, ...others] = parts;
  if (others.length > 0 || only!.inside !== undefined) return false;
  const f = library.functions.find(({ name }) => name === only!.f)!;
  return only!.power === 0 ? f.claims.shift === 'itself' : only!.power === 1 && only!.b === 0 && f.claims.scaling === true && takesFactors(f);
}
