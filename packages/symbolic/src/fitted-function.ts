import { type Expr, input } from '@knotwork/algebra';
import { type FunctionClaims, type FunctionDefinition, soundClaims } from '@knotwork/plugin';
import { anywhere } from './coordinates.js';
import { type Curve, MOST_POINTS, NODES } from './curve.js';
import { Evaluator } from './evaluator.js';
import { placed, polish, type Polished } from './polish.js';
import { searchSpace } from './search-space.js';
import { StartTable } from './start-table.js';

/** c f(a x + b) + d, in the units of the curve. */
export interface Fitted {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Root mean square of what is left, as a share of the curve's spread. */
  readonly error: number;
}

/** What a function costs that says nothing of it. */
const UNKNOWN_COMPLEXITY = 2;
/** How many starts are looked at closely, and for how many steps before the best one goes on alone. */
const CLOSE_LOOKS = 2;
const FIRST_STEPS = 3;
/** Enough to compare functions by: a hundredth of what is left is little beside what noise does. */
const ROUGH = { steps: 12, tolerance: 1e-2 };
const FINE = { steps: 40, tolerance: 1e-9 };
/** What is as near to 0 as something else, but for a search's digits. */
const TIE = 1e-4;
/** Of what is left: a canonical form may not be worse by more. */
const SAME = 1e-9;

/** A function of the library, made ready to be fitted to any number of curves. Owned by one caller at a time. */
export class FittedFunction {
  readonly name: string;
  readonly claims: FunctionClaims;
  /** How many numbers are fitted: c, d, and those of a and b that are not one with them. */
  readonly size: number;
  /** In nats. */
  readonly complexity: number;
  private readonly f: Evaluator;
  private readonly table: StartTable;

  /** @throws KnotworkError `plugin` for claims that are not what they must be */
  constructor(readonly definition: FunctionDefinition, readonly options: Record<string, unknown>) {
    this.name = definition.name;
    this.claims = definition.claims === undefined ? {} : soundClaims(definition.name, definition.claims(options as never));
    this.f = new Evaluator(definition.apply(input('x'), options as never), MOST_POINTS);
    const space = searchSpace(this.claims, () => this.extrema());
    this.complexity = this.claims.complexity ?? UNKNOWN_COMPLEXITY;
    this.size = 2 + (space.starts[0]?.coordinates.size ?? 0);
    this.table = new StartTable(this.f, space);
  }

  /** The best c f(a x + b) + d, exactly; null where there is none: a function that is constant, or finite nowhere in reach. */
  fit(curve: Curve): Fitted | null {
    const rough = this.approach(curve);
    return rough === null ? null : this.finish(rough, curve);
  }

  /** Nearly the best one: enough to see how good it is. */
  approach(curve: Curve): Polished | null {
    const looks = this.table.best(curve, CLOSE_LOOKS).flatMap(({ start, at }) => {
      const begun = placed(this.f, curve, start.coordinates, at);
      return begun === null ? [] : [polish(this.f, curve, begun, FIRST_STEPS, ROUGH.tolerance)];
    });
    if (looks.length === 0) return null;
    const best = looks.reduce((a, b) => (b.left < a.left ? b : a));
    return polish(this.f, curve, best, ROUGH.steps, ROUGH.tolerance);
  }

  /**
   * From one that is nearly the best one to numbers in the units of the curve and in the form in which they are written.
   *
   * @param isClose whether it is polished before
   * @returns null where doubles do not hold the numbers
   */
  finish(rough: Polished, curve: Curve, isClose = true): Fitted | null {
    const fitted = this.inUnits(this.canonical(isClose ? polish(this.f, curve, rough, FINE.steps, FINE.tolerance) : rough, curve), curve);
    return Object.values(fitted).every(Number.isFinite) ? fitted : null;
  }

  /** c f(a x + b) + d as a formula of the input `x`. */
  formula({ a, b, c, d }: Fitted): Expr {
    return this.definition.apply(input('x').mul(a).add(b), this.options as never).mul(c).add(d);
  }

