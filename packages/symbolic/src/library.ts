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
      const same = kept.find((other) => other.size === f.size && areSameCurves(other, f));
      if (same === undefined) kept.push(f);
      else this.alike.set(same.name, [...this.sameCurves(same.name), f.name]);
    }
    this.functions = kept;
  }

  /** Names of the functions whose curves are those of this one: c f(a x + b) + d of other numbers. */
  sameCurves(name: string): readonly string[] { return this.alike.get(name) ?? []; }
}

function areSameCurves(f: FittedFunction, of: FittedFunction): boolean {
  const curves = examples(of);
  return curves.length > 0 && curves.every((curve) => (f.fit(curve)?.error ?? 1) < SAME_CURVE);
}

/** Curves of a function, neither straight nor so bent that nothing else is seen. */
function examples(f: FittedFunction): Curve[] {
  const samples = f.samples(NODES).map((y) => ({ y, left: leftByLine(y) })).filter(({ left }) => Number.isFinite(left));
  const chosen = f.size === 2 ? samples.slice(0, 1) : BENT.flatMap((wanted) => samples.toSorted((a, b) => Math.abs(a.left - wanted) - Math.abs(b.left - wanted)).slice(0, 1));
  return chosen.map(({ y }) => curveOf({ x: NODES, y }));
}

/** Share of the variance of values at the nodes that a straight line leaves. */
function leftByLine(y: Float64Array): number {
  const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
  let [xx, xy, yy] = [0, 0, 0];
  NODES.forEach((x, k) => {
    xx += x * x;
    xy += x * (y[k]! - mean);
    yy += (y[k]! - mean) ** 2;
  });
  return 1 - (xy * xy) / (xx * yy);
}
