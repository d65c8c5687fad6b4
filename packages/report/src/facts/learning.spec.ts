import { expect, test } from '@jest/globals';
import { learningOf } from './learning.js';
import type { EventOfRun, RunContents } from '../contents/run-contents.js';

const contentsOf = (events: readonly EventOfRun[], member?: number): RunContents =>
  ({ place: 'it', record: null, imported: null, result: member === undefined ? null : { member }, timing: null, events, network: null, evaluation: null, picture: null, solution: null, notes: [] });
const step = (loss: number | null, at: Partial<EventOfRun> = {}): EventOfRun => ({ event: 'step', stage: 0, kind: 'fit', resolution: [3], loss, validation: loss === null ? null : 2 * loss, ...at });

test('several starts are drawn one over the other, and what follows goes on after the longest', () => {
  const learning = learningOf(contentsOf([
    step(9, { start: 0 }), step(8, { start: 0 }), step(7, { start: 1 }), step(6, { start: 1 }), step(5, { start: 1 }), { event: 'grid', stage: 0, start: 1 }, step(4), step(3),
    step(2, { stage: 1, kind: 'extend-grid', resolution: [6] }), step(1, { stage: 1, kind: 'extend-grid', resolution: [6] }), step(0.5, { stage: 1, kind: 'extend-grid', resolution: [12] }),
  ]));
  expect(learning).toEqual({
    value: 'loss', along: 'step', marks: [{ at: 3, label: 'best' }, { at: 5, label: 'extend-grid' }, { at: 7, label: '12' }], series: [
      { name: 'train', steps: [3, 4, 4, 5, 6, 6, 7], values: [4, 3, NaN, 2, 1, NaN, 0.5] },
      { name: 'validation', steps: [3, 4, 4, 5, 6, 6, 7], values: [8, 6, NaN, 4, 2, NaN, 1] },
      { name: 'starts, train', steps: [0, 1, 1, 0, 1, 2], values: [9, 8, NaN, 7, 6, 5] },
    ],
  });
});

test('what follows does not lie over the longest start, whichever that is', () => {
  const learning = learningOf(contentsOf([step(9, { start: 0 }), step(8, { start: 0 }), step(7, { start: 0 }), step(6, { start: 1 }), step(4), step(3)]));
  expect(learning!.series.map(({ steps }) => steps)).toEqual([[3, 4], [3, 4], [0, 1, 2, 2, 0]]);
});

test('a single start is a part of the way', () => {
  const learning = learningOf(contentsOf([step(9, { start: 0 }), step(8, { start: 0 }), step(4), step(3)]));
  expect(learning!.series.map(({ name, values }) => [name, values])).toEqual([['train', [9, 8, NaN, 4, 3]], ['validation', [18, 16, NaN, 8, 6]]]);
});

test('of several members the one whose network is shown is drawn', () => {
  const events = [1, 2, 3].flatMap((member) => [step(10 * member, { member }), step(member, { member })]);
  expect(learningOf(contentsOf(events, 2))!.series[0]!.values).toEqual([20, 2]);
  expect(learningOf(contentsOf(events))!.series[0]!.values).toEqual([10, 1]);
});

test('what is not finite is a gap, and less than two steps are no curve', () => {
  expect(learningOf(contentsOf([step(3), step(null), step(1)]))!.series[0]!.values).toEqual([3, NaN, 1]);
  expect(learningOf(contentsOf([step(3)]))).toBeNull();
  expect(learningOf(contentsOf([]))).toBeNull();
});

test('of thousands of steps some are drawn, the last among them', () => {
  const { steps, values } = learningOf(contentsOf(Array.from({ length: 10_001 }, (_, k) => step(k))))!.series[0]!;
  expect(steps.length).toBeLessThan(2000);
  expect([steps[0], steps[steps.length - 1], values[values.length - 1]]).toEqual([0, 10_000, 10_000]);
});
