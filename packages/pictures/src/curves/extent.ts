/** Smallest and largest of numbers. */
export interface Extent { readonly low: number; readonly high: number }

/** A difference below this share of the numbers is rounding. */
const ROUNDING = 1e-12;
/** Numbers that are closer have too few bits to be told apart. */
const CLOSEST = 1e-306;

/** The extent of those numbers that are finite; null where none is. */
export function extentOf(...all: readonly ArrayLike<number>[]): Extent | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of all) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? null : { low, high };
}

/** The middle, of numbers of any size. */
export function middle({ low, high }: Extent): number { return low / 2 + high / 2; }

/** Half of the width, which is finite where the width might not be; 0 where it is no more than rounding. */
export function halfWidth({ low, high }: Extent): number {
  const half = high / 2 - low / 2;
  return half <= Math.max(CLOSEST, ROUNDING * Math.abs(low), ROUNDING * Math.abs(high)) ? 0 : half;
}

/** Where a value lies in an extent: 0 at its low end, 1 at its high end, 0.5 where it has no width. */
export function place(value: number, extent: Extent): number {
  const half = halfWidth(extent);
  return half === 0 ? 0.5 : 0.5 + (value / 2 - middle(extent) / 2) / half;
}
