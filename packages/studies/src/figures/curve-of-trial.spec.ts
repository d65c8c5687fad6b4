import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunFile } from '@knotwork/workspace';
import { curveOfTrial, valueAfter } from './curve-of-trial.js';

const path = mkdtempSync(join(tmpdir(), 'knotwork-curve-'));
afterAll(() => { rmSync(path, { recursive: true }); });

function curveOf(events: readonly object[], end = ''): ReturnType<typeof curveOfTrial> {
  writeFileSync(join(path, 'metrics.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join('') + end);
  return curveOfTrial({ read: (name) => readRunFile(path, name) });
}
const step = (at: number, loss: number | null, more: object = {}): object => ({ event: 'step', step: at, loss, stage: 0, ...more });

test('steps of all starts and stages are counted, and losses are the best so far', () => {
  const { steps, training, validation } = curveOf([
    { event: 'stage-started', stage: 0 }, step(0, 9, { start: 0, validation: 8 }), step(5, 3, { start: 0, validation: 4 }), step(0, 7, { start: 1, validation: 6 }), step(10, 4, { start: 1, validation: 2 }),
    step(0, 5, { stage: 1, validation: 3 }), { event: 'grid', step: 0, loss: 0 }, step(2, 1, { stage: 1, validation: null }),
  ]);
  expect(steps).toEqual([0, 5, 5, 15, 15, 17]);
  expect(training).toEqual([9, 3, 3, 3, 3, 1]);
  expect(validation).toEqual([8, 4, 4, 2, 2, 2]);
});

test('what was never measured is no number, and a line that a crash cut off is none', () => {
  expect(curveOf([step(0, 2), step(1, null)], '{"event":"step","step":2,"lo')).toEqual({ steps: [0, 1], training: [2, 2], validation: [NaN, NaN] });
  expect(curveOf([])).toEqual({ steps: [], training: [], validation: [] });
});

test('of several members the first is taken', () => {
  expect(curveOf([step(0, 2, { member: 1 }), step(0, 1, { member: 2 }), step(3, 0.5, { member: 2 })]).steps).toEqual([0]);
});

test('between its points a curve stays as it was', () => {
  const at = (place: number): number => valueAfter([1, 5, 5, 9], [10, 8, 7, 2], place);
  expect([0, 1, 4, 5, 8, 9, 100].map(at)).toEqual([NaN, 10, 10, 7, 7, 2, 2]);
});
