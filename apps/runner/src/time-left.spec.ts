import { expect, test } from '@jest/globals';
import type { RunEvent } from '@knotwork/experiment';
import { RemainingTime, type TimeLeft } from './time-left.js';

/** What is left after some events. @param mostSteps of every stage */
function leftAfter(mostSteps: readonly number[], events: readonly Readonly<Record<string, unknown>>[]): TimeLeft | null {
  const time = new RemainingTime(mostSteps);
  for (const event of events) time.observe({ stage: 0, kind: 'fit', stages: mostSteps.length, resolution: [5], ...event } as unknown as RunEvent);
  return time.left();
}
const began = (seconds: number, rest = {}) => ({ event: 'stage-started', seconds, ...rest });
const ended = (seconds: number, rest = {}) => ({ event: 'stage-finished', seconds, ...rest });
const step = (at: number, steps: number, seconds: number, rest = {}) => ({ event: 'step', step: at, steps, seconds, ...rest });

test('steps to come take as long as those that were taken', () => {
  expect(leftAfter([100], [began(1)])).toBeNull();
  expect(leftAfter([100], [began(1), step(0, 100, 1.5)])).toBeNull();
  expect(leftAfter([100], [began(1), step(0, 100, 1), step(10, 100, 3)])).toEqual({ seconds: 18, of: 'run' });
  expect(leftAfter([100], [began(1), step(0, 100, 1), step(100, 100, 21)])).toEqual({ seconds: 0, of: 'run' });
});

test('starts are counted as planned, the optimization that follows them too', () => {
  // 4 starts of 10 steps, then 60: a second a step.
  const starts = [0, 1, 2].flatMap((start) => [step(0, 10, 10 * start, { start, starts: 4 }), step(10, 10, 10 * start + 10, { start, starts: 4 })]);
  expect(leftAfter([100], [began(0), ...starts])).toEqual({ seconds: 70, of: 'run' });
  const last = [step(0, 10, 30, { start: 3, starts: 4 }), step(10, 10, 40, { start: 3, starts: 4 })];
  expect(leftAfter([100], [began(0), ...starts, ...last, step(0, 60, 40), step(20, 60, 60)])).toEqual({ seconds: 40, of: 'run' });
});

test('an optimization that ended before its last step leaves no more to do', () => {
  // Two levels of 50 steps: the first ends after 10.
  const events = [began(0), step(0, 50, 0), step(10, 50, 10), step(0, 50, 10, { resolution: [10] }), step(10, 50, 20, { resolution: [10] })];
  expect(leftAfter([100], events)).toEqual({ seconds: 40, of: 'run' });
});

test('of later stages nobody knows before they ran; then what is left is that of the stage', () => {
  const events = [began(0), step(0, 10, 0), step(5, 10, 5)];
  expect(leftAfter([10, 20], events)).toEqual({ seconds: 5, of: 'stage' });
  expect(leftAfter([10, 20], [...events, ended(10)])).toBeNull();
  expect(leftAfter([10, 20], [...events, ended(10), began(10, { stage: 1 }), step(0, 20, 10, { stage: 1 }), step(5, 20, 20, { stage: 1 })])).toEqual({ seconds: 30, of: 'run' });
});

test('members to come take as long as those before, stage by stage', () => {
  const of = (member: number) => ({ member, members: 3 });
  expect(leftAfter([10], [began(0, of(1)), step(0, 10, 0, of(1)), step(5, 10, 5, of(1))])).toEqual({ seconds: 25, of: 'run' });
  const first = [began(0, of(1)), step(0, 10, 0, of(1)), step(10, 10, 10, of(1)), ended(11, of(1)), began(11, { ...of(1), stage: 1 }), ended(15, { ...of(1), stage: 1 })];
  // Of the second member 4 s and 5 s of its first stage, and 4 s of its second; of the third 9 s and 4 s.
  const second = [began(15, of(2)), step(0, 10, 15, of(2)), step(4, 10, 19, of(2))];
  expect(leftAfter([10, 0], [...first, ...second])).toEqual({ seconds: 6 + 4 + 10 + 4, of: 'run' });
});

test('a run that goes on counts its steps from there, and the stage from its beginning', () => {
  expect(leftAfter([100], [{ event: 'resumed', seconds: 50, stageBegan: 0 }, step(40, 100, 51)])).toBeNull();
  expect(leftAfter([100], [{ event: 'resumed', seconds: 50, stageBegan: 0 }, step(40, 100, 50), step(50, 100, 60)])).toEqual({ seconds: 50, of: 'run' });
});

test('of a stage that does not say how many steps it takes nothing is known', () => {
  expect(leftAfter([0], [began(0), step(0, 10, 0), step(5, 10, 5)])).toBeNull();
});
