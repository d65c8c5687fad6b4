import { rootMeanSquare } from '@knotwork/numerics';
import { dampedLeastSquares } from '../equation/damped-least-squares.js';
import type { FittedFunction } from '../fitted-function.js';
import type { Library } from '../library.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { isLine } from './pair-starts.js';

const STEPS = 100;
/** Of the targets' size, what is left of them as good as not at all. */
const ROUNDING = 1e-15;

/** Numbers of a part that may be fitted; c is a factor of it. */
type NumberOfPart = 'a' | 'b' | 'c' | 'k' | 'm';

/** Values of a law of one column, and what they change by for each of its numbers. */
export class ColumnLaw {
  /** Which numbers are fitted: those that are one with others are not, and those that a law is without. */
  private readonly names: readonly { readonly part: number; readonly number: NumberOfPart }[];
  private readonly functions: readonly { readonly f: FittedFunction; readonly h: FittedFunction | null; readonly u: Float64Array }[];

  /** @param hasConstant whether the constant of the law is fitted, where it has one, @param hasSize whether its size is: c of each part, or the scale of a product */
  constructor(private readonly law: FoundFunctions, private readonly x: Float64Array, library: Library, private readonly hasConstant: boolean, hasSize = true) {
    const named = (name: string): FittedFunction => library.functions.find((f) => f.name === name)!;
    this.functions = law.parts.map(({ f, power, inside }) => ({ f: named(f), h: inside === undefined ? null : named(inside.f), u: x.map((v) => (power === 0 ? Math.log(v) : v ** power)) }));
    this.names = law.parts.flatMap((_, part) => {
      const { f, h } = this.functions[part]!;
      const { a, b, c, inside } = law.parts[part]!;
      // The zero of a line is a number in a product, and the constant of a sum.
      const isFitted: Record<NumberOfPart, boolean> = {
        a: a !== 0 && f.claims.scaling !== true, b: b !== 0 && (f.claims.shift !== 'itself' || (law.way === 'product' && isLine(f))), c: hasSize && c !== 0 && (law.way === 'sum' || part === 0),
        k: h !== null && h.claims.scaling !== true, m: h !== null && inside!.b !== 0 && h.claims.shift !== 'itself',
      };
      return (['a', 'b', 'c', 'k', 'm'] as const).filter((number) => isFitted[number]).map((number) => ({ part, number }));
    });
  }

  get numbers(): number[] {
    const { law } = this;
    return [...this.names.map(({ part, number }) => numberOf(law.parts[part]!, number) * (number === 'c' && law.way === 'product' ? law.scale : 1)), ...(this.isConstantFitted ? [law.constant] : [])];
  }

  private get isConstantFitted(): boolean { return this.hasConstant && this.law.constant !== 0; }

  /** The law with other numbers. */
  with(numbers: ArrayLike<number>): FoundFunctions {
    const { law, names } = this;
    const parts = law.parts.map((of, part): FunctionPart => {
      const at = (number: NumberOfPart): number => { const k = names.findIndex((one) => one.part === part && one.number === number); return k < 0 ? numberOf(of, number) : numbers[k]!; };
      return { ...of, a: at('a'), b: at('b'), c: law.way === 'sum' ? at('c') : 1, ...(of.inside === undefined ? {} : { inside: { ...of.inside, a: at('k'), b: at('m') } }) };
    });
    const sized = names.findIndex(({ number }) => number === 'c');
    return { ...law, parts, scale: law.way === 'sum' ? 1 : sized < 0 ? law.scale : numbers[sized]!, constant: this.isConstantFitted ? numbers[names.length]! : law.constant };
  }

  /** Values on all rows, and for each number what they change by. */
  at(numbers: ArrayLike<number>): { readonly values: Float64Array; readonly changes: readonly Float64Array[] } {
    const { way, parts, scale, constant } = this.with(numbers);
    const each = parts.map(({ a, b, inside }, part) => {
      const { f, h, u } = this.functions[part]!;
      const [of, slopesOfInside] = h === null ? [u, u.map(() => 1)] : h.withSlopes(u, inside!.a, inside!.b);
      const [values, slopes] = f.withSlopes(of, a, b);
      const inM = slopes.map((s, n) => s * a * slopesOfInside[n]!);
      return { values, a: slopes.map((s, n) => s * of[n]!), b: slopes, k: inM.map((s, n) => s * u[n]!), m: inM };
    });
    /** What a part is multiplied by. */
    const factors = parts.map(({ c }, part) => (way === 'sum' ? this.x.map(() => c) : parts.reduce((all, _, other) => (other === part ? all : all.map((v, n) => v * each[other]!.values[n]!)), this.x.map(() => scale))));
    const values = way === 'sum' ? each.reduce((sum, of, part) => sum.map((v, n) => v + factors[part]![n]! * of.values[n]!), this.x.map(() => constant)) : factors[0]!.map((v, n) => constant + v * each[0]!.values[n]!);
    const changes = this.names.map(({ part, number }) => {
      if (number !== 'c') return each[part]![number].map((v, n) => v * factors[part]![n]!);
      return way === 'sum' ? each[part]!.values : values.map((v) => (v - constant) / scale);
    });
    return { values, changes: [...changes, ...(this.isConstantFitted ? [this.x.map(() => 1)] : [])] };
  }
}

