import { average } from './walsh-averages.js';

/**
 * The median of Walsh averages of resamples: all averages are sorted once, and a resample only says how often each counts.
 *
 * A number drawn c times has c (c + 1) / 2 averages with itself, two numbers drawn c and d times c d with one another.
 */
export class ResampledMedian {
  private readonly averages: Float64Array;
  private readonly firsts: Uint32Array;
  private readonly seconds: Uint32Array;

  /** @param values `[n]`, n from 1 to some 1000; cost: a sort of n (n + 1) / 2 averages */
  constructor(values: ArrayLike<number>) {
    const pairs = Array.from(values, (_, i) => i).flatMap((i) => Array.from({ length: i + 1 }, (__, j) => ({ i, j, average: average(values[i]!, values[j]!) })));
    pairs.sort((p, q) => (p.average === q.average ? 0 : p.average - q.average));
    this.averages = Float64Array.from(pairs, (pair) => pair.average);
    this.firsts = Uint32Array.from(pairs, ({ i }) => i);
    this.seconds = Uint32Array.from(pairs, ({ j }) => j);
  }

  /**
   * @param counts `[n]`, how often each number was drawn, not all 0
   *
   * Cost: n² / 4 additions.
   */
  of(counts: Uint32Array): number {
    const drawn = counts.reduce((sum, count) => sum + count, 0);
    const total = (drawn * (drawn + 1)) / 2;
    const [lower, upper] = [Math.ceil(total / 2), Math.floor(total / 2) + 1];
    let [reached, k] = [0, -1];
    const advance = (rank: number): number => {
      while (reached < rank) {
        k++;
        const [first, second] = [this.firsts[k]!, this.seconds[k]!];
        reached += first === second ? (counts[first]! * (counts[first]! + 1)) / 2 : counts[first]! * counts[second]!;
      }
      return this.averages[k]!;
    };
    return average(advance(lower), advance(upper));
  }
}
