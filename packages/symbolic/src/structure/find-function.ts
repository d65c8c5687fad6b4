import { dot, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { type CurvePoints, MOST_POINTS } from '../curve.js';
import { dampedLeastSquares } from '../equation/damped-least-squares.js';
import type { FittedFunction } from '../fitted-function.js';
import type { Library } from '../library.js';
import { suggest } from '../suggest.js';
import { chainStarts, ratio, takesFactors, valueAt } from './chain-starts.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { isLine } from './pair-starts.js';

/** What functions are of: steps of Tukey's ladder, 0 for the logarithm, and how far-fetched they are, in nats. */
const INNER = [{ power: 1, complexity: 0 }, { power: 0, complexity: 1 }, { power: -1, complexity: 1 }, { power: 2, complexity: 1 }] as const;
type Inner = (typeof INNER)[number];
/** Of these where one function is of another: what is inside of that is taken for a power by itself. */
const CHAIN_INNER = [INNER[0], INNER[1]];
/** Nats that a number costs, and what is far-fetched, as one of many functions, for each nat that it is so alone. */
const [PER_NUMBER, PER_NAME] = [6, 3];
/** How far-fetched it is that a function is one of another, beside these, and rows for each of its numbers at least. */
const [CHAINED, ROWS_OF_CHAIN] = [2, 4];
/** Numbers that one function of another has at least: what leaves noise alone with as many, and is less far-fetched, is no such one. */
const LEAST_OF_CHAIN = 3;
/** Of those that are near to some of many rows, how many are fitted to all. */
const ON_ALL_ROWS = 6;
/** Functions that are told, and nats more than the best one takes. */
const [MOST, NEAR] = [3, 3];
/** Spreads of the targets by which curves that are the same differ at most: log of x, of 1 / x and of x^2. */
const SAME = 1e-6;
/** Numbers of a polynomial that is simpler than a function. */
const MOST_POWERS = 5;
/** Where a function is asked whether it takes a step back: any two places but 1. */
const UNDONE_AT = [2, 5];
/** How far-fetched it is that a law is 0 at 0, where its function is not. */
const OF_ORIGIN = 0.3;
/** Of fewer different inputs nothing can be told, not even noise. */
const LEAST_PLACES = 3;
/** Rows beside one for each number. */
const ROWS_TO_SPARE = 2;
/** Of a root mean square, rounding: nothing is known better. */
const ROUNDING = 1e-13;
/** Largest over smallest target, from which on their errors may be in proportion to them. */
const DECADE = 10;
const STEPS = 60;
/** What is the least near to any fraction. */
const GOLDEN = 0.6180339887498949;
/** Shares of a range at which a law is asked for a value: its ends, and no round ones between them, where poles are. */
const PLACES = Float64Array.from({ length: 40 }, (_, n) => (n === 0 ? 0 : n === 1 ? 1 : (n * GOLDEN) % 1));
/** Exponents of powers that are functions. */
const TWELFTHS = 12;
/** Of the spread of the targets, what is left of them at most. */
const NOTHING = 0.3;
/** Spreads of the targets that a function may be large beside its constant: else it is bent by no more than rounding, or noise, and stands for something simpler. */
const [LARGE, LARGE_EXACT] = [30, 1e4];

/** Numbers of c f(a u + b) + d, with u a step of the ladder over its largest value, or of c f(a h(k u + m) + b) + d. */
interface Numbers { readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly k: number; readonly m: number }
/** What is inside of f: nothing but u where a law is of one function. */
const NOTHING_INSIDE = { k: 1, m: 0 };

/** A candidate. */
interface Fit {
  /** Null of a polynomial. */
  readonly law: FunctionLaw | null;
  /** Of a polynomial; 0 of others. */
  readonly degree: number;
  readonly size: number;
  /** Of the targets. */
  readonly left: Float64Array;
  /** Of the description of the rows, in nats, up to a constant that is the same whatever rows weigh. */
  readonly length: number;
}

/** c f(a u + b) + d, with u = g(x) / unit; h(k u + m) in place of u where there is an h. */
interface FunctionLaw { readonly f: FittedFunction; readonly h: FittedFunction | null; readonly inner: Inner; readonly unit: number; readonly numbers: Numbers }

/**
 * Looks for a target of one input that is one function c f(a g(x) + b) + d, where g is x, log x, 1 / x or x^2, or a line or short polynomial, before anything is trained: laws of few rows, such as A exp(-E / T), c x^0.75 and v x / (K + x).
 * Or one function of another, c f(a h(k g(x) + m) + b) + d with g of x or log x, such as A exp(-b exp(-c t)) and A exp(-(t / T)^p).
 *
 * Whether b and d are needed is asked as well: a law without them has fewer numbers. Where targets of one sign go over a decade, errors that are alike and errors in proportion to targets are both tried, and what describes the rows in fewer words counts.
 *
 * Where inputs begin at 0 they have no logarithm there, but what is an exponential of one is a power, which has a value if its exponent is positive. Such powers are told as steps of the ladder, roots as well.
 *
 * @param points at most some thousand, of one input, @param range of the input in which a law must have a value, from one end to the other: of all rows that there are, also of those that are held back. Left out, that of the points
 * @param isUpToConstant whether a constant is no number of a law, since there is one anyway: of a term of a sum
 * @returns the likeliest first, at most three that can hardly be told apart, or a line or polynomial alone where that says as much; none where nothing leaves noise alone, and of a constant
 *
 * Cost: four searches of all functions, twice as much where no function of three numbers is found, and twice that where targets go over a decade; seconds for a thousand rows.
 */
export function findFunctions(library: Library, points: CurvePoints, range?: readonly [from: number, to: number], isUpToConstant = false): FoundFunctions[] {
  const [x, given] = [Float64Array.from(points.x), Float64Array.from(points.y)];
  if (x.length === 0) return [];
  const spread = standardDeviation(given);
  if (!(spread > 0) || new Set(x).size < LEAST_PLACES) return [];
  const y = given.map((v) => v / spread);
  const noiseOf = (targets: Float64Array): number => noiseAtMost(asInputs(x), targets);
  const [from, to] = range ?? [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))];
  const rows = { x, y, asked: PLACES.map((share) => from + share * (to - from)), noise: noiseOf(y), isUpToConstant };
  const found = (weights: Float64Array): Fit[] => lawsOf(library, { ...rows, weights });
  const alike = found(x.map(() => 1));
  const isExact = alike.some(({ left }) => rootMeanSquare(left) <= EXACT);
  const all = isExact || !isOverDecades(y) ? alike : shortest([...alike, ...found(inProportion(y))]);
  return all.map(({ law, degree, size, left, length }) => {
    const common = { way: 'sum', scale: 1, constant: (law?.numbers.d ?? 0) * spread, size, noise: spread * noiseOf(left), length } as const;
    if (law === null) return { ...common, parts: [], degree };
    const part = (from === 0 ? partOfPower(library, law, x) : null) ?? partOf(law, x);
    return { ...common, parts: [{ ...part, c: part.c * spread }] };
  });
}

