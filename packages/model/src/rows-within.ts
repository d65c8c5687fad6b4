import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** Rows all over the domains of inputs, the same each time. */
export function rowsWithin(domains: readonly (readonly [number, number])[], count: number): Samples {
  const stream = randomStream(0, 'rows-within');
  const width = domains.length;
  return { count, width, values: Float64Array.from({ length: count * width }, (_, k) => stream.uniform(...(domains[k % width] as [number, number]))) };
}
