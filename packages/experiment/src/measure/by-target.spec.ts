import { expect, test } from '@jest/globals';
import { byTarget } from './by-target.js';

test('each target is given by itself, with the predictions of it', () => {
  const [predictions, targets] = [[1, 100, 3, 300], [2, 200, 4, 400]].map((values) => ({ count: 2, width: 2, values: Float64Array.from(values) })) as never[];
  expect(byTarget(['a', 'b'], predictions!, targets!, (some, known) => [some, known].map(({ count, width, values }) => ({ count, width, values: [...values] })))).toEqual({
    a: [{ count: 2, width: 1, values: [1, 3] }, { count: 2, width: 1, values: [2, 4] }], b: [{ count: 2, width: 1, values: [100, 300] }, { count: 2, width: 1, values: [200, 400] }],
  });
});