function partOf(law: FunctionLaw, x: Float64Array): FunctionPart {
  const { a, b, c } = ofOrdinarySize(law, x);
  const { h, unit, numbers: { k, m } } = law;
  const part = { f: law.f.name, power: law.inner.power, b, c };
  return h === null ? { ...part, a: a / unit } : { ...part, a, inside: { f: h.name, a: k / unit, b: m } };
}

/** The same where what is first of the input is a power of it that begins at 0, where its slope may have no value: an exponential of its logarithm, or a root. Null where it is none. */
function partOfPower(library: Library, law: FunctionLaw, x: Float64Array): FunctionPart | null {
  const { f, h, inner, unit, numbers } = law;
  const [first, scale, shift] = h === null ? [f, numbers.a, numbers.b] : [h, numbers.k, numbers.m];
  const power = powerOf(first, inner, scale / unit, shift);
  if (power === null) return null;
  const { a, b, c } = ofOrdinarySize(law, x);
  return h === null ? { f: library.functions.find(isLine)!.name, power: power.exponent, a: 1, b: 0, c: numbers.c * power.factor } : { f: f.name, power: power.exponent, a: a * power.factor, b, c };
}

/** f(scale g(x) + shift) as a multiple of a power of x; null where it is none, or one that is defined on both sides of 0. */
function powerOf(f: FittedFunction, { power }: Inner, scale: number, shift: number): { readonly exponent: number; readonly factor: number } | null {
  if (power === 0 && f.claims.shift === 'itself') {
    const rate = Math.log(valueAt(f, 1) / valueAt(f, 0));
    return { exponent: scale * rate, factor: valueAt(f, shift) };
  }
  const isRoot = power === 1 && shift === 0 && takesFactors(f) && f.claims.domain !== undefined && f.claims.mirror === undefined;
  return isRoot ? { exponent: Math.round(Math.log2(ratio(f, 2, 1)) * TWELFTHS) / TWELFTHS, factor: valueAt(f, scale) } : null;
}

