import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { ClockRuns } from './clock-runs.js';

test('all clocks begin together, at zero', () => {
  for (const lanes of [2, 4]) {
    const runs = new ClockRuns(2, 5, lanes);
    expect(runs.ends).toEqual([5]);
    expect(runs.expanded()).toEqual([new Float64Array(5 * lanes), new Float64Array(5 * lanes)]);
  }
});

test('what was compressed expands to the same numbers wherever they count', () => {
  const random = randomStream(8, 'clocks');
  for (let round = 0; round < 200; round++) {
    const [clocks, vectors, lanes] = [1 + random.integer(2), 1 + random.integer(12), 2 + 2 * random.integer(2)];
    const runs = new ClockRuns(clocks, vectors, lanes);
    const few = 1 + random.integer(3);
    const all = Array.from({ length: clocks }, () => Float64Array.from({ length: vectors * lanes }, () => random.integer(few)));
    const isUsed = Uint8Array.from({ length: vectors * lanes }, () => (random.integer(4) === 0 ? 0 : 1));
    runs.compress(all, isUsed);
    const expanded = runs.expanded();
    all.forEach((values, c) => values.forEach((value, at) => { if (isUsed[at] === 1) expect(expanded[c]![at]).toBe(value); }));
    expect(runs.ends.at(-1)).toBe(vectors);
    expect(runs.ends.every((end, k) => end > (runs.ends[k - 1] ?? 0))).toBe(true);
    for (const values of runs.values) expect(values).toHaveLength(runs.ends.length * lanes);
  }
});

test('neighbours that agree are one run, and places that do not count begin none', () => {
  const runs = new ClockRuns(1, 6, 2);
  //                            |      |      |      |pads  |      |
  const all = Float64Array.of(3, 3, 3, 9, 0, 0, 7, 8, 0, 0, 3, 3);
  const isUsed = Uint8Array.of(1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1);
  runs.compress([all], isUsed);
  expect(runs.ends).toEqual([2, 5, 6]);
  expect([...runs.values[0]!]).toEqual([3, 3, 0, 0, 3, 3]);
});

test('a copy is independent', () => {
  const runs = new ClockRuns(1, 4, 2);
  const copy = runs.copy();
  const isUsed = new Uint8Array(8).fill(1);
  copy.compress([Float64Array.of(0, 0, 1, 1, 1, 1, 2, 2)], isUsed);
  expect(copy.ends).toEqual([1, 3, 4]);
  expect(runs.ends).toEqual([4]);
  runs.copyFrom(copy);
  copy.values[0]![0] = 5;
  copy.ends.push(9);
  expect([runs.ends, ...runs.expanded()]).toEqual([[1, 3, 4], Float64Array.of(0, 0, 1, 1, 1, 1, 2, 2)]);
});
