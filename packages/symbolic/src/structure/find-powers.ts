import { rootMeanSquare } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { type Exponents, exponentsOf, type Logarithms, logarithmsOf, offeredExponent, powersOf, ROUNDING, ROWS_PER_NUMBER, SMALL } from './logarithms.js';
import { isNoise } from './noise.js';
import { thinned } from './product-columns.js';

/** An input to a power. */
export interface Factor { readonly input: number; readonly power: number }

/** What of a table is a product of powers of inputs: target = x_i^p_i x_j^p_j ... times a function of the rest. */
export interface FoundPowers {
  readonly factors: readonly Factor[];
  /** Inputs of which that is not known, in order. */
  readonly rest: readonly number[];
}

/** How near an exponent must be to one that is offered, however well it is known, and how well it must be known. */
const [NEAR_AT_ALL, KNOWN] = [0.02, 0.12];
/** F of the splines of an input beside its power, from which on a power is not enough. */
const NOT_ENOUGH = 4;
/** Standard errors from 0 at which an exponent may be 0. */
const UNSURE = 4;
/** Deviations of ln |x|: of an input that hardly changes no exponent is known. */
const LEAST_SPREAD = 0.05;

/** Of what a constant leaves, the most that a product of powers leaves of few rows. */
const MOST_LEFT = 0.3;
/** Exponents that are not far-fetched, and where powers are as likely as exponentials are, of which these are steps of Tukey's ladder. */
const [ORDINARY, FAR] = [4, 10];
const EXPONENTIALS = [1, -1];
/** Nats by which a power is less likely for each that its exponent is larger. */
const PER_EXPONENT = 0.25;
/** Nats by which an exponential must be likelier than an ordinary power. */
const INSTEAD = 8;
/** Sizes of targets, over that which is small, from which on noise may be in proportion rather than of one size; and the nats by which that must be likelier than the usual one. */
const [MORE, LESS] = [[100, 10], [1e-1, 1e-2, 1e-3, 0]];
const PER_SIZE = 3;

/**
 * Looks for inputs that are factors x^p of a target, whatever the function of the others, before anything is trained: ln |y| = sum of p_i ln |x_i| + ... is linear in the exponents.
 *
 * Others are a sum of splines in x and in ln |x|, which hides nothing of independent inputs even where it is wrong. Rows are weighted by y^2 / (y^2 + s^2): noise of one size makes an error of 1 / y in ln |y|.
 * What is said is a proposal, to be judged on rows that it was not made from.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, both in the user's units: shifts are no scales; rows with a 0 are left out
 * @param powers exponents that are offered, none 0
 * @returns no factors where nothing is seen, or there are too few rows
 *
 * Cost: a least squares problem of some ten numbers an input for each input.
 */
export function findPowers(inputs: Samples, targets: Float64Array, powers: readonly number[]): FoundPowers {
  const { width } = inputs;
  const none: FoundPowers = { factors: [], rest: Array.from({ length: width }, (_, i) => i) };
  const table = logarithmsOf(inputs, targets);
  if (table.rows < ROWS_PER_NUMBER * (width + 1) || powers.length === 0) return none;
  const all = Array.from({ length: width }, (_, i) => i);
  // All inputs are powers, or each where the others need not be.
  const monomial = exponentsOf(table, table.logs, width);
  const asAll = monomial === null ? all.map(() => null) : all.map((i) => nearestPower(monomial, 1 + i, powersOf(table, i, powers), table.spreads[i]!));
  if (asAll.every((power) => power !== null) && isEnough(table, monomial!)) return foundOf(asAll);
  return foundOf(all.map((i) => powerAmong(table, i, powers)));
}

/** What a target is multiplied by: exp(rate g(x)), where g is a step of Tukey's ladder. Of 0, the logarithm, that is x^rate. */
export interface Growth { readonly input: number; readonly step: number; readonly rate: number }

/** A target that is a scale times powers of inputs, whatever their exponents, and exponentials where powers would be far-fetched. */
export interface FoundExponents {
  readonly factors: readonly Growth[];
  readonly scale: number;
  /** What it leaves of targets, small and large, as a share of each; null where it leaves no noise in proportion. */
  readonly share: number | null;
}