const asInputs = (x: Float64Array): Samples => ({ count: x.length, width: 1, values: x });

/** The same with f of 1 at most, where a shift is a factor: an exponential may be 1e200 at 0. */
function ofOrdinarySize({ f, h, inner, unit, numbers: { a, b, c, k, m } }: FunctionLaw, x: Float64Array): Pick<Numbers, 'a' | 'b' | 'c'> {
  if (f.claims.shift !== 'itself') return { a, b, c };
  const [at0, slope] = f.withSlopes(new Float64Array(1), 1, 0).map(([v]) => v!) as [number, number];
  const values = f.values(insideOf(h, x.map((v) => step(v, inner) / unit), k, m), a, b);
  const factor = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / Math.abs(at0);
  const shift = (-Math.log(factor) * at0) / slope;
  return Number.isFinite(shift) ? { a, b: b + shift, c: c * factor } : { a, b, c };
}

/** What f is of. What h has no finite value of, f has none of, whatever its limit. */
const insideOf = (h: FittedFunction | null, u: Float64Array, k: number, m: number): Float64Array => (h === null ? u : withoutLimits(h.values(u, k, m)));

/** The same, and its slopes in what h is of; none where there is no h. */
function insideWithSlopes(h: FittedFunction | null, u: Float64Array, k: number, m: number): readonly [Float64Array, Float64Array | null] {
  if (h === null) return [u, null];
  const [values, slopes] = h.withSlopes(u, k, m);
  return [withoutLimits(values), slopes];
}

const withoutLimits = (values: Float64Array): Float64Array => values.map((v) => (Number.isFinite(v) ? v : NaN));

/** A slope times what changes: nothing where there is no slope any more, however far out. */
const times = (slope: number, by: number): number => (slope === 0 ? 0 : slope * by);

const step = (v: number, { power }: Inner): number => (power === 0 ? Math.log(v) : v ** power);

/** Rows, their targets in spreads, places of x besides at which a law must have a value, the noise of targets at most, what errors of them are multiplied by: of noise in proportion to targets, one over them; and whether a constant is no number of a law. */
interface Rows { readonly x: Float64Array; readonly y: Float64Array; readonly asked: Float64Array; readonly noise: number; readonly weights: Float64Array; readonly isUpToConstant: boolean }

/** Whether errors may well be in proportion to targets. */
const isOverDecades = (y: Float64Array): boolean => y.every((v) => v * y[0]! > 0) && Math.max(...y.map(Math.abs)) > DECADE * Math.min(...y.map(Math.abs));

/** Weights of errors in proportion to targets. The smallest weighs no more than the next one: a target that is nearly 0 by chance is not known so well. */
function inProportion(y: Float64Array): Float64Array {
  const sizes = y.map(Math.abs).sort();
  return y.map((v) => 1 / Math.max(Math.abs(v), sizes[1]!));
}

/** The functions that describe rows in the fewest words, each once, as far as they leave noise alone; a line or a polynomial by itself where that is the best one. */
function lawsOf(library: Library, rows: Rows): Fit[] {
  const isLaw = ({ left }: Fit): boolean => {
    const errors = left.map((v, n) => v * rows.weights[n]!);
    const error = rootMeanSquare(errors);
    return error <= NOTHING && (error <= EXACT || isNoise(asInputs(rows.x), errors));
  };
  const single = byLength(INNER.flatMap((inner) => fitsOf(library, inner, rows)));
  const [first] = single;
  const isSettled = first !== undefined && first.size <= LEAST_OF_CHAIN && (first.law === null || doubtsOf(first.law.f, first.law.inner) <= CHAINED) && isLaw(first);
  const fits = isSettled ? single : byLength([...single, ...CHAIN_INNER.flatMap((inner) => chainsOf(library, inner, rows))]);
  const [best] = fits;
  return best === undefined || !isLaw(best) ? [] : shortest(fits.filter((fit) => fit.length <= best.length + NEAR && isLaw(fit)));
}