const numberOf = ({ a, b, c, inside }: FunctionPart, number: NumberOfPart): number => ({ a, b, c, k: inside?.a ?? 1, m: inside?.b ?? 0 })[number];

/** Values of a law on a column; not finite where it has none. */
export function valuesOfLaw(law: FoundFunctions, x: Float64Array, library: Library): Float64Array {
  const column = new ColumnLaw(law, x, library, true);
  return column.at(column.numbers).values;
}

/** The product of columns, all or all but one. */
export const productOfColumns = (of: readonly Float64Array[], without = -1): Float64Array => of.reduce((all, values, k) => (k === without ? all : all.map((v, n) => v * values[n]!)), of[0]!.map(() => 1));

/** Laws of several columns whose sum, or product, targets are, and a constant beside a product; of a product those that are added up before, if any. */
export interface SeparateLaws { readonly way: 'sum' | 'product'; readonly laws: readonly FoundFunctions[]; readonly terms?: readonly number[]; readonly constant: number }

/** Laws fitted together: how many independent numbers they have, and what they leave. */
export interface Together extends SeparateLaws { readonly terms: readonly number[]; readonly size: number; readonly left: Float64Array }

/** The same laws with the numbers that are nearest to all targets. What is 0 stays away. @returns null where they are not finite on some row */
export function fittedTogether({ way, laws, terms = [], constant }: SeparateLaws, columns: readonly Float64Array[], y: Float64Array, library: Library): Together | null {
  // Constants of a sum are one.
  const constantOf = (of: readonly FoundFunctions[]): number => of.reduce((sum, law) => sum + law.constant, 0);
  const whole = way === 'sum' ? constantOf(laws) : constant;
  const own = laws.map((law, k): FoundFunctions => (way === 'sum' ? { ...law, constant: 0 } : !terms.includes(k) ? law : { ...law, constant: k === terms[0] ? constantOf(terms.map((j) => laws[j]!)) : 0 }));
  const columnLaws = own.map((law, k) => new ColumnLaw(law, columns[k]!, library, true));
  const starts = columnLaws.map(({ numbers }) => numbers);
  const hasConstant = whole !== 0;
  const first = starts.map((_, k) => starts.slice(0, k).reduce((sum, { length }) => sum + length, 0));
  const count = starts.flat().length;
  const numbersOf = (at: ArrayLike<number>, k: number): number[] => Array.from({ length: starts[k]!.length }, (_, j) => at[first[k]! + j]!);
  const beside = (at: ArrayLike<number>): number => (hasConstant ? at[count]! : 0);
  const added = (of: readonly Float64Array[]): Float64Array => of.reduce((all, values) => all.map((v, n) => v + values[n]!), y.map(() => 0));
  const isTerm = laws.map((_, k) => terms.includes(k));
  /** Factors of a product without one of the laws and all that are added to it. */
  const factors = (values: readonly Float64Array[], without: number): Float64Array[] => [
    y.map(() => 1), ...values.filter((_, k) => !isTerm[k]! && k !== without), ...(terms.length === 0 || isTerm[without] === true ? [] : [added(terms.map((k) => values[k]!))]),
  ];
  const joined = (of: readonly Float64Array[]): Float64Array => (way === 'product' ? productOfColumns(factors(of, -1)) : added(of));
  const residuals = (at: ArrayLike<number>): Float64Array => {
    const all = joined(columnLaws.map((law, k) => law.at(numbersOf(at, k)).values));
    return y.map((v, n) => v - all[n]! - beside(at));
  };
  const jacobian = (at: ArrayLike<number>): Float64Array => {
    const each = columnLaws.map((law, k) => law.at(numbersOf(at, k)));
    const values = each.map((of) => of.values);
    const all = each.flatMap(({ changes }, k) => {
      if (way === 'sum') return changes;
      const others = productOfColumns(factors(values, k));
      return changes.map((change) => change.map((v, n) => v * others[n]!));
    });
    const matrix = new Float64Array((count + Number(hasConstant)) * y.length).fill(1);
    all.forEach((column, j) => matrix.set(column, j * y.length));
    return matrix;
  };
  const enough = y.length * (ROUNDING * rootMeanSquare(y)) ** 2;
  const fitted = dampedLeastSquares({ rows: y.length, at: [...starts.flat(), ...(hasConstant ? [whole] : [])], steps: STEPS, enough, negligible: enough, residuals, jacobian });
  if (fitted === null) return null;
  const found = columnLaws.map((law, k) => law.with(numbersOf(fitted.at, k)));
  const rest = beside(fitted.at);
  const sizes = laws.length - Math.max(0, terms.length - 1);
  return {
    way, laws: way === 'sum' ? found.map((law, k) => (k === 0 ? { ...law, constant: rest } : law)) : found, terms, constant: way === 'sum' ? 0 : rest,
    // Of a product, the sizes of all factors but one say nothing.
    size: count + Number(hasConstant) - (way === 'product' ? sizes - 1 : 0), left: residuals(fitted.at),
  };
}
