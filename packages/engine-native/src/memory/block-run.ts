/** One block of samples on its way through the network. */
export interface BlockRun {
  /** Samples, rounded up to whole vectors; the pads repeat the last one. */
  readonly samples: number;
  /** Bytes of a plane that hold them. */
  readonly bytes: number;
  /** Whether derivatives will be wanted. */
  readonly withSlopes: boolean;
  /** Channels that go through: 1 for values alone. */
  readonly channels: number;
  /** Whether terms that can fold on the way do so with this block, the first of a pass, and unfold, with the last. */
  readonly folds: boolean;
  readonly unfolds: boolean;
  /** Whether what was folded is read when this block is through, by another or by a penalty. */
  readonly keeps: boolean;
}

/** The same of a whole pass, whose first block folds, and whose last one unfolds. */
export type Ends = Pick<BlockRun, 'folds' | 'unfolds' | 'keeps'>;

/** A pass over numbers that are folded, for which blocks do nothing on the way. */
export const FOLDED: Ends = Object.freeze({ folds: false, unfolds: false, keeps: true });

/** Channels of what goes into a layer: address of the first, and bytes from one to the next. */
export interface ChannelsAt { readonly at: number; readonly stride: number }

/** Addresses of one network's numbers. */
export interface NumbersAt {
  readonly trained: number;
  /** Blocks of uniform numbers that the features of a term read (domains, knots, shared shapes): `[layer][term]`. */
  readonly grids: readonly (readonly number[])[];
}