const byLength = (fits: readonly Fit[]): Fit[] => [...fits].sort((p, q) => p.length - q.length);

/** A line or a polynomial by itself where it has the shortest description; else the functions whose descriptions are nearly as short as the best one, each once. */
function shortest(laws: readonly Fit[]): Fit[] {
  const sorted = byLength(laws);
  const [best] = sorted;
  if (best === undefined) return [];
  if (best.law === null) return best.degree > 0 ? [best] : [];
  const near = sorted.filter((fit) => fit.law !== null && fit.length <= best.length + NEAR);
  return near.filter((fit, k) => !near.slice(0, k).some((other) => isSame(fit, other))).slice(0, MOST);
}

/** Whether two are one function with other numbers, or one curve. */
const isSame = (one: Fit, other: Fit): boolean => (one.law!.f === other.law!.f && one.law!.h === other.law!.h && one.law!.inner === other.law!.inner) || one.left.every((v, n) => Math.abs(v - other.left[n]!) <= SAME);

/** Rows on a step of the ladder. */
interface OnStep {
  readonly unit: number;
  /** Their inputs are the step over its largest value: -Infinity for the logarithm of 0, of which there are powers alone, also where 0 is asked for and in no row. */
  readonly rows: Rows;
  readonly isOfPowers: boolean;
}

/** Null where the step is not finite, but for the logarithm of 0, or where it is 0. */
function onStep(inner: Inner, rows: Rows): OnStep | null {
  const values = rows.x.map((v) => step(v, inner));
  const finite = values.filter(Number.isFinite);
  const unit = finite.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const isOfPowers = inner.power === 0 && rows.asked[0] === 0;
  const isDefined = values.every((v) => Number.isFinite(v) || (isOfPowers && v === -Infinity));
  const onUnit = (of: Float64Array): Float64Array => of.map((v) => v / unit);
  return unit > 0 && isDefined ? { unit, rows: { ...rows, x: onUnit(values), asked: onUnit(rows.asked.map((v) => step(v, inner))) }, isOfPowers } : null;
}

/** Of the logarithm of 0, whether a function is finite where the other end is reached: an exponential. */
const mayBeOf = (f: FittedFunction, { isOfPowers }: OnStep): boolean => !isOfPowers || f.claims.shift === 'itself';

/**
 * How far-fetched a function of a step is, in nats. A function that takes the step back, such as the reciprocal of what is a line in 1 / x, or the exponential of one in log x, is a straight line on an axis that both sides are drawn on: a choice of one thing and not of two.
 */
function doubtsOf(f: FittedFunction, inner: Inner): number {
  const at = (x: number): number => valueAt(f, step(x, inner));
  const isUndone = inner.power !== 1 && UNDONE_AT.every((x) => Math.abs(at(x) / (x * at(1)) - 1) <= SAME);
  return isUndone ? Math.max(f.complexity, inner.complexity) : f.complexity + inner.complexity;
}

/** Rows whose inputs are finite. */
function finiteRows(rows: Rows): Rows {
  const some = (values: Float64Array): Float64Array => values.filter((_, n) => Number.isFinite(rows.x[n]));
  return { ...rows, x: some(rows.x), y: some(rows.y), weights: some(rows.weights) };
}

