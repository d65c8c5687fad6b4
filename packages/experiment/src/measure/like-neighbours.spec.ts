import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { likeNeighbours } from './like-neighbours.js';

const rows = (count: number, width: number, seed = 0): { count: number; width: number; values: Float64Array } => {
  const stream = randomStream(seed, 'rows');
  return { count, width, values: Float64Array.from({ length: count * width }, () => stream.uniform(0, 1)) };
};

test.each([[20, 1], [100, 1], [100, 2], [3000, 2]])('noise of %i rows, %i inputs, is not like that of its neighbours; a wave is', (count, width) => {
  const found = Array.from({ length: 20 }, (_, seed) => {
    const stream = randomStream(seed, 'noise');
    return likeNeighbours(rows(count, width, seed), Float64Array.from({ length: count }, () => stream.normal()));
  });
  expect(Math.max(...found)).toBeLessThan(Math.max(0.5, 4 / Math.sqrt(count)));
  const inputs = rows(count, width);
  expect(likeNeighbours(inputs, Float64Array.from({ length: count }, (_, n) => Math.cos(4 * inputs.values[n * width]!)))).toBeGreaterThan(0.8);
});

test('rows that are met have nothing left that could be alike', () => {
  expect(likeNeighbours(rows(30, 1), new Float64Array(30))).toBe(0);
});
