import type { Samples, Vec } from '@knotwork/plugin';
import { NearRows } from './near-rows.js';

/** Rows that are looked at: costs are the square of their number. */
const MOST = 500;

/** How much what is left of a row is like that of its neighbours: the correlation of it with their mean; about 0 of noise. Of many rows, some are looked at, evenly along the table. */
export function likeNeighbours(inputs: Samples, left: Vec): number {
  const every = Math.ceil(inputs.count / MOST);
  const rows = Array.from({ length: Math.floor((inputs.count - 1) / every) + 1 }, (_, n) => n * every);
  const near = new NearRows({ count: rows.length, width: inputs.width, values: Float64Array.from(rows.flatMap((row) => [...inputs.values.subarray(row * inputs.width, (row + 1) * inputs.width)])) });
  let [both, own, of] = [0, 0, 0];
  for (const [n, row] of rows.entries()) {
    const neighbours = near.of(n);
    const mean = neighbours.reduce((sum, m) => sum + left[rows[m]!]!, 0) / neighbours.length;
    both += left[row]! * mean;
    own += left[row]! ** 2;
    of += mean ** 2;
  }
  return both === 0 ? 0 : both / Math.sqrt(own * of);
}