function fitsOf(library: Library, inner: Inner, given: Rows): Fit[] {
  const found = onStep(inner, given);
  if (found === null) return [];
  const { unit, rows } = found;
  const { x, y, noise, weights } = finiteRows(rows);
  return suggest(library, { x, y, weights: weights.map((w) => w * w) }, { size: noise, observations: x.length }).candidates.flatMap(({ name, numbers, powers }): Fit[] => {
    const f = library.functions.find((of) => of.name === name) ?? null;
    // A logarithm of x over its largest value is not that of x, but for a constant.
    if (f !== null && !mayBeOf(f, found)) return [];
    if (f !== null && (!isLine(f) || inner.power === 0)) return [...waysOf(f), ...waysOfOrigin(f, inner, rows)].flatMap((way) => fitOf({ f, h: null, inner, unit }, rows, { ...numbers!, ...NOTHING_INSIDE }, way) ?? []);
    // Lines and polynomials of another step of the ladder are functions of x, or none.
    if (inner.power !== 1) return [];
    return (powers === null ? [[numbers!.d, numbers!.c], [0, slopeOf(rows)]] : [powers]).filter(({ length }) => length <= MOST_POWERS).map((of) => polynomialFit(of, rows));
  });
}

/** One function of another: of many rows some are fitted to first, and all where that came near. */
function chainsOf(library: Library, inner: Inner, given: Rows): Fit[] {
  const found = onStep(inner, given);
  if (found === null) return [];
  const { unit, rows } = found;
  const some = thinned(rows);
  const tried = chainStarts(library, finiteRows(some)).filter(({ inside }) => mayBeOf(inside, found)).flatMap(({ f, inside: h, numbers }) => {
    const { scaling, shift } = h.claims;
    const ofInside: Way[] = (shift === 'itself' ? [[]] : [[], ['m' as const]]).map((m): Way => [...(scaling === true ? [] : ['k' as const]), ...m]);
    // A constant is fitted where one was begun with.
    const ways = waysOf(f).filter((way) => way.includes('d') === (numbers.d !== 0)).flatMap((way) => ofInside.map((own): Way => [...way, ...own]));
    return ways.filter((way) => rows.x.length >= ROWS_OF_CHAIN * (1 + way.length)).flatMap((way) => { const fit = fitOf({ f, h, inner, unit }, some, numbers, way); return fit === null ? [] : [{ fit, way }]; });
  });
  if (some === rows) return tried.map(({ fit }) => fit);
  return tried.sort((p, q) => p.fit.length - q.fit.length).slice(0, ON_ALL_ROWS).flatMap(({ fit, way }) => fitOf(fit.law!, rows, fit.law!.numbers, way) ?? []);
}

/** Every so many rows, MOST_POINTS at most; the rows themselves where there are no more. */
function thinned(rows: Rows): Rows {
  const by = Math.ceil(rows.x.length / MOST_POINTS);
  const some = (values: Float64Array): Float64Array => values.filter((_, n) => n % by === 0);
  return by === 1 ? rows : { ...rows, x: some(rows.x), y: some(rows.y), weights: some(rows.weights) };
}

/** Of a line through nothing. */
function slopeOf({ x, y, weights }: Rows): number {
  const [u, v] = [x.map((value, n) => value * weights[n]!), y.map((value, n) => value * weights[n]!)];
  return dot(u, v) / dot(u, u);
}

function polynomialFit(powers: readonly number[], rows: Rows): Fit {
  const { x, y } = rows;
  // A line through nothing has no constant.
  const hasConstant = powers[0] !== 0;
  const size = powers.length - Number(!hasConstant);
  const left = y.map((v, n) => v - powers.reduceRight((sum, p) => sum * x[n]! + p, 0));
  return { law: null, degree: powers.length - 1, size, left, length: lengthOf(left, rows, { size, hasConstant }, 0) };
}

/** With the error as rows that are left beside the numbers say: of few rows numbers take much of it away. Noise of a row is so many times as large as its weight is small. */
function lengthOf(left: Float64Array, { weights, isUpToConstant }: Rows, { size, hasConstant }: { readonly size: number; readonly hasConstant: boolean }, complexity: number): number {
  const error = rootMeanSquare(left.map((v, n) => v * weights[n]!)) * Math.sqrt(left.length / Math.max(1, left.length - size));
  return left.length * Math.log(Math.max(error, EXACT)) - weights.reduce((sum, w) => sum + Math.log(w), 0) + PER_NUMBER * (size - Number(isUpToConstant && hasConstant)) + PER_NAME * complexity;
}

/** Which numbers are fitted, c besides; or, in place of d, that the law is 0 at 0, such as c (1 - exp(-a x)). */
type Way = readonly (Exclude<keyof Numbers, 'c'> | 'origin')[];

