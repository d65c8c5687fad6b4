import type { BlockRun } from './block-run.js';
import { MOST_FIXED } from './row-contractions.js';

/** What a term works with, besides its own memory. Addresses in bytes. */
export interface TermRun extends BlockRun {
  /** Inputs of the layer: `[input][BLOCK]`. */
  readonly x: number;
  /** Uniform numbers of the features. */
  readonly grid: number;
  readonly trained: number;
}

/** Where features lie: `[input][planes bytes]`, and the starts of windows. */
export interface FeaturesAt { readonly values: number; readonly starts: number; readonly planes: number }

/** One of the ways to contract features with the coefficients of a term. Rows are `[sample][lane]`, planes `[node][BLOCK]`. */
export interface TermContraction {
  /** Effective coefficients from what trains. */
  fold(trained: number): void;
  /** Adds into rows or into the planes z. */
  forward(features: FeaturesAt, run: TermRun, rows: number, z: number): void;
  /** Adds to the gradients in the inputs: `features` are derivatives. */
  toInputs(features: FeaturesAt, run: TermRun, rows: number, gz: number, gx: number): void;
  /** Adds to the gradients in effective coefficients. @param gx for edges that do both at once; 0 where nobody wants it */
  toCoefficients(features: FeaturesAt, run: TermRun, rows: number, gz: number, gradient: number, gx: number): void;
  /** From those to the gradients of what trains. */
  unfold(trained: number, gradient: number): void;
  /** Stretches of lanes whose coefficients lie in rows one below the other. */
  entries(): readonly CoefficientEntry[];
  /**
   * Shows effective coefficients and the gradients in them, before they are unfolded: `[size][width bytes]` each, edges in lanes.
   * @param gradient of what trains; 0 for gradients that go nowhere
   */
  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (coefficients: number, gradients: number, width: number) => void): void;
}

/** Edges whose coefficients stand side by side: one for each lane, -1 for pads. */
export interface CoefficientEntry { readonly group: number; readonly entry: number; readonly edges: readonly number[] }

/** Fixed rows in groups that one kernel takes at once; a window rides with the first. */
export function chunks(fixed: number, window: number): readonly { readonly from: number; readonly fixed: number; readonly window: number }[] {
  if (window > 0) return [{ from: 0, fixed, window }];
  return Array.from({ length: Math.ceil(fixed / MOST_FIXED) }, (_, k) => ({ from: k * MOST_FIXED, fixed: Math.min(MOST_FIXED, fixed - k * MOST_FIXED), window: 0 }));
}
