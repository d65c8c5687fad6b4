import type { Library } from '../library.js';
import type { FoundFunctions } from './found-functions.js';
import { solved } from './separate-curves.js';
import { valuesOfLaw } from './separate-fit.js';

/** Numbers of c f(x) + d. */
const SIZE = 2;

/**
 * Laws of columns with one of them as a function of fewer numbers: c f(x) + d in place of c f(a x + b) + d, of every function that has a factor of its input as a factor, or a constant, of its own. Each law was found beside what was found of the others before, which leans to it: a plainer one is to be judged with all numbers fitted together.
 *
 * @param laws one for each column, @param terms places of those that are added up
 * @returns all laws, for each plainer one; numbers are those that are nearest to the law in whose place it is, to be fitted
 */
export function plainerLaws(laws: readonly FoundFunctions[], terms: readonly number[], columns: readonly Float64Array[], library: Library): FoundFunctions[][] {
  const functions = library.functions.filter(({ claims }) => claims.scaling === true);
  const isPlain = ({ parts: [first, ...others] }: FoundFunctions): boolean => others.length === 0 && first!.b === 0 && first!.inside === undefined && functions.some(({ name }) => name === first!.f);
  return terms.filter((k) => !isPlain(laws[k]!)).flatMap((k) => functions.flatMap(({ name }) => {
    const x = columns[k]!;
    const law = laws[k]!;
    // Of size 1, whatever the units: numbers of networks are not to be large.
    const a = 1 / x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const plain: FoundFunctions = { ...law, way: 'sum', scale: 1, parts: [{ f: name, power: 1, a, b: 0, c: 1 }], constant: 0, size: SIZE };
    const values = valuesOfLaw(plain, x, library);
    if (!values.every(Number.isFinite)) return [];
    const { coefficients } = solved([values, x.map(() => 1)], valuesOfLaw(law, x, library));
    return [laws.with(k, { ...plain, parts: [{ ...plain.parts[0]!, c: coefficients[0]! }], constant: coefficients[1]! })];
  }));
}
