import { blockProgram, type Expr, formula } from '@knotwork/algebra';
import type { FunctionClaims } from '@knotwork/plugin';

/** f(s x) or f(x + t) as a f(x) + b. */
export interface AffineImage { readonly a: number; readonly b: number }

/** A function as equations know it: what it claims, and what follows from that. */
export interface KnownFunction {
  /** Tells it from others: name and options. */
  readonly key: string;
  readonly name: string;
  /** Of the input `x`. */
  readonly expr: Expr;
  readonly claims: FunctionClaims;
  at(x: number): number;
  /** slope x + offset, where it is that. */
  readonly line: { readonly slope: number; readonly offset: number } | null;
  /** x^p, on both sides of 0 where it is finite there. */
  readonly power: number | null;
  /** factor e^(rate x). */
  readonly exponential: { readonly factor: number; readonly rate: number } | null;
  /** rate log(x) + offset. */
  readonly logarithm: { readonly rate: number; readonly offset: number } | null;
  /** Whether f(x + period / 2) = -f(x). */
  readonly isAntiperiodic: boolean;
}

/** Of numbers that are equal, what rounding leaves. */
const ROUNDING = 1e-12;
const near = (a: number, b: number): boolean => Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));
/** Where functions are looked at: those on a part of the line are finite at enough of them. */
const PLACES = [0.5, -0.5, 1, -1, 2, -2, 0.25, -0.25];

/** What follows from the claims of a function, by evaluating it: no function is known by its name. */
export function knownFunction(key: string, name: string, expr: Expr, claims: FunctionClaims): KnownFunction {
  const program = blockProgram(formula(['x'], { y: expr }), 1);
  const at = (x: number): number => {
    program.inputs[0]![0] = x;
    program.run(1);
    return program.outputs[0]![0]!;
  };
  // Affine under all scalings and under all shifts are straight lines alone.
  const isLine = claims.scaling === true && claims.shift === 'itself';
  return {
    key, name, expr, claims, at,
    line: isLine ? { slope: at(1) - at(0), offset: at(0) } : null,
    power: !isLine && claims.scaling === true ? powerOf(at) : null,
    exponential: !isLine && claims.shift === 'itself' ? exponentialOf(at) : null,
    logarithm: !isLine && claims.scaling === true ? logarithmOf(at) : null,
    isAntiperiodic: claims.period !== undefined && PLACES.every((x) => !Number.isFinite(at(x)) || near(at(x + claims.period! / 2), -at(x))),
  };
}

function powerOf(at: (x: number) => number): number | null {
  const ratio = Math.log2(at(2));
  const p = near(ratio * 12, Math.round(ratio * 12)) ? Math.round(ratio * 12) / 12 : ratio;
  const isPower = near(at(1), 1) && Number.isFinite(p) && p !== 0 && near(at(3), 3 ** p);
  const mirrored = Number.isInteger(p) ? near(at(-2), (-2) ** p) : Number.isNaN(at(-2));
  return isPower && mirrored ? p : null;
}

function exponentialOf(at: (x: number) => number): KnownFunction['exponential'] {
  const [factor, rate] = [at(0), Math.log(at(1) / at(0))];
  return Number.isFinite(rate) && rate !== 0 && [2, -1].every((x) => near(at(x), factor * Math.exp(rate * x))) ? { factor, rate } : null;
}

function logarithmOf(at: (x: number) => number): KnownFunction['logarithm'] {
  const [offset, rate] = [at(1), (at(2) - at(1)) / Math.LN2];
  return rate !== 0 && [4, 0.3].every((x) => near(at(x), rate * Math.log(x) + offset)) ? { rate, offset } : null;
}

/** f of something changed, as an affine image of f: of two places where f is finite and differs most. */
function imageOf(at: (x: number) => number, changed: (x: number) => number): AffineImage {
  const values = PLACES.map((x) => ({ y: at(x), to: at(changed(x)) })).filter(({ y, to }) => Number.isFinite(y) && Number.isFinite(to)).sort((a, b) => a.y - b.y);
  const [low, high] = [values[0], values.at(-1)];
  if (low === undefined || high === undefined || low.y === high.y) return { a: NaN, b: NaN };
  const a = (high.to - low.to) / (high.y - low.y);
  const b = high.to - a * high.y;
  return { a, b: Math.abs(b) <= ROUNDING * Math.max(Math.abs(high.to), Math.abs(low.to)) ? 0 : b };
}

/** f(s x) for a function of claim `scaling`. @param s positive */
export function scaled({ at, power, logarithm }: KnownFunction, s: number): AffineImage {
  if (power !== null) return { a: s ** power, b: 0 };
  return logarithm !== null ? { a: 1, b: logarithm.rate * Math.log(s) } : imageOf(at, (x) => s * x);
}

/** f(x + t) for a function of claim `shift: itself`. */
export function shifted({ at, exponential }: KnownFunction, t: number): AffineImage {
  return exponential !== null ? { a: Math.exp(exponential.rate * t), b: 0 } : imageOf(at, (x) => x + t);
}

/** f(-x) for a function of claim `mirror`. */
export function mirrored({ at, claims: { mirror } }: KnownFunction): AffineImage {
  const x = PLACES.find((place) => Number.isFinite(at(place)) && Number.isFinite(at(-place)));
  if (x === undefined) return { a: mirror === 'even' ? 1 : -1, b: 0 };
  const b = mirror === 'even' ? at(-x) - at(x) : at(-x) + at(x);
  return { a: mirror === 'even' ? 1 : -1, b: Math.abs(b) <= ROUNDING * Math.max(1, Math.abs(at(x))) ? 0 : b };
}

/** Whether f(g(x)) is x wherever g is anything: found out by evaluation. What comes again and again cannot be undone. */
export function undoes(f: KnownFunction, g: KnownFunction): boolean {
  if (g.claims.period !== undefined) return false;
  const inside = [-1.3, -0.7, -0.2, 0.1, 0.3, 0.6, 0.9, 1.4].filter((x) => (g.claims.domain === undefined || (x > g.claims.domain[0] && x < g.claims.domain[1])) && Number.isFinite(g.at(x)));
  return inside.length >= 3 && inside.every((x) => Math.abs(f.at(g.at(x)) - x) <= 1e-9);
}
