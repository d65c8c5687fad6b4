import { crossing } from '../distributions/crossing.js';

// Looked up once: it is asked millions of times.
const { isNaN: isNone } = Number;

/** Half the sum; of opposite infinities, which weigh the same, 0. */
export const average = (x: number, y: number): number => {
  const sum = x + y;
  return isNone(sum) ? 0 : sum / 2;
};

/**
 * Averages of all pairs of numbers, each number with itself too, by rank and without making them: n (n + 1) / 2 numbers, whose median is the estimate of Hodges and Lehmann.
 *
 * @source J. L. Hodges and E. L. Lehmann, Estimates of Location Based on Rank Tests, 1963; J. E. Walsh, 1949.
 */
export class WalshAverages {
  readonly count: number;
  private readonly sorted: Float64Array;

  /** @param values `[n]`, n at least 1, infinities allowed, no NaN */
  constructor(values: ArrayLike<number>) {
    this.sorted = Float64Array.from(values).sort();
    this.count = (this.sorted.length * (this.sorted.length + 1)) / 2;
  }

  /** The middle one, or the average of the two in the middle. */
  median(): number {
    const half = Math.floor(this.count / 2);
    return this.count % 2 === 1 ? this.smallest(half + 1) : average(this.smallest(half), this.smallest(half + 1));
  }

  /**
   * The average of rank `rank`, to the last bit.
   *
   * @param rank whole, from 1, the smallest, to `count`
   *
   * Cost: some 60 passes over the numbers.
   */
  smallest(rank: number): number {
    const reaches = (value: number): boolean => this.countUpTo(value) >= rank;
    // Finite averages lie between the finite numbers, or are the 0 of opposite infinities.
    const finite = this.sorted.filter(Number.isFinite);
    const low = Math.min(0, finite[0] ?? 0);
    const high = Math.max(0, finite.at(-1) ?? 0);
    if (reaches(-Infinity)) return -Infinity;
    if (reaches(low)) return low;
    if (!reaches(high)) return Infinity;
    // Halving comes near to 0 only slowly, and it is where ties are.
    if (!reaches(0)) return crossing(0, high, reaches);
    return reaches(-Number.MIN_VALUE) ? crossing(low, -Number.MIN_VALUE, reaches) : 0;
  }

  /** Averages grow with both numbers: as the first goes up, the last partner whose average is small enough goes down. */
  private countUpTo(value: number): number {
    let count = 0;
    let last = this.sorted.length - 1;
    for (let first = 0; first <= last; first++) {
      while (last >= first && average(this.sorted[first]!, this.sorted[last]!) > value) last--;
      count += last - first + 1;
    }
    return count;
  }
}
