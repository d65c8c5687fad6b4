import { held } from './constant.js';
import type { KnownFunction } from './known-function.js';
import { periodicOperations } from './node-form.js';
import { type Factor, mapFactors, scale, type Sum, sumOf, type Term } from './normal-form.js';

/** Where waves are compared, in shares of a period. */
const PLACES = [0.05, 0.17, 0.31, 0.46, 0.68, 0.93];
const ROUNDING = 1e-9;

/** The same form without exact phases that another operation has by itself: sin(u + pi / 2) is cos(u), and cos(u - pi / 2) is sin(u). Numbers that are fitted stay. */
export function withoutPhases(sum: Sum): Sum {
  return mapFactors(sum, (factor, coefficient): Term => {
    const other = factor.kind === 'call' && !factor.of.constant.isFree && factor.of.constant.value !== 0 ? shiftedWave(factor.f, factor.of.constant.value) : undefined;
    if (other === undefined) return { coefficient, factor };
    const { f, of } = factor as Extract<Factor, { kind: 'call' }>;
    const argument = scale({ terms: of.terms, constant: held(0) }, held(other.f.claims.period! / f.claims.period!));
    return scale(sumOf({ kind: 'call', f: other.f, of: argument }, coefficient), held(other.sign)).terms[0]!;
  });
}

/** The operation that f(x + by) is, and its sign: found out by evaluation. */
function shiftedWave(f: KnownFunction, by: number): { readonly f: KnownFunction; readonly sign: number } | undefined {
  const { period } = f.claims;
  if (period === undefined) return undefined;
  return periodicOperations().flatMap((g) => [1, -1].map((sign) => ({ f: g, sign }))).find(({ f: g, sign }) => (
    PLACES.every((share) => Math.abs(f.at(share * period + by) - sign * g.at(share * g.claims.period!)) <= ROUNDING)));
}
