import { constant, derivative, type Expr, input } from '@knotwork/algebra';
import type { VariableMap } from '@knotwork/plugin';

/**
 * Order of the lowest derivative of a map that jumps, from the user's units to network units; Infinity where none does. A map of ranks is a line from knot to knot, so that its first one jumps.
 */
export function smoothnessOfMap({ kind }: VariableMap): number { return kind === 'rank' ? 1 : Infinity; }

/** What is standardized, from `x`, `center` and `scale`. */
const standardized = input('x').sub(input('center')).div(input('scale'));

/** First derivatives of maps in the user's value. asinh is written in pieces, whose derivatives would be wrong where they meet; this is not. */
const SLOPES: Readonly<Record<Exclude<VariableMap['kind'], 'rank'>, Expr>> = {
  affine: input('scale').reciprocal(),
  robust: standardized.square().add(1).sqrt().mul(input('scale')).reciprocal(),
};

/**
 * Derivatives of the map of an input, from the user's units to network units, as expressions of `x`, in the user's units, and of the `center` and the `scale` of the map.
 *
 * @param kind of a map that is smooth
 * @returns those of order 1 to `order`
 */
export function mapDerivatives(kind: keyof typeof SLOPES, order: number): readonly Expr[] {
  const found: Expr[] = [SLOPES[kind]];
  while (found.length < order) found.push(kind === 'affine' ? constant(0) : derivative(found.at(-1)!, 'x'));
  return found.slice(0, order);
}
