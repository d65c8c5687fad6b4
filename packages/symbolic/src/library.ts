import { defineFunction, type FunctionDefinition, z } from '@knotwork/plugin';
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
  const curves = f.samples(NODES).map((y) => curveOf({ x: NODES, y })).filter(({ spread }) => spread > 0);
  if (f.size === 2) return curves;
  const bent = curves.map((curve) => ({ curve, left: leftByLine(curve) }));
  return bent.length === 0 ? [] : BENT.map((wanted) => bent.reduce((a, b) => (Math.abs(b.left - wanted) < Math.abs(a.left - wanted) ? b : a)).curve);
}

function leftByLine({ z: x, y, weights }: Curve): number {
  let [xx, xy, mean] = [0, 0, 0];
  x.forEach((v, i) => { mean += weights[i]! * v; });
  x.forEach((v, i) => {
    xx += weights[i]! * (v - mean) ** 2;
    xy += weights[i]! * (v - mean) * y[i]!;
  });
  return 1 - (xy * xy) / xx;
}
