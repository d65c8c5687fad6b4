import { expect, test } from '@jest/globals';
import { inTurns } from './in-turns.js';

test('every side is asked once a round, alone, and rounds begin with one side after the other', async () => {
  const log: string[] = [];
  const all = await inTurns(3, 4, async (side) => {
    log.push(`${side} begins`);
    await Promise.resolve();
    log.push(`${side} ends`);
    return log.length;
  });
  expect(log.filter((_, k) => k % 2 === 0)).toEqual([0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2].map((side) => `${side} begins`));
  expect(log.filter((_, k) => k % 2 === 1)).toEqual([0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2].map((side) => `${side} ends`));
  expect(all).toEqual([[2, 12, 16, 20], [4, 8, 18, 22], [6, 10, 14, 24]]);
});
