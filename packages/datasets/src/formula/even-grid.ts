import type { Samples } from '@knotwork/plugin';
import { noGridOf } from './errors.js';

/**
 * An even grid of so many points, the ends of every interval among them; the last input changes fastest.
 *
 * @param option that holds the count, for the error
 * @throws KnotworkError `input` when the count is not a power, with as many factors as there are inputs, of a whole number of at least 2
 */
export function evenGrid(count: number, domains: readonly (readonly [number, number])[], option: string): Samples {
  const inputs = domains.length;
  const side = Math.round(count ** (1 / inputs));
  if (side < 2 || side ** inputs !== count) throw noGridOf(count, inputs, nearestCounts(count, inputs), option);
  const values = Float64Array.from({ length: count * inputs }, (_, k) => {
    const [low, high] = domains[k % inputs]!;
    const index = Math.floor(Math.floor(k / inputs) / side ** (inputs - 1 - k % inputs)) % side;
    // Rounding must not lead beyond the end, nor stop short of it.
    return index === side - 1 ? high : low + (high - low) * index / (side - 1);
  });
  return { count, width: inputs, values };
}

/** The counts below and above that make a grid. */
function nearestCounts(count: number, inputs: number): readonly number[] {
  const side = Math.max(Math.floor(count ** (1 / inputs)), 1);
  return [side, side + 1].filter((n) => n >= 2).map((n) => n ** inputs);
}
