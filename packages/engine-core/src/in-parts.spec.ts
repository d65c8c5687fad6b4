import { expect, test } from '@jest/globals';
import { inParts } from './in-parts.js';

/** Adds 1 to 4, or to another number, and writes down what happens. */
function* sum(log: string[], last = 4): Generator<void, number> {
  let total = 0;
  try {
    for (let k = 1; k <= last; k++) {
      if (k > 1) yield;
      log.push(`add ${k}`);
      total += k;
    }
    return total;
  } finally {
    log.push('end');
  }
}

test('without pauses, and where there is no place for one, the answer is there at once', () => {
  expect(inParts(sum([]), undefined)).toBe(10);
  const pause = (): Promise<void> => { throw new Error('paused'); };
  expect(inParts(sum([], 1), pause)).toBe(1);
});

test('between parts there are pauses', async () => {
  const log: string[] = [];
  const answer = inParts(sum(log), async () => { log.push('pause'); });
  expect(log).toEqual(['add 1', 'pause']);
  expect(await answer).toBe(10);
  expect(log).toEqual(['add 1', 'pause', 'add 2', 'pause', 'add 3', 'pause', 'add 4', 'end']);
});

test('a pause that rejects ends the work where it stands', async () => {
  const log: string[] = [];
  const reason = new Error('enough');
  const pause = async (): Promise<void> => { if (log.length === 2) throw reason; };
  await expect(inParts(sum(log), pause)).rejects.toBe(reason);
  expect(log).toEqual(['add 1', 'add 2', 'end']);
});