/**
 * Looks for a target that is a product of powers of some inputs, be they powers that are functions or not: empirical laws, such as 2 L^0.67 K^0.33.
 *
 * A large exponent is far-fetched: over less than a decade x^16 is near to exp(a x) and exp(-a / x), which have as many numbers. These are compared with it, and the larger it is the less they have to be nearer: c^1.5 exp(-E / T).
 *
 * Noise may be of one size, which says little of small targets, or in proportion, also of small ones: which is asked of the rows. Targets that are small may have the other sign, by noise. Of so few rows that curves of all inputs need more, what is left must be noise.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, both in the user's units, @param steps of Tukey's ladder that exponentials may be of, but for the logarithm
 * @returns null where some input is not above 0, where large targets have both signs, where a curve of some input says more, or where there are too few rows
 *
 * Cost: of 2,000 rows at most, for each of seven sizes of noise a least squares problem for every input that does not count, and two for every other.
 */
export function findExponents(inputs: Samples, targets: Float64Array, steps: readonly number[] = EXPONENTIALS): FoundExponents | null {
  if (inputs.count === 0) return null;
  const [some, y] = thinned(inputs, targets);
  const sign = signOf(y);
  if (sign === 0 || !some.values.every((v) => v > 0)) return null;
  const table = { ...logarithmsOf(some, y), signs: y.filter((v) => v !== 0).map((v) => sign * Math.sign(v)) };
  // Few rows do not tell what large targets alone are near to; of a target of the other sign the size is noise.
  const sizes = [1, ...(exponentsOf(table, table.splines.flat()) === null ? [] : MORE), ...(table.signs.every((v) => v > 0) ? LESS : [])];
  const growths = sizes.flatMap((size) => {
    const weighed = { ...table, small: table.small + Math.log(size) };
    const sum = countingGrowths(weighed, steps);
    return sum === null ? [] : [{ size, table: weighed, sum, nats: sum.fit.nats + (size === 1 ? 0 : PER_SIZE) }];
  });
  if (growths.length === 0) return null;
  const { size, table: weighed, sum: { of, fit, isInstead } } = growths.reduce((a, b) => (b.nats < a.nats ? b : a));
  if (!isEnough(weighed, fit) || !isLeftNoise(weighed, fit, isInstead)) return null;
  return { factors: of.map((one, k) => ({ ...one, rate: fit.coefficients[1 + k]! })), scale: sign * Math.exp(fit.coefficients[0]!), share: size < 1 && isLeftNoise(weighed, fit, true) ? Math.sqrt(fit.squares / fit.free) : null };
}

/** What ln |y| is a sum of that counts. @returns null where nothing does, or there are too few rows */
function countingGrowths(table: Logarithms, steps: readonly number[]): Growths | null {
  let kept = table.logs.flatMap((_, i) => (table.spreads[i]! >= LEAST_SPREAD ? [i] : []));
  while (kept.length > 0) {
    const powers = growthsOf(table, kept.map((input) => ({ input, step: 0 })));
    if (powers === null) return null;
    const sure = kept.map((_, k) => Math.abs(powers.fit.coefficients[1 + k]!) / powers.fit.errors[1 + k]!);
    const least = sure.indexOf(Math.min(...sure));
    if (sure[least]! >= UNSURE) return likelier(table, powers, steps);
    kept = kept.filter((_, k) => k !== least);
  }
  return null;
}

/** The sign of all targets but those that are small, which noise may make of the other one; 0 where there is none. */
function signOf(targets: Float64Array): number {
  const size = rootMeanSquare(targets);
  const large = targets.filter((v) => Math.abs(v) > SMALL * size);
  return large.length > 0 && large.every((v) => v * large[0]! > 0) ? Math.sign(large[0]!) : 0;
}

