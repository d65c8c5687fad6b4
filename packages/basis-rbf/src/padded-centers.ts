/** Centers beyond each end of the domain: a bump that far outside is too small inside to help. */
const padding = (width: number): number => Math.ceil(2 * width);

/** Number of centers: the ends of all intervals and the padding. */
export const centerCount = (intervals: number, width: number): number => intervals + 1 + 2 * padding(width);

/** Neighbouring centers that share their exponentials, and the one in their middle, in grid units. */
export interface CenterBlock {
  readonly middle: number;
  readonly centers: readonly number[];
}

/**
 * All centers from left to right, in blocks as equal as can be.
 *
 * @param width of a bump, in intervals
 * @param reach no center lies further from the middle of its block, in widths
 */
export function centerBlocks(intervals: number, width: number, reach: number): CenterBlock[] {
  const count = centerCount(intervals, width);
  const blocks = Math.ceil(count / (2 * Math.floor(reach * width) + 1));
  return Array.from({ length: blocks }, (_, b) => {
    const [from, to] = [b, b + 1].map((k) => Math.floor((k * count) / blocks)) as [number, number];
    const centers = Array.from({ length: to - from }, (__, k) => from + k - padding(width));
    return { middle: centers[Math.floor(centers.length / 2)]!, centers };
  });
}
