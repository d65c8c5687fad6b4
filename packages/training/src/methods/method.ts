import type { Ending } from '../outcome.js';
import type { Run } from '../run.js';
import type { DampedGaussNewtonSnapshot } from './damped-gauss-newton.js';
import type { FirstOrderSnapshot } from './first-order.js';
import type { QuasiNewtonSnapshot } from './quasi-newton.js';

/** Where an optimization stands after some steps. */
export interface Stepped {
  /** Steps taken since the beginning. */
  readonly steps: number;
  /** Why it ended; null to go on. */
  readonly ending: Ending | null;
}

/** A way to take steps. What it remembers from one to the next is in its snapshot: one that is made of a snapshot goes on with the same bytes. */
export interface Method {
  /** Takes the next step, or a chunk of them; none where no step helps and grids or penalties changed instead. @param taken steps so far */
  step(run: Run, taken: number): Promise<Stepped>;
  snapshot(): Promise<MethodSnapshot>;
}

/** What a method remembers, as plain data. */
export type MethodSnapshot = FirstOrderSnapshot | DampedGaussNewtonSnapshot | QuasiNewtonSnapshot;
