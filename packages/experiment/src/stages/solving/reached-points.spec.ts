import { expect, test } from '@jest/globals';
import type { Samples } from '@knotwork/plugin';
import { pressed, reachedPoints } from './reached-points.js';

const samples = (...rows: readonly (readonly [number, number])[]): Samples => ({ count: rows.length, width: 2, values: Float64Array.from(rows.flat()) });
const reach = { column: 1, interval: [2, 6], share: 0.25 } as const;
const draw = { inside: () => samples() };

test('points that can be drawn lie in the part that has been reached, as many and as they were along other coordinates', () => {
  const inside = samples([-1, 2], [0, 4], [1, 6]);
  expect(reachedPoints({ points: { inside: { inputs: inside } }, draw }, reach)['inside']).toEqual({ inputs: samples([-1, 2], [0, 2.5], [1, 3]) });
  expect(pressed(inside, reach)).toEqual(samples([-1, 2], [0, 2.5], [1, 3]));
});

test('of given points those beyond weigh nothing, and what the others weigh makes up for it', () => {
  const given = { inputs: samples([0, 2], [0, 3], [0, 3.1], [0, 6]), targets: samples([1, 1], [2, 2], [3, 3], [4, 4]) };
  expect(reachedPoints({ points: { given }, draw }, reach)['given']).toEqual({ ...given, weights: Float64Array.of(2, 2, 0, 0) });
  const weighed = { ...given, weights: Float64Array.of(1, 3, 1, 5) };
  expect(reachedPoints({ points: { given: weighed }, draw }, reach)['given']).toEqual({ ...given, weights: Float64Array.of(2.5, 7.5, 0, 0) });
});

test('where all given points are reached they stay, where none is they weigh nothing', () => {
  const [begin, end] = [{ inputs: samples([0, 2], [1, 2]) }, { inputs: samples([0, 6]) }];
  const points = reachedPoints({ points: { begin, end }, draw }, reach);
  expect(points['begin']).toBe(begin);
  expect(points['end']).toEqual({ ...end, weights: Float64Array.of(0) });
});

test('when all of it has been reached points are what they were', () => {
  const points = { inside: { inputs: samples([0, 5]) } };
  expect(reachedPoints({ points, draw }, null)).toBe(points);
  expect(pressed(points.inside.inputs, null)).toBe(points.inside.inputs);
});
