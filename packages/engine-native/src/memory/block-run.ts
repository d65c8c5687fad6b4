/** One block of samples on its way through the network. */
export interface BlockRun {
  /** Samples, rounded up to whole vectors; the pads repeat the last one. */
  readonly samples: number;
  /** Bytes of a plane that hold them. */
  readonly bytes: number;
  /** Whether derivatives will be wanted. */
  readonly withSlopes: boolean;
}

/** Addresses of one network's numbers. */
export interface NumbersAt {
  readonly trained: number;
  /** Blocks of uniform numbers that the features of a term read (domains, knots, shared shapes): `[layer][term]`. */
  readonly grids: readonly (readonly number[])[];
}
