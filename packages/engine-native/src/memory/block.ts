/** Samples that run through a whole network together: the length of every plane. Small enough for all planes of a layer to stay in the cache. */
export const BLOCK = 64;
