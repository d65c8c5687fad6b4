import type { ForeignFile, Samples } from '@knotwork/plugin';
import type { Setup } from '../kit/setup.js';

/** A network that the other program trained, and what that program itself says of some rows. */
export interface ImporterExample {
  readonly name: string;
  readonly file: ForeignFile;
  /** `[rows][inputs]` and `[rows][outputs]`, rows beyond the grids of the network included. */
  readonly inputs: Samples;
  readonly outputs: Samples;
}

/** What checks of an importer need besides the importer. What its networks are made of is among `companions`. */
export interface ImporterSetup extends Setup {
  /** At least one; `exampleFrom` makes them of files. */
  readonly examples?: readonly ImporterExample[];
}
