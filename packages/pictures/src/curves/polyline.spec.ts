import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distanceTo, pathPoints } from '../fixtures/path-points.js';
import { areaData, pathData, type Point, runs, simplified } from './polyline.js';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 30 });

test('a simplified line keeps its ends and passes all points within the tolerance', () => {
  fc.assert(fc.property(points, fc.constantFrom(0.1, 5, 100), (line, tolerance) => {
    const kept = simplified(line, tolerance);
    expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)]);
    for (const point of line) expect(distanceTo([kept.map(([x, y]): [number, number] => [x, y])], point)).toBeLessThanOrEqual(tolerance + 1e-9);
  }), { seed: 3 });
  expect(simplified([[0, 0], [1, 0], [2, 0], [3, 1]])).toEqual([[0, 0], [2, 0], [3, 1]]);
});

test('path data say the points, rounded, however long the line', () => {
  fc.assert(fc.property(fc.array(points, { minLength: 1, maxLength: 3 }), fc.constantFrom(1, 2), (lines, decimals) => {
    const unit = 10 ** decimals;
    const read = pathPoints(pathData(lines, decimals));
    expect(read.map((line) => line.length)).toEqual(lines.map((line) => Math.max(2, line.length)));
    lines.forEach((line, l) => line.forEach(([x, y], k) => {
      expect(read[l]![k]!.map((value) => Math.round(value * unit) + 0)).toEqual([x, y].map((value) => Math.round(value * unit) + 0));
    }));
  }), { seed: 4 });
  expect(pathData([[[0.5, -0.25], [1, 1], [0.25, 1]], [[3, 4]]])).toBe('M.5-.25l.5 1.25-.75 0M3 4h0');
});

test('gaps part a line, and an area where either side has one', () => {
  const [a, b, c]: Point[] = [[0, 0], [1, 1], [2, 0]];
  expect(runs([null, a!, b!, null, null, c!, null])).toEqual([[a, b], [c]]);
  expect(runs([null])).toEqual([]);
  const low: Point[] = [[0, 10], [1, 10], [2, 12], [3, 10]];
  expect(pathPoints(areaData(low, [[0, 1], [1, 1], null, [3, 1]]))).toEqual([[[0, 1], [1, 1], [1, 10], [0, 10]], [[3, 1], [3, 10]]]);
  expect(areaData([null], [[0, 0]])).toBe('');
});