  /** Values at the places of a curve, in its units. Valid until the next call. */
  valuesAt({ center, half, z, count }: Curve, { a, b, c, d }: Pick<Fitted, 'a' | 'b' | 'c' | 'd'>): Float64Array {
    return this.f.at(z.map((at) => center + half * at), count, a, b).subarray(0, count).map((v) => c * v + d);
  }

  /** Values of f at the nodes, less their mean, where searches begin: a row for each start at which it is finite. */
  samples(): readonly Float64Array[] { return this.table.samples(); }

  /** Numbers a and b where searches begin, on [-1, 1]. */
  places(): readonly (readonly [a: number, b: number])[] { return this.table.places(); }

  /** The shift t with which f(x + t) is nearest to A f(x) + B f'(x) and a constant; 0 where shifts are no such sum. */
  shiftOf(A: number, B: number): number { return this.table.shiftOf(A, B); }

  /** f at a z + b. */
  values(z: Float64Array, a: number, b: number): Float64Array {
    const values = new Float64Array(z.length);
    for (let from = 0; from < z.length; from += MOST_POINTS) {
      const part = z.subarray(from, from + MOST_POINTS);
      values.set(this.f.at(part, part.length, a, b).subarray(0, part.length), from);
    }
    return values;
  }

  /** f and f' at a z + b. */
  withSlopes(z: Float64Array, a: number, b: number): readonly [values: Float64Array, slopes: Float64Array] {
    const [values, slopes] = [new Float64Array(z.length), new Float64Array(z.length)];
    for (let from = 0; from < z.length; from += MOST_POINTS) {
      const part = z.subarray(from, from + MOST_POINTS);
      const [v, s] = this.f.withSlopes(part, part.length, a, b);
      values.set(v.subarray(0, part.length), from);
      slopes.set(s.subarray(0, part.length), from);
    }
    return [values, slopes];
  }

  /** Still without units, c and d for an argument in raw x: a and b are chosen among those that mean the same curve. */
  private canonical(fit: Polished, curve: Curve): { readonly a: number; readonly b: number; readonly fit: Polished } {
    const { scaling, shift, mirror, period } = this.claims;
    const raw = (a: number, b: number): readonly [number, number] => [a / curve.half, b - (a / curve.half) * curve.center];
    let [a, b] = raw(fit.a, fit.b);
    let now = fit;
    // Whatever the claims say, a form counts only if it is the same curve here, in these digits.
    const take = (nextA: number, nextB: number): void => {
      const next = placed(this.f, curve, anywhere, [nextA * curve.half, nextB + nextA * curve.center]);
      if (next !== null && next.left <= now.left * (1 + SAME) + 1e-26) [a, b, now] = [nextA, nextB, next];
    };
    if (scaling) take(Math.sign(a), b / Math.abs(a));
    if (mirror !== undefined && a < 0) take(-a, -b);
    if (shift === 'itself') take(scaling ? 1 : a, 0);
    if (period !== undefined) {
      // As near to 0 as it goes, by half a period too where that turns the sign; of the two that are as near, the positive one.
      take(a, b - period * Math.round(b / period));
      const edge = period / 4;
      if (b > edge * (1 + TIE)) take(a, b - period / 2);
      if (b < -edge * (1 - TIE)) take(a, b + period / 2);
    }
    return { a, b, fit: now };
  }

  private inUnits({ a, b, fit }: { readonly a: number; readonly b: number; readonly fit: Polished }, curve: Curve): Fitted {
    return { a, b, c: fit.c * curve.spread, d: curve.mean + fit.d * curve.spread, error: Math.sqrt(fit.left) };
  }

  /** How often it turns within [-20, 20], as far as it is finite there. */
  private extrema(): number {
    let [turns, before] = [0, 0];
    for (let block = -10; block < 10; block++) {
      const [, slopes] = this.f.withSlopes(NODES, NODES.length, 1, 2 * block + 1);
      for (let n = 0; n < NODES.length - 1; n++) {
        const sign = Math.sign(slopes[n]!);
        if (sign * before < 0) turns++;
        if (Math.abs(sign) === 1) before = sign;
      }
    }
    return turns;
  }
}