/** All numbers that are not one with others, and the same without b, without d, and without both. */
function waysOf({ claims: { scaling, shift } }: FittedFunction): Way[] {
  const a = scaling === true ? [] : ['a' as const];
  const shifts = shift === 'itself' ? [[]] : [[], ['b' as const]];
  return shifts.flatMap((b): Way[] => [[...a, ...b], [...a, ...b, 'd']]);
}

/** The same of a function of the input itself that is something at 0 where the law is nothing: unless a constant is no number anyway. */
function waysOfOrigin(f: FittedFunction, { power }: Inner, { isUpToConstant }: Rows): Way[] {
  const at0 = valueAt(f, 0);
  return power === 1 && !isUpToConstant && f.claims.scaling !== true && Number.isFinite(at0) && at0 !== 0 ? [['a', 'origin']] : [];
}

function fitOf({ f, h, inner, unit }: Omit<FunctionLaw, 'numbers'>, of: Rows, begin: Numbers, way: Way): Fit | null {
  const { x: u, y, asked, weights } = of;
  const names = ['c', ...way.filter((name) => name !== 'origin')] as const;
  const size = names.length;
  // What c times is taken away, so that the law is 0 at 0.
  const at0 = way.includes('origin') ? valueAt(f, 0) : 0;
  const rows = y.length;
  if (rows < size + ROWS_TO_SPARE) return null;
  const numbersAt = (at: ArrayLike<number>): Numbers => {
    const numbers: Numbers = Object.assign({ a: begin.a, b: 0, c: 1, d: 0, k: begin.k, m: 0 }, Object.fromEntries(names.map((name, k) => [name, at[k]!])));
    return at0 === 0 ? numbers : { ...numbers, d: -numbers.c * at0 };
  };
  const residuals = (at: ArrayLike<number>): Float64Array => {
    const { a, b, c, d, k, m } = numbersAt(at);
    const values = f.values(insideOf(h, u, k, m), a, b);
    for (let n = 0; n < rows; n++) values[n] = (y[n]! - c * values[n]! - d) * weights[n]!;
    return values;
  };
  const jacobian = (at: ArrayLike<number>): Float64Array => {
    const { a, b, c, k, m } = numbersAt(at);
    const [inside, insideSlopes] = insideWithSlopes(h, u, k, m);
    const [values, slopes] = f.withSlopes(inside, a, b);
    const inM = (n: number): number => c * slopes[n]! * a * (insideSlopes === null ? 1 : insideSlopes[n]!);
    const columns: Record<keyof Numbers, (n: number) => number> = {
      a: (n) => times(c * slopes[n]!, inside[n]!), b: (n) => c * slopes[n]!, c: (n) => values[n]! - at0, d: () => 1, k: (n) => times(inM(n), u[n]!), m: inM,
    };
    const matrix = new Float64Array(size * rows);
    names.forEach((name, j) => {
      const change = columns[name];
      for (let n = 0; n < rows; n++) matrix[j * rows + n] = change(n) * weights[n]!;
    });
    return matrix;
  };
  const enough = rows * ROUNDING ** 2;
  const fitted = dampedLeastSquares({ rows, at: names.map((name) => begin[name]), steps: STEPS, enough, negligible: enough, residuals, jacobian });
  if (fitted === null) return null;
  const [errors, numbers] = [residuals(fitted.at), numbersAt(fitted.at)];
  if (!f.values(insideOf(h, asked, numbers.k, numbers.m), numbers.a, numbers.b).every(Number.isFinite)) return null;
  const left = errors.map((v, n) => v / weights[n]!);
  const length = lengthOf(left, of, { size, hasConstant: way.includes('d') }, doubtsOf(f, inner) + (way.includes('origin') ? OF_ORIGIN : 0) + (h === null ? 0 : CHAINED + h.complexity));
  const largest = y.reduce((most, v, n) => Math.max(most, Math.abs(v - left[n]! - numbers.d)), 0);
  if (!(largest <= (rootMeanSquare(errors) <= EXACT ? LARGE_EXACT : LARGE))) return null;
  return Number.isFinite(length) ? { law: { f, h, inner, unit, numbers }, degree: 0, size, left, length } : null;
}
