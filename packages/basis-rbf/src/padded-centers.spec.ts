import { expect, test } from '@jest/globals';
import { centerBlocks, centerCount } from './padded-centers.js';

test('centers are whole numbers from ceil(2 width) before the domain to as many behind it', () => {
  expect(centerCount(7, 1)).toBe(12);
  expect(centerBlocks(7, 1, 3).flatMap((b) => b.centers)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(centerCount(3, 1.2)).toBe(10);
});

for (const width of [0.2, 0.5, 1, 1.5, 4]) {
  test(`with width ${width} no center lies further than the reach from the middle of its block`, () => {
    for (const intervals of [1, 6, 31, 500]) {
      const blocks = centerBlocks(intervals, width, 3);
      const all = blocks.flatMap((b) => b.centers);
      expect(all).toEqual(Array.from({ length: centerCount(intervals, width) }, (_, k) => k - Math.ceil(2 * width)));
      for (const { middle, centers } of blocks) {
        expect(centers).toContain(middle);
        for (const j of centers) expect(Math.abs(j - middle)).toBeLessThanOrEqual(3 * width);
      }
    }
  });
}
