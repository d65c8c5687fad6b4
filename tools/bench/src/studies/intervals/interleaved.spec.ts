import { expect, test } from '@jest/globals';
import { interleaved } from './interleaved.js';

test('measures take turns, warm-up does not count, and medians ignore a slow moment', async () => {
  let clock = 0;
  const order: string[] = [];
  const spend = (name: string, times: number[]) => (): Promise<void> => {
    order.push(name);
    clock += times.shift()!;
    return Promise.resolve();
  };
  const medians = await interleaved([spend('a', [99, 1, 1, 50]), spend('b', [99, 2, 3, 4])], 3, () => clock);
  expect(medians).toEqual([1, 3]);
  expect(order.join('')).toBe('abababab');
});
