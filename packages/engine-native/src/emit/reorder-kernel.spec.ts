import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { scatter } from '../fixtures/numbers.js';
import { reorderKernel } from './reorder-kernel.js';

/** Places of runs in H, and the order in which their unknowns count; a place in between belongs to none. */
const CASES: readonly (readonly [string, readonly (readonly [place: number, count: number])[]])[] = [
  ['one run', [[0, 6]]], ['one number', [[0, 1]]], ['two that changed places', [[5, 3], [0, 5]]], ['some that lie apart', [[7, 4], [0, 1], [12, 2], [2, 3], [1, 1]]],
];

test.each(CASES)('rows of %s are those of the matrix in the other order, part by part; what was taken is zero, and nothing else is written', (_, places) => {
  const stream = randomStream(8, 'reorder');
  const length = Math.max(...places.map(([place, count]) => place + count)) + 1;
  const unknowns = places.reduce((sum, [, count]) => sum + count, 0);
  const placeOf = places.flatMap(([place, count]) => Array.from({ length: count }, (__, k) => place + k));
  for (const step of [1, 2, 4, unknowns]) {
    const memory = new GuardedMemory(2);
    const h = scatter(memory.numbers('float64', length * (length + 1)), stream);
    // Nobody may read what stands above the diagonal.
    for (let i = 0; i < length; i++) h.fill(NaN, i * (length + 1) + i + 1, (i + 1) * (length + 1));
    const whole = h.slice();
    const runs = memory.integers(3 * places.length);
    let first = 0;
    places.forEach(([place, count], r) => { runs.set([place, first, count], 3 * r); first += count; });
    const rows = memory.numbers('float64', step * (unknowns + 2));
    const { reorder } = memory.compile([reorderKernel()]);
    for (let from = 0; from < unknowns; from += step) {
      const to = Math.min(from + step, unknowns);
      rows.fill(8);
      reorder!(h.byteOffset, 8 * (length + 1), runs.byteOffset, places.length, from, to, rows.byteOffset, 8 * (unknowns + 2));
      const expected = Array.from({ length: step }, (__, i) => Array.from({ length: unknowns + 2 }, (___, j) => {
        if (from + i >= to || j > from + i) return 8;
        const [a, b] = [placeOf[from + i]!, placeOf[j]!];
        return whole[Math.max(a, b) * (length + 1) + Math.min(a, b)]!;
      }));
      expect([...rows]).toEqual(expected.flat());
    }
    const isTaken = (i: number, j: number): boolean => j <= i && [i, j].every((place) => placeOf.includes(place));
    expect([...h]).toEqual([...whole].map((number, k) => (isTaken(Math.floor(k / (length + 1)), k % (length + 1)) ? 0 : number)));
    expect(memory.isUntouched()).toBe(true);
  }
});
