import type { RandomStream, TermShape, TermValues } from '@knotwork/plugin';

/** What an initializer draws: spreads of the coefficients, one for each, and of the base weights. */
export interface Spreads {
  /** Standard deviation of coefficient k of every edge. */
  coefficient(k: number): number;
  readonly baseWeight: number;
  /** Factor of all coefficients of an edge; 1 where it is left out. */
  readonly basisWeight?: number;
}

/** Normal coefficients and base weights of mean 0; basis weights 1, or what is said. Draws coefficients first. */
export function normalValues({ edges, size }: TermShape, stream: RandomStream, { coefficient, baseWeight, basisWeight = 1 }: Spreads): TermValues {
  const spreads = Array.from({ length: size }, (_, k) => coefficient(k));
  return {
    coefficients: Float64Array.from({ length: edges * size }, (_, k) => spreads[k % size]! * stream.normal()),
    baseWeight: Float64Array.from({ length: edges }, () => (baseWeight === 0 ? 0 : baseWeight * stream.normal())),
    basisWeight: new Float64Array(edges).fill(basisWeight),
  };
}
