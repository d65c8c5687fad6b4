import type { VectorRef } from '@knotwork/plugin/engine';
import type { FullSnapshot } from './full-memory.js';
import type { LimitedSnapshot } from './limited-memory.js';

/** What a quasi-Newton method remembers of a state: an inverse Hessian H, learned from steps, and unknowns and gradient as they are here. */
export interface CurvatureMemory {
  /** Whether nothing is known of the curvature, so that H is the identity. */
  readonly isEmpty: boolean;
  /** Forgets the curvature: it belongs to another function. */
  forget(): void;
  /** Notes unknowns and gradient of the state, which it has just computed. */
  arrive(): Promise<void>;
  /** Where to go from here, -H g, with the slope of the objective on this way, and the norm of the gradient. */
  direction(): Promise<{ readonly direction: VectorRef; readonly slope: number; readonly norm: number }>;
  /** Remembers the way from where it was noted last to where the state is now, which leads along the last direction, and notes this place. The gradient here was computed last. */
  learn(): Promise<void>;
  snapshot(): Promise<CurvatureSnapshot>;
}

/** What a memory holds, as plain data. */
export type CurvatureSnapshot = LimitedSnapshot | FullSnapshot;

/** A step is learned from when the cosine between it and the change of the gradient is above this: below, the curvature is rounding or not positive. */
const LEAST_COSINE = 1e-10;

/** Whether a step s, over which the gradient changed by y, has curvature that is clearly positive. @param sy s'y, @param ss s's, @param yy y'y */
export const isCurved = (sy: number, ss: number, yy: number): boolean => sy > LEAST_COSINE * Math.sqrt(ss * yy);
