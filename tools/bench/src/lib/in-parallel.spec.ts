import { expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inParallel } from './in-parallel.js';

test('results come in the order of the items, with no more at work than allowed', async () => {
  let [atWork, most] = [0, 0];
  const results = await inParallel([5, 1, 3, 0], 2, async (turns) => {
    most = Math.max(most, ++atWork);
    for (let k = 0; k < turns; k++) await setImmediate();
    atWork--;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 30, 0]);
  expect(most).toBe(2);
});

test('after an error nothing new begins, what runs is awaited, and the error is thrown', async () => {
  const finished: number[] = [];
  await expect(inParallel([0, 1, 2, 3], 2, async (item) => {
    await setImmediate();
    if (item === 0) throw new Error('refused');
    await setImmediate();
    finished.push(item);
  })).rejects.toThrow('refused');
  expect(finished).toEqual([1]);
});

test('no items give no results', async () => {
  await expect(inParallel([], 2, () => Promise.resolve(1))).resolves.toEqual([]);
});
