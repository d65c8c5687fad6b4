import { held, ONE, times } from './constant.js';
import { add, constantSum, type Factor, keyOf, mapSums, multiply, scale, type Sum, sumOf, type Term } from './normal-form.js';

/** A square of a sum of more terms is not multiplied out. */
const MOST_TERMS = 4;

/**
 * The same form with squares of sums multiplied out where two of them, or one and a square of a part, stand side by side: (x + y)^2 - (x - y)^2 is 4 x y. null
 * where there are none.
 */
export function expanded(sum: Sum): Sum | null {
  let isChanged = false;
  const result = mapSums(sum, ({ terms, constant }) => {
    const squares = terms.filter(({ factor }) => isSquare(factor));
    const parts = terms.flatMap((term) => {
      const others = terms.filter((other) => other !== term).flatMap(({ factor }) => innerKeys(factor));
      const isMet = squares.includes(term) && innerKeys(term.factor).some((key) => others.includes(key));
      if (!isMet) return [{ terms: [term], constant: held(0) }];
      isChanged = true;
      const { of } = term.factor as Extract<Factor, { kind: 'power' }>;
      return [scale(square(of), term.coefficient)];
    });
    return add([...parts, constantSum(constant)]);
  });
  return isChanged ? result : null;
}

/** A square of a sum of several terms, or of one and a constant. */
function isSquare(factor: Factor): boolean {
  if (factor.kind !== 'power' || factor.exponent.isFree || factor.exponent.value !== 2) return false;
  const { terms, constant } = factor.of;
  return terms.length <= MOST_TERMS && (terms.length > 1 || constant.value !== 0);
}

/** What stands in a square, in a product, or by itself: what the terms of two squares may have in common. */
function innerKeys(factor: Factor): string[] {
  if (factor.kind === 'power') return factor.of.terms.map((term) => keyOf(term.factor));
  return factor.kind === 'product' ? factor.factors.map(keyOf) : [keyOf(factor)];
}

/** Every coefficient of a square multiplied out is a number of its own. */
function square({ terms, constant }: Sum): Sum {
  const doubled = (a: Term, b: Term): Sum => scale(multiply(sumOf(a.factor), sumOf(b.factor)), times(times(a.coefficient, b.coefficient), a === b ? ONE : held(2)));
  const products = terms.flatMap((a, i) => terms.slice(i).map((b) => doubled(a, b)));
  const mixed = terms.map(({ coefficient, factor }) => scale(sumOf(factor), times(times(coefficient, constant), held(2))));
  return add([...products, ...mixed, constantSum(times(constant, constant))]);
}
