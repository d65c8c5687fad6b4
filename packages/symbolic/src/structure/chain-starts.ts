import { curveOf } from '../curve.js';
import type { FittedFunction } from '../fitted-function.js';
import type { Library } from '../library.js';
import { isLine } from './pair-starts.js';

/** c f(a h(k u + m) + b) + d, to begin with. */
export interface ChainStart {
  readonly f: FittedFunction;
  readonly inside: FittedFunction;
  readonly numbers: { readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly k: number; readonly m: number };
}

/** Points, and what errors of y are multiplied by. */
export interface ChainRows { readonly x: Float64Array; readonly y: Float64Array; readonly weights: Float64Array }

/** What is more far-fetched is no function of another one. */
const MOST_DOUBTFUL = 1;
/** Functions inside that are gone on with, of each outside. */
const MOST_INSIDE = 6;
/** Share of the variance of an argument that a function inside leaves at most, at first: what leaves more comes to no law. */
const MOST_LEFT = 0.1;
/** Ranges of the targets that a constant which they go towards is beyond them, at first. */
const BEYOND = 0.03;
/** Where arguments are looked for, and how often the stretch is halved. */
const [LOWEST, HIGHEST, HALVINGS] = [-50, 1e6, 90];
/** Of a target's share of the largest one: what is smaller says nothing of an argument. */
const SMALLEST = 1e-9;

/**
 * Where searches for one function of another begin: what f is of is the target itself, seen through the inverse of f. For that f must do with a factor what its argument can do as well, as exponentials and
 * powers do: then nothing has to be known of c.
 *
 * Cost: a search of the commoner functions for each f, which are a few, and each of three constants.
 */
export function chainStarts(library: Library, { x, y, weights }: ChainRows): ChainStart[] {
  const [least, most] = [Math.min(...y), Math.max(...y)];
  const constants = [...(least * most > 0 ? [0] : []), least - BEYOND * (most - least), most + BEYOND * (most - least)];
  const usual = library.functions.filter((f) => f.complexity <= MOST_DOUBTFUL && !isLine(f));
  return usual.filter((f) => takesFactors(f) && !isWholePower(f)).flatMap((f) => constants.flatMap((d): ChainStart[] => {
    const from = y.map((v) => v - d);
    const largest = from.reduce((all, v) => (Math.abs(v) > Math.abs(all) ? v : all), 0);
    const shares = from.map((v) => v / largest);
    if (!(Math.min(...shares) > SMALLEST)) return [];
    const u = argumentsOf(f, shares);
    if (u === null) return [];
    const [, slopes] = f.withSlopes(u, 1, 0);
    // An error of the target is so many times one of the argument.
    const seen = slopes.map((s, n) => (weights[n]! * s * largest) ** 2);
    if (!seen.every((w) => Number.isFinite(w)) || !seen.some((w) => w > 0)) return [];
    const curve = curveOf({ x, y: u, weights: seen });
    if (!(curve.half > 0 && curve.spread > 0)) return [];
    const near = usual.flatMap((inside) => { const rough = inside.approach(curve); return rough === null || rough.left > MOST_LEFT ? [] : [{ inside, rough }]; }).sort((p, q) => p.rough.left - q.rough.left);
    return near.slice(0, MOST_INSIDE).flatMap(({ inside, rough }): ChainStart[] => {
      const fitted = inside.finish(rough, curve);
      if (fitted === null) return [];
      const { a: k, b: m, c: a, d: b } = fitted;
      // Where a shift is a factor it is taken for one.
      return [{ f, inside, numbers: f.claims.shift === 'itself' ? { a, b: 0, c: largest * ratio(f, b, 0), d, k, m } : { a, b, c: largest, d, k, m } }];
    });
  }));
}

/** f(at). */
export const valueAt = (f: FittedFunction, at: number): number => f.values(Float64Array.of(at), 1, 0)[0]!;

/** f(above) / f(below). */
export const ratio = (f: FittedFunction, above: number, below: number): number => valueAt(f, above) / valueAt(f, below);

/** What is defined everywhere and takes factors is a whole power: a function times itself, which is looked for as a product. */
const isWholePower = ({ claims: { shift, domain } }: FittedFunction): boolean => shift !== 'itself' && domain === undefined;

/** Whether a factor of f can as well be one, or a shift, of its argument. */
export function takesFactors(f: FittedFunction): boolean {
  if (f.claims.shift === 'itself') return true;
  const [one, two] = [ratio(f, 2, 1), ratio(f, 4, 2)];
  return f.claims.scaling === true && Number.isFinite(one) && one !== 1 && Math.abs(one - two) <= SMALLEST * Math.abs(one);
}

/** Arguments at which f has these values, of a stretch on which it rises, or falls, all the way; null where it does not come to them. */
function argumentsOf(f: FittedFunction, values: Float64Array): Float64Array | null {
  const [from, to] = f.claims.domain ?? [-Infinity, Infinity];
  const [low, high] = [values.map(() => Math.max(from, f.claims.mirror === undefined ? LOWEST : 0)), values.map(() => Math.min(to, HIGHEST))];
  const rises = valueAt(f, high[0]!) > valueAt(f, low[0]!);
  for (let k = 0; k < HALVINGS; k++) {
    const middle = low.map((v, n) => (v + high[n]!) / 2);
    const there = f.values(middle, 1, 0);
    middle.forEach((v, n) => { if (there[n]! < values[n]! === rises) low[n] = v; else high[n] = v; });
  }
  const found = f.values(low, 1, 0);
  return found.every((v, n) => Math.abs(v - values[n]!) <= 1e-6 * Math.abs(values[n]!)) ? low : null;
}
