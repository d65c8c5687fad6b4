import { expect, test } from '@jest/globals';
import { timedRepeats } from './timed-repeats.js';

/** Work that takes the given milliseconds, the last of them again and again, by a clock of its own. */
function workOf(...milliseconds: number[]): { work: () => Promise<void>; now: () => number; done: () => number } {
  let [clock, done] = [0, 0];
  return {
    work: () => { clock += milliseconds[Math.min(done++, milliseconds.length - 1)]!; return Promise.resolve(); },
    now: () => clock, done: () => done,
  };
}

test('the warm-up does not count, and lasts three repeats and as long as it should', async () => {
  const few = workOf(99, 99, 99, 200);
  expect(await timedRepeats(few.work, { warm: 0.1, measured: 1 }, few.now)).toEqual({ median: 200, p10: 200, p90: 200, min: 200, n: 5 });
  const many = workOf(10);
  await timedRepeats(many.work, { warm: 0.25, measured: 0.05 }, many.now);
  expect(many.done()).toBe(25 + 5);
});

test('repeats go on until the time is over, each timed on its own', async () => {
  const { work, now } = workOf(1, 1, 1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110);
  const { median, p10, p90, min, n } = await timedRepeats(work, { warm: 0, measured: 0.66 }, now);
  expect({ median, min, n }).toEqual({ median: 60, min: 10, n: 11 });
  expect([p10, p90].map(Math.round)).toEqual([20, 100]);
});

test('slow work ends after eight seconds with two repeats', async () => {
  const { work, now, done } = workOf(5000);
  expect((await timedRepeats(work, { warm: 0.25, measured: 0.7 }, now)).n).toBe(2);
  expect(done()).toBe(1 + 2);
});

test('fast work ends after twenty thousand repeats', async () => {
  const { work, now } = workOf(1e-3);
  expect((await timedRepeats(work, { warm: 0, measured: 1000 }, now)).n).toBe(20_000);
});
