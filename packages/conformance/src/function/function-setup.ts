import type { Setup } from '../kit/setup.js';

/** What checks of a function need besides the function. */
export interface FunctionSetup extends Setup {
  /** Where the function is defined; left out for everywhere, which is what a base activation needs. */
  readonly range?: readonly [number, number];
}
