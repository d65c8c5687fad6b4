import { namedTwice, refuseCount, refuseP } from '../errors.js';

/** A p value and what it is of. */
export interface NamedP {
  readonly name: string;
  readonly p: number;
}

/** A p value among others. */
export interface AdjustedP extends NamedP {
  /** At most alpha where the comparison is significant among all; in [p, 1]. */
  readonly adjusted: number;
}

/**
 * p values of several comparisons, adjusted so that no more than alpha of all studies call any true null hypothesis false (Holm).
 *
 * The j-th smallest of m becomes the largest of min(1, (m - i + 1) p_i) for i up to j.
 *
 * @param values one for each comparison, names all different
 * @param untested how many comparisons of the family have no p: they count as 1, which makes all others larger
 * @returns in the order of `values`
 * @throws RangeError for a p outside of [0, 1], or a name twice
 *
 * @example
 * holm([{ name: 'ladder', p: 0.01 }, { name: 'moving', p: 0.04 }]); // 0.02, 0.04
 *
 * @source S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979.
 */
export function holm(values: readonly NamedP[], untested = 0): AdjustedP[] {
  refuseCount('untested', untested, 0);
  const names = new Set<string>();
  for (const { name, p } of values) {
    if (names.has(name)) throw namedTwice('comparisons', name);
    names.add(name);
    refuseP(name, p);
  }
  const adjusted = new Float64Array(values.length);
  let largest = 0;
  values.map((_, k) => k).sort((i, j) => values[i]!.p - values[j]!.p).forEach((k, place) => {
    largest = Math.max(largest, Math.min(1, (values.length + untested - place) * values[k]!.p));
    adjusted[k] = largest;
  });
  return values.map(({ name, p }, k) => ({ name, p, adjusted: adjusted[k]! }));
}
