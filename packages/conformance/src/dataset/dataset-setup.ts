import type { Setup } from '../kit/setup.js';

/** What checks of a data set need besides the data set. */
export interface DataSetSetup extends Setup {
  /** Text or bytes of the files that the options name, by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Rows of each part that the first options ask for. */
  readonly sizes?: { readonly train: number; readonly validation: number; readonly test: number };
}
