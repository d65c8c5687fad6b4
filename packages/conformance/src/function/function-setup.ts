import type { Setup } from '../kit/setup.js';

/** What checks of a function need besides the function. */
export interface FunctionSetup extends Setup {
  /** Where the function is looked at; left out for the domain that it claims, or everywhere, which is what a base activation needs. */
  readonly range?: readonly [number, number];
}
