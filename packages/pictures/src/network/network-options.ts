import type { PictureOptions } from '../svg/picture-options.js';

/** How a network is drawn. */
export interface NetworkOptions extends PictureOptions {
  /** Edges whose score is below are left out, and counted in the line beneath; 0 leaves out none. */
  readonly threshold?: number;
  /** `flow` draws connections with a panel on each, `matrix` a table of panels for each layer; by default `matrix` where connections would be too many to follow. */
  readonly form?: 'flow' | 'matrix';
  /** What curves share: with `sum`, the default, those that are added up have one scale, so that a curve which adds nothing is flat; with `own` every curve fills its panel. */
  readonly verticalScale?: 'sum' | 'own';
  /** In the form `matrix`: inputs as they are given, or those with the largest score first. */
  readonly inputOrder?: 'given' | 'score';
  /** What bands are, for the line beneath, such as `95 % intervals`. */
  readonly band?: string;
}
