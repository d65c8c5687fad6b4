import { free, held } from './constant.js';
import { type Factor, keyOf, mapSums, simplified, type Sum, type Term } from './normal-form.js';

/** How near the product of two squares must be to the square of what stands beside them, as a share: rows decide. */
const NEAR = 0.1;

/** A term a u^2. */
interface Square { readonly term: Term; readonly u: Factor }

/** The same form with a u^2 + c u v + b v^2 as the square of a sum, where 4 a b is nearly c^2. null where there is none. */
export function gathered(sum: Sum): Sum | null {
  let isChanged = false;
  const result = mapSums(sum, ({ terms, constant }) => {
    let left = terms;
    for (const mixed of terms) {
      const pair = squaresOf(mixed, left);
      if (pair === null) continue;
      const [{ term: one, u }, { term: other, u: v }] = pair;
      const a = one.coefficient;
      const slope = mixed.coefficient.value / (2 * a.value);
      // Which of both is whole is seen when the others are.
      const of: Sum = { terms: [{ coefficient: held(1), factor: u }, { coefficient: Math.abs(slope) === 1 ? held(slope) : free(slope), factor: v }], constant: held(0) };
      left = left.flatMap((term) => (term === one ? [{ coefficient: a, factor: { kind: 'power', of, exponent: held(2) } as const }] : term === other || term === mixed ? [] : [term]));
      isChanged = true;
    }
    return { terms: left, constant };
  });
  return isChanged ? simplified(result) : null;
}

/** The two squares that a product stands between; null where they are not there. */
function squaresOf({ factor, coefficient: { value: c } }: Term, terms: readonly Term[]): readonly [Square, Square] | null {
  if (factor.kind !== 'product' || factor.factors.length !== 2) return null;
  const squareOf = (u: Factor): Square | null => {
    const term = terms.find(({ factor: other }) => other.kind === 'power' && !other.exponent.isFree && other.exponent.value === 2 && other.of.constant.value === 0 && other.of.terms.length === 1 && other.of.terms[0]!.coefficient.value === 1 && keyOf(other.of.terms[0]!.factor) === keyOf(u));
    return term === undefined ? null : { term, u };
  };
  const [first, second] = factor.factors.map(squareOf) as [Square | null, Square | null];
  if (first === null || second === null) return null;
  const product = 4 * first.term.coefficient.value * second.term.coefficient.value;
  return Math.abs(product - c * c) <= NEAR * c * c ? [first, second] : null;
}
