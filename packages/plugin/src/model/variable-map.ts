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

/** A variable of the network. That of an output is affine: derivatives and errors keep their meaning. */
export interface Variable {
  readonly name: string;
  readonly unit?: string;
  readonly map: AffineMap;
}

/** An input of the network. */
export interface InputVariable extends Omit<Variable, 'map'> { readonly map: VariableMap }
