import { rootMeanSquare } from '@knotwork/numerics';
import type { Library } from '../library.js';
import { takesFactors } from './chain-starts.js';
import type { FoundFunctions, FunctionPart } from './found-functions.js';
import { solved } from './separate-curves.js';
import { valuesOfLaw } from './separate-fit.js';

/** Logarithm of a size that needs no unit. */
const ORDINARY = 10;

/**
 * Laws of columns whose terms are of one kind, such as `T^4 - S^4` and `log a - log b`: for each of some laws, all with the functions of that one. Of a column that says little, or in a narrow range, many functions leave noise alone, but these are the likeliest.
 *
 * @param laws one for each column; products of functions are no pattern @param terms places of those that may be of one kind
 * @returns all laws, of each pattern; numbers are those that are nearest to the law that each had, to be fitted
 */
export function lawsAlike(laws: readonly FoundFunctions[], terms: readonly number[], columns: readonly Float64Array[], library: Library): FoundFunctions[][] {
  return terms.filter((k) => laws[k]!.way === 'sum').flatMap((k) => patternsOf(laws[k]!).flatMap((pattern) => {
    const all = laws.map((law, j) => (terms.includes(j) ? likened(law, columns[j]!, pattern, columns[k]!, library) : law));
    return all.includes(null) ? [] : [all as FoundFunctions[]];
  }));
}

/** A law, and the same functions of the input itself: log x says what log(1 / x) does. */
const patternsOf = (law: FoundFunctions): FoundFunctions[] => [law, ...(law.parts.some(({ power }) => power !== 1) ? [{ ...law, parts: law.parts.map((part) => ({ ...part, power: 1 })) }] : [])];

/** A law with the functions of another one; null where that has no values there. */
function likened(law: FoundFunctions, x: Float64Array, pattern: FoundFunctions, of: Float64Array, library: Library): FoundFunctions | null {
  const ratio = rootMeanSquare(of) / rootMeanSquare(x);
  const parts = pattern.parts.map((part): FunctionPart => {
    const { f, power, a, b, inside } = part;
    const first = library.functions.find(({ name }) => name === (inside?.f ?? f))!;
    const [slope, shift] = inside === undefined ? [a, b] : [inside.a, inside.b];
    // In units of this column; any unit will do where a function makes a factor, or a constant, of one.
    const size = x.reduce((most, v) => Math.max(most, Math.abs(power === 0 ? Math.log(v) : v ** power)), 0);
    const isOrdinary = !takesFactors(first) && Math.abs(Math.log(size)) < ORDINARY;
    const moved = first.claims.scaling === true && shift === 0 ? { a: Math.sign(slope) / (isOrdinary ? 1 : size), b: 0 } : power === 0 ? { a: slope, b: shift === 0 ? 0 : shift + slope * Math.log(ratio) } : { a: slope * ratio ** power, b: shift };
    return inside === undefined ? { ...part, ...moved, c: 1 } : { ...part, c: 1, inside: { f: inside.f, ...moved } };
  });
  const common = { ...law, way: 'sum', scale: 1 } as const;
  const features = parts.map((part) => valuesOfLaw({ ...common, parts: [part], constant: 0 }, x, library));
  if (!features.flatMap((values) => [...values]).every(Number.isFinite)) return null;
  const { coefficients } = solved([...features, x.map(() => 1)], valuesOfLaw(law, x, library));
  return { ...common, parts: parts.map((part, k) => ({ ...part, c: coefficients[k]! })), constant: coefficients[parts.length]! };
}
