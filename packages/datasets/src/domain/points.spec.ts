import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { type Box, gridSide, pointsIn, type Sampling } from './points.js';

const unit = (d: number): Box => Array.from({ length: d }, () => [0, 1] as const);
const points = (box: Box, count: number, how: Sampling, seed = 1): Samples => pointsIn(box, count, how, randomStream(seed, 'points'));
const column = ({ values, width }: Samples, i: number): number[] => [...values].filter((_, k) => k % width === i);

/** How uneven points of the unit box are: the L2 star discrepancy (Warnock 1972). */
function discrepancy({ count, width, values }: Samples): number {
  const at = (row: number, i: number): number => values[row * width + i]!;
  let [single, double] = [0, 0];
  for (let a = 0; a < count; a++) {
    let product = 1;
    for (let i = 0; i < width; i++) product *= 1 - at(a, i) ** 2;
    single += product;
    for (let b = 0; b < count; b++) {
      let both = 1;
      for (let i = 0; i < width; i++) both *= 1 - Math.max(at(a, i), at(b, i));
      double += both;
    }
  }
  return Math.sqrt(3 ** -width - (2 ** (1 - width) / count) * single + double / count ** 2);
}

test.each([[1, 0.2], [2, 0.5], [3, 0.5]])('spread points of %d coordinates are more even than random ones, and no two are alike in a coordinate', (d, share) => {
  const seeds = [1, 2, 3, 4, 5, 6];
  const mean = (how: Sampling): number => seeds.reduce((sum, seed) => sum + discrepancy(points(unit(d), 300, how, seed)), 0) / seeds.length;
  expect(mean('spread')).toBeLessThan(share * mean('random'));
  for (const seed of seeds) {
    for (let i = 0; i < d; i++) {
      const sorted = column(points(unit(d), 300, 'spread', seed), i).sort((x, y) => x - y);
      // Random ones come as near as 1e-5 to each other.
      expect(Math.min(...sorted.slice(1).map((x, k) => x - sorted[k]!))).toBeGreaterThan(2e-4);
    }
  }
});

test('points lie within the box, and fill it', () => {
  const box: Box = [[-3, -1], [10, 40]];
  for (const how of ['spread', 'random'] as const) {
    const drawn = points(box, 400, how);
    expect([drawn.count, drawn.width, drawn.values.length]).toEqual([400, 2, 800]);
    for (const [i, [low, high]] of box.entries()) {
      const of = column(drawn, i);
      expect(of.every((x) => x >= low && x <= high)).toBe(true);
      for (let q = 0; q < 4; q++) expect(Math.abs(of.filter((x) => Math.floor(4 * (x - low) / (high - low)) === q).length - 100)).toBeLessThan(how === 'spread' ? 5 : 45);
    }
  }
});

test('another seed gives other points, and the same one the same', () => {
  for (const how of ['spread', 'random'] as const) {
    expect(points(unit(2), 20, how, 1)).toEqual(points(unit(2), 20, how, 1));
    expect(points(unit(2), 20, how, 1)).not.toEqual(points(unit(2), 20, how, 2));
  }
  expect(points(unit(2), 20, 'grid', 1)).toEqual(points(unit(2), 20, 'grid', 2));
});

test('a grid has the ends, exactly, and every combination once', () => {
  const box: Box = [[-0.3, 0.1], [1, 3]];
  const grid = points(box, 12, 'grid');
  expect(grid.count).toBe(9);
  expect(column(grid, 0).map((x) => Number(x.toFixed(12)))).toEqual([-0.3, -0.3, -0.3, -0.1, -0.1, -0.1, 0.1, 0.1, 0.1]);
  expect(column(grid, 1)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  expect([grid.values[0], grid.values.at(-2)]).toEqual([-0.3, 0.1]);
});

test('a grid has at most as many points as were asked for, and no power is lost to rounding', () => {
  for (const d of [1, 2, 3, 4, 5]) {
    for (const side of [2, 3, 5, 7, 10, 21]) {
      expect([gridSide(side ** d, d), gridSide(side ** d - 1, d), gridSide(side ** d + 1, d)]).toEqual([side, side - 1, d === 1 ? side + 1 : side]);
    }
  }
  for (const count of [4, 50, 99, 100, 101, 2500]) expect(points(unit(2), count, 'grid').count).toBe(Math.floor(Math.sqrt(count)) ** 2);
});

test('points that are too few for a grid are spread', () => {
  expect(points(unit(12), 2500, 'grid')).toEqual(points(unit(12), 2500, 'spread'));
  expect(points(unit(1), 1, 'grid').count).toBe(1);
});

test('a coordinate that is held stays where it is, and the others have all points', () => {
  const box: Box = [[0, 1], [5, 5], [0, 1]];
  for (const how of ['spread', 'grid', 'random'] as const) {
    const drawn = points(box, 49, how);
    expect(drawn.count).toBe(49);
    expect(new Set(column(drawn, 1))).toEqual(new Set([5]));
    expect([new Set(column(drawn, 0)).size, new Set(column(drawn, 2)).size]).toEqual(how === 'grid' ? [7, 7] : [49, 49]);
  }
});

test('the face of a single coordinate is one point', () => {
  for (const how of ['spread', 'grid', 'random'] as const) expect(points([[3, 3]], 100, how)).toEqual({ count: 1, width: 1, values: Float64Array.of(3) });
});
