/** Tells how much memory there is. */
export interface Memory {
  /** Bytes that are free, as far as anybody knows; Infinity where nobody does. */
  free(): number;
}

/** Where nothing tells. */
export const unknownMemory: Memory = { free: () => Infinity };