/** Whether what is left may be noise, and is little: of so few rows that curves of all inputs need more, and where curves of single inputs may leave much as well. @param isAsked whatever curves leave */
function isLeftNoise(table: Logarithms, { left, squares, free }: Exponents, isAsked: boolean): boolean {
  if (squares <= ROUNDING ** 2 * free || (!isAsked && exponentsOf(table, table.splines.flat()) !== null)) return true;
  const nothing = exponentsOf(table, []);
  if (nothing === null || squares / free > MOST_LEFT ** 2 * (nothing.squares / nothing.free)) return false;
  const [width, count] = [table.logs.length, table.rows];
  return isNoise({ count, width, values: Float64Array.from({ length: count * width }, (_, k) => Math.exp(table.logs[k % width]![Math.floor(k / width)]!)) }, left);
}

/** What ln |y| is a sum of, with its fit, and whether an exponential stands in it where a power would be ordinary. */
interface Growths { readonly of: readonly Omit<Growth, 'rate'>[]; readonly fit: Exponents; readonly isInstead: boolean }

function growthsOf(table: Logarithms, of: Growths['of']): Growths | null {
  const fit = exponentsOf(table, of.map(({ input, step }) => (step === 0 ? table.logs[input]! : table.logs[input]!.map((v) => Math.exp(step * v)))), of.length);
  return fit === null ? null : { of, fit, isInstead: false };
}

/** The same with exponentials in place of powers, the largest one first, where these are likelier. */
function likelier(table: Logarithms, powers: Growths, steps: readonly number[]): Growths {
  const exponents = powers.of.map((_, k) => Math.abs(powers.fit.coefficients[1 + k]!));
  const least = (k: number): number => (exponents[k]! > ORDINARY ? PER_EXPONENT * (FAR - exponents[k]!) : INSTEAD);
  return [...exponents.keys()].sort((p, q) => exponents[q]! - exponents[p]!).reduce((now, k) => {
    const others = steps.flatMap((step) => growthsOf(table, now.of.map((one, j) => (j === k ? { ...one, step } : one))) ?? []);
    const best = others.reduce<Growths | null>((a, b) => (a !== null && a.fit.squares <= b.fit.squares ? a : b), null);
    const nats = best === null ? -Infinity : (table.rows / 2) * Math.log(now.fit.squares / best.fit.squares);
    return nats >= least(k) ? { ...best!, isInstead: now.isInstead || exponents[k]! <= ORDINARY } : now;
  }, powers);
}

function foundOf(powers: readonly (number | null)[]): FoundPowers {
  return { factors: powers.flatMap((power, input) => (power === null || power === 0 ? [] : [{ input, power }])), rest: powers.flatMap((power, input) => (power === null ? [input] : [])) };
}

/** The exponent that is offered and nearest, or 0; null where none is near enough. */
function nearestPower({ coefficients, errors }: Exponents, k: number, powers: readonly number[], spread: number): number | null {
  return spread >= LEAST_SPREAD ? offeredExponent(coefficients[k]!, errors[k]!, powers, NEAR_AT_ALL, KNOWN) : null;
}

/** Whether curves of all inputs leave hardly less than their powers. */
function isEnough(table: Logarithms, powers: Exponents): boolean {
  const curves = exponentsOf(table, table.splines.flat());
  return curves === null || isNoBetter(curves, powers);
}

function isNoBetter(large: Exponents, small: Exponents): boolean {
  if (small.squares <= ROUNDING ** 2 * small.free) return true;
  const numbers = small.free - large.free;
  return (small.squares - large.squares) / numbers <= NOT_ENOUGH * (large.squares / large.free);
}

/** The exponent of an input where the others need be no powers; null where it is none that is offered. */
function powerAmong(table: Logarithms, input: number, powers: readonly number[]): number | null {
  const others = table.splines.flatMap((splines, i) => (i === input ? [] : splines));
  const alone = exponentsOf(table, [table.logs[input]!, ...others], 1);
  const power = alone === null ? null : nearestPower(alone, 1, powersOf(table, input, powers), table.spreads[input]!);
  if (power === null) return null;
  const withCurve = exponentsOf(table, [...others, ...table.splines[input]!]);
  return withCurve === null || isNoBetter(withCurve, alone!) ? power : null;
}
