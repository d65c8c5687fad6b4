import type { Setup } from '../kit/setup.js';

/** What checks of an initializer need besides the initializer. */
export interface InitializerSetup extends Setup {
  /** The option in which the spread of what is drawn is linear, if there is one. */
  readonly scale?: string;
}
