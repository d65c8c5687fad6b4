import type { FormulaSteps } from '@knotwork/algebra';

/** v = (u - center) / scale. */
export interface AffineMap {
  readonly kind: 'affine';
  readonly center: number;
  /** Positive. */
  readonly scale: number;
}

/** v = asinh((u - center) / scale): nearly linear around the center, a logarithm in both tails. */
export interface RobustMap {
  readonly kind: 'robust';
  readonly center: number;
  /** Positive. */
  readonly scale: number;
}

/** v goes from value to value on a line between neighbouring knots; beyond the outer knots the outer lines go on. */
export interface RankMap {
  readonly kind: 'rank';
  /** In the user's units: two at least, ascending. */
  readonly knots: readonly number[];
  /** In network units: as many, ascending. */
  readonly values: readonly number[];
}

/** How an input's values in the user's units become the network's. Every map ascends, reaches all numbers and has an inverse. */
export type VariableMap = AffineMap | RobustMap | RankMap;

/** The network computes with the user's own values. */
export const AS_GIVEN: AffineMap = Object.freeze({ kind: 'affine', center: 0, scale: 1 });

/**
 * Conditions that an output holds by construction, whatever its network says: of v, what the last layer gives, it makes base(x) + factor(x) v, where x are the inputs of the first layer. Where
 * the factor is 0, such as on a face of a domain, the output is the base. All of it is in network units; the map of the output follows.
 */
export interface OutputConditions {
  readonly base: FormulaSteps;
  readonly factor: FormulaSteps;
}

/** A variable of the network. That of an output is affine: derivatives and errors keep their meaning. */
export interface Variable {
  readonly name: string;
  readonly unit?: string;
  readonly map: AffineMap;
  /** Of an output: what it holds by construction; left out where the last layer is all there is. `conditionedRead` of the package network is what it then is. */
  readonly conditions?: OutputConditions;
}

/** An input of the network. */
export interface InputVariable extends Omit<Variable, 'map' | 'conditions'> { readonly map: VariableMap }
