import { describe, expect, test } from '@jest/globals';
import { evaluate, trace } from '@knotwork/algebra';
import { z } from '@knotwork/plugin';
import { decayEnds, learningRate, scheduleShape } from './learning-rate.js';

const schema = z.strictObject({ rate: z.number(), ...scheduleShape });

/** The rate of each step of a stage. */
function rates(steps: number, options: Record<string, unknown>): number[] {
  const f = trace(['step', 'steps'], (step, n) => ({ rate: learningRate(schema.parse({ rate: 2, ...options }), step!, n!) }));
  return Array.from({ length: steps }, (_, k) => evaluate(f, { step: k + 1, steps })['rate']!);
}

const expectRates = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((rate, k) => expect(rate).toBeCloseTo(expected[k]!, 12));
};

const decays: Readonly<Record<string, [Record<string, unknown>, (p: number) => number]>> = {
  none: [{}, () => 1],
  cosine: [{ finalRate: 0.2 }, (p) => 0.2 + 0.8 * (1 + Math.cos(Math.PI * p)) / 2],
  linear: [{ finalRate: 0.2 }, (p) => 1 - 0.8 * p],
  exponential: [{ finalRate: 0.01 }, (p) => 0.01 ** p],
  step: [{ dropEvery: 7, dropFactor: 0.5 }, (p) => 0.5 ** Math.floor(Math.round(50 * p) / 7)],
};

describe.each(Object.entries(decays))('decay: %s', (decay, [options, share]) => {
  test('falls from the full rate over the steps of the stage', () => {
    expectRates(rates(50, { decay, ...options }), Array.from({ length: 50 }, (_, k) => 2 * share(k / 50)));
  });

  test('begins after a warmup that rises evenly to the full rate', () => {
    expectRates(rates(54, { decay, ...options, warmup: 4 }), [0.4, 0.8, 1.2, 1.6, ...Array.from({ length: 50 }, (_, k) => 2 * share(k / 50))]);
  });

  test('is still a warmup where that outlasts the stage', () => {
    expectRates(rates(3, { decay, ...options, warmup: 9 }), [0.2, 0.4, 0.6]);
  });
});

test('drops come after whole numbers of steps, also where their reciprocal rounds', () => {
  // 49 (1/49) is below 1.
  const all = rates(100, { decay: 'step', dropEvery: 49, dropFactor: 0.1 });
  expectRates([all[48]!, all[49]!, all[97]!, all[98]!], [2, 0.2, 0.2, 0.02]);
});

test('linear and cosine decay end one step short of their final share', () => {
  expect(rates(100, { decay: 'linear' }).at(-1)).toBeCloseTo(0.02, 12);
  expect(rates(100, { decay: 'cosine' }).at(-1)).toBeCloseTo(2 * Math.sin(Math.PI / 200) ** 2, 12);
});

test('an exponential decay to zero is refused with a way out', () => {
  const { error } = z.strictObject(scheduleShape).refine(...decayEnds).safeParse({ decay: 'exponential' });
  expect(error!.issues).toMatchObject([{ path: ['finalRate'], message: 'must be above 0 with decay: exponential, which never comes to 0. Use finalRate: 0.01, or decay: cosine' }]);
});
