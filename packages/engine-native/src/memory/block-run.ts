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
}

/** Channels of what goes into a layer: address of the first, and bytes from one to the next. */
export interface ChannelsAt { readonly at: number; readonly stride: number }

/** Addresses of one network's numbers. */
export interface NumbersAt {
  readonly trained: number;
  /** Blocks of uniform numbers that the features of a term read (domains, knots, shared shapes): `[layer][term]`. */
  readonly grids: readonly (readonly number[])[];
}
