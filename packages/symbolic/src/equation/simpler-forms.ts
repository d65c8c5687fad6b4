import { type Constant, free, isHeldAt, isNothing, ZERO } from './constant.js';
import { add, call, constantSum, type Factor, mapConstants, multiply, raise, scale, simplified, type Sum, sumOf } from './normal-form.js';

/** A form of more parts has too many simpler ones to be compared. */
const MOST_FORMS = 60;

/**
 * Forms that are one step simpler, 60 at most: a term, a constant or a factor of a product is gone, or a function is its argument. All numbers but exponents and those of the structure are
 * free again, since what was exact beside a part need not be without it.
 */
export function simplerForms(form: Sum): Sum[] {
  return stepsOf(form).slice(0, MOST_FORMS).map((step) => simplified(mapConstants(step, (c, role) => (role === 'exponent' || c.isFree || isGiven(c) ? c : free(c.value)))));
}

const isGiven = (c: Constant): boolean => [0, 1, -1].some((value) => isHeldAt(c, value));

function stepsOf({ terms, constant }: Sum): Sum[] {
  const others = (i: number): Sum => ({ terms: terms.filter((_, k) => k !== i), constant });
  const shorter = terms.flatMap(({ coefficient, factor }, i) => [others(i), ...stepsOfFactor(factor).map((step) => add([others(i), scale(step, coefficient)]))]);
  return isNothing(constant) ? shorter : [...shorter, { terms, constant: ZERO }];
}

/** What a factor may become: an argument without anything that varies leaves a number, which is what is left where the term goes. */
function stepsOfFactor(factor: Factor): Sum[] {
  switch (factor.kind) {
    case 'variable': return [];
    case 'call': return [factor.of, ...inside(factor.of).map((of) => call(factor.f, of))];
    case 'power': return [factor.of, ...inside(factor.of).map((of) => raise(of, factor.exponent))];
    case 'product': return factor.factors.flatMap((part, i) => {
      const rest = factor.factors.filter((_, k) => k !== i).map((other) => sumOf(other)).reduce(multiply, constantSum({ ...ZERO, value: 1 }));
      return [rest, ...stepsOfFactor(part).map((step) => multiply(rest, step))];
    });
  }
}

const inside = (of: Sum): Sum[] => stepsOf(of).filter(({ terms }) => terms.length > 0);
