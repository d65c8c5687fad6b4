import type { GridValues } from '../curves/regions-above.js';

/** Numbers along a coordinate. */
export interface AlongCoordinate {
  /** Ascending. */
  readonly places: ArrayLike<number>;
  /** `[places]`; what is not finite is a gap. */
  readonly values: ArrayLike<number>;
}

/** An unknown along the second coordinate, where the first one is held. */
export interface SolutionSlice extends AlongCoordinate {
  readonly at: number;
  /** What is known there from elsewhere. */
  readonly reference?: AlongCoordinate;
}

/** An unknown over two coordinates. */
export interface SolutionPlane {
  readonly unknown: string;
  /** Names of the coordinates: the first to the right, the second upwards. */
  readonly along: readonly [string, string];
  readonly value: GridValues;
  /** The network minus what is known from elsewhere. */
  readonly error?: GridValues;
  /** How far an equation is from holding, 0 or more, and what it is called. */
  readonly residual?: GridValues & { readonly name: string };
  readonly slices: readonly SolutionSlice[];
  /** Where other coordinates are held, such as `y = 0.5`. */
  readonly held?: string;
}

/** Unknowns along the only coordinate there is. */
export interface SolutionLine {
  readonly along: string;
  readonly unknowns: readonly (AlongCoordinate & { readonly name: string; readonly reference?: AlongCoordinate })[];
  /** How far equations are from holding, 0 or more. */
  readonly residuals: readonly (AlongCoordinate & { readonly name: string })[];
}
