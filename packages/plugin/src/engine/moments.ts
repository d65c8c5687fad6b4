import type { Vec } from '../model/samples.js';

/** Means and banded second moments of the features of one term over points; weights all equal. */
export interface TermMoments {
  /** Live inputs of the term, or edges where these have shape parameters of their own, as the term numbers them. */
  readonly groups: number;
  readonly size: number;
  /** Entries per row of `second`: the window of a window term, the size of a global one. */
  readonly band: number;
  /** Mean of every feature: `[groups][size]`. */
  readonly mean: Vec;
  /** Mean of feature k times feature k + d: `[groups][size][band]`; zero beyond the last feature. */
  readonly second: Vec;
  /** Mean of the base function, `[groups]`, of its square, `[groups]`, and of its product with every feature, `[groups][size]`; null without one. */
  readonly base: { readonly mean: Vec; readonly square: Vec; readonly product: Vec } | null;
}

/** Moments of all terms of a layer over `count` points. */
export interface Moments { readonly count: number; readonly terms: readonly TermMoments[] }
