import { expect, test } from '@jest/globals';
import { sharedOut } from './shared-out.js';

test('every item is worked on once, by a worker that is free, and results keep the order of the items', async () => {
  const busy = new Set<string>();
  const done: string[] = [];
  const results = await sharedOut(['a', 'b'], [3, 1, 2, 0], async (worker, item) => {
    expect(busy).not.toContain(worker);
    busy.add(worker);
    for (let k = 0; k < item; k++) await Promise.resolve();
    busy.delete(worker);
    done.push(worker);
    return 10 * item;
  });
  expect(results).toEqual([30, 10, 20, 0]);
  expect(done).toHaveLength(4);
  expect(new Set(done)).toEqual(new Set(['a', 'b']));
});

test('a failure is passed on', async () => {
  await expect(sharedOut([1], [1, 2], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
