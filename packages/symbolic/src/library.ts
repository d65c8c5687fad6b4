import { defineFunction, type FunctionDefinition } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { type Curve, curveOf, NODES } from './curve.js';
import { twice } from './errors.js';
import { FittedFunction } from './fitted-function.js';

/** A function for a library, with options where it has some. */
export interface LibraryEntry {
  readonly definition: FunctionDefinition;
  /** Left out for the defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Straight lines, which are there in any library. */
export const linear = defineFunction({
  name: 'linear', summary: 'A straight line', options: z.strictObject({}), apply: (x) => x,
  claims: () => ({ scaling: true, shift: 'itself', mirror: 'odd', complexity: 0, expression: 'x' }),
}) as unknown as FunctionDefinition;

/** Of two functions whose curves are the same, what the one leaves of the other's. */
const SAME_CURVE = 1e-7;
/** Curves to compare with: how much of their variance a straight line leaves. */
const BENT = [0.1, 0.4];

/** Functions that are fitted to curves: made once, for any number of them. */
export class Library {
  /** Of functions with the same curves, such as sine and cosine, the simplest. */
  readonly functions: readonly FittedFunction[];
  private readonly alike = new Map<string, string[]>();

  /**
   * @throws KnotworkError `input` where two are called the same, `plugin` for a function that claims what no claim may be; whatever the schema of
   * its options throws
   */
  constructor(entries: readonly LibraryEntry[]) {
    const seen = new Set<string>();
    const made = [{ definition: linear }, ...entries].map(({ definition, options = {} }: LibraryEntry) => {
      if (seen.has(definition.name)) throw twice(definition.name);
      seen.add(definition.name);
      return new FittedFunction(definition, definition.options.parse(options));
    });
    const kept: FittedFunction[] = [];
    for (const f of made.toSorted((a, b) => a.complexity - b.complexity)) {
      const rivals = kept.filter((other) => other.size === f.size && mayBeAlike(other, f));
      const curves = rivals.length === 0 ? [] : examples(f);
      const same = rivals.find((other) => areSameCurves(other, curves));
      if (same === undefined) kept.push(f);
      else this.alike.set(same.name, [...this.sameCurves(same.name), f.name]);
    }
    this.functions = kept;
  }

  /** Names of the functions whose curves are those of this one: c f(a x + b) + d of other numbers. */
  sameCurves(name: string): readonly string[] { return this.alike.get(name) ?? []; }
}

/** Whether what two functions say of themselves leaves that open: a domain has as many ends in all its copies. */
function mayBeAlike(f: FittedFunction, other: FittedFunction): boolean {
  const ends = ({ claims: { domain = [-Infinity, Infinity] } }: FittedFunction): number => domain.filter(Number.isFinite).length;
  return f.definition.claims === undefined || other.definition.claims === undefined || ends(f) === ends(other);
}

function areSameCurves(f: FittedFunction, curves: readonly (() => Curve)[]): boolean {
  return curves.length > 0 && curves.every((curve) => (f.fit(curve())?.error ?? 1) < SAME_CURVE);
}

/** Curves of a function, neither straight nor so bent that nothing else is seen; made when they are asked for, since the first one tells most functions apart. */
function examples(f: FittedFunction): (() => Curve)[] {
  const samples = f.samples();
  const left = samples.map(leftByLine);
  const nearest = (wanted: number): number => left.reduce((best, v, k) => (Number.isFinite(v) && (best < 0 || Math.abs(v - wanted) < Math.abs(left[best]! - wanted)) ? k : best), -1);
  const chosen = f.size === 2 ? [left.findIndex(Number.isFinite)] : BENT.map(nearest);
  return chosen.filter((k) => k >= 0).map((k) => {
    let made: Curve | null = null;
    return () => made ??= curveOf({ x: NODES, y: samples[k]! });
  });
}

/** Of values at the nodes. */
const SQUARE_OF_X = NODES.reduce((sum, x) => sum + x * x, 0);

/** Share of the variance of values at the nodes that a straight line leaves. */
function leftByLine(y: Float64Array): number {
  let mean = 0;
  for (let k = 0; k < y.length; k++) mean += y[k]!;
  mean /= y.length;
  let [xy, yy] = [0, 0];
  for (let k = 0; k < y.length; k++) {
    const v = y[k]! - mean;
    xy += NODES[k]! * v;
    yy += v * v;
  }
  return 1 - (xy * xy) / (SQUARE_OF_X * yy);
}
