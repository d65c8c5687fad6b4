import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { defineOptimizer, type OptimizerDefinition, z } from '@knotwork/plugin';
import { type Asked, changing, forcedGrid, heldOut, type Script, scriptedFit } from '../fixtures/scripted.js';
import { DATA } from '../objective.js';

const update = defineOptimizer({
  name: 'downhill', summary: 'Steepest descent', options: z.strictObject({}), method: 'update', slots: [],
  update: ({ parameter, gradient }) => ({ parameter: parameter.sub(gradient), slots: {} }),
}) as OptimizerDefinition;

/** First step and number of steps of every chunk. */
const chunks = (asked: readonly Asked[]): [number, number][] => asked.filter(({ what }) => what === 'steps').map(({ plan, count }) => [plan!.first, count!]);

test('steps are asked for ten at a time, and the rest at the end', async () => {
  const { asked, result } = await scriptedFit({}, update, { steps: 23 });
  expect(chunks(asked)).toEqual([[1, 10], [11, 10], [21, 3]]);
  expect(result).toMatchObject({ ending: 'steps', steps: 23, counts: { gradients: 23, jacobians: 0 } });
});

test('a chunk ends where grids are to be looked at', async () => {
  const { asked } = await scriptedFit({}, update, { steps: 20 }, { grid: forcedGrid(({ step }) => step === 4 || step === 7) });
  expect(chunks(asked)).toEqual([[1, 4], [5, 3], [8, 10], [18, 3]]);
  // Between the chunks the grid moves.
  const order = asked.map(({ what }) => what).filter((what) => what === 'steps' || what === 'write');
  expect(order).toEqual(['steps', 'write', 'steps', 'write', 'steps', 'steps']);
});

test('a chunk ends where a penalty round does, and the next has the next penalty', async () => {
  const { asked } = await scriptedFit({}, update, { steps: 14, refreshEvery: 6 }, { penalties: [changing] });
  expect(chunks(asked)).toEqual([[1, 6], [7, 6], [13, 2]]);
  expect(asked.filter(({ what }) => what === 'steps').map(({ penalty }) => penalty)).toEqual([0, 1, 2]);
});

test('every chunk is told all of the plan, and sees training points', async () => {
  const batch = { [DATA]: { size: 2, stream: randomStream(1, 'batch') } };
  const { signal } = new AbortController();
  const { asked } = await scriptedFit({}, update, { steps: 12, batch, clip: 3, signal }, { validation: heldOut });
  const steps = asked.filter(({ what }) => what === 'steps');
  expect(steps.map(({ points }) => points)).toEqual(['train', 'train']);
  expect(steps.map(({ plan }) => plan)).toEqual([{ first: 1, total: 12, batch, clip: 3, signal }, { first: 11, total: 12, batch, clip: 3, signal }]);
});

test('a chunk that was cut short counts by the steps that stand', async () => {
  const abort = new AbortController();
  const steps: Script['steps'] = (k, count) => {
    if (k === 1) abort.abort();
    return { done: k === 1 ? 4 : count, value: 1 };
  };
  const { result, asked, events } = await scriptedFit({ steps }, update, { steps: 30, signal: abort.signal });
  expect(chunks(asked)).toEqual([[1, 10], [11, 10]]);
  expect(events.map(({ step }) => step)).toEqual([0, 10, 14]);
  expect(result).toMatchObject({ ending: 'aborted', steps: 14, counts: { gradients: 14 } });
});

test('a step that is not finite ends training with the steps that stand', async () => {
  const { result } = await scriptedFit({ steps: (k, count) => (k === 1 ? { done: 3, value: NaN } : { done: count, value: 1 }) }, update, { steps: 30 });
  expect(result).toMatchObject({ ending: 'not-finite', steps: 13 });
});

test('the value of a batch is told as a mean over its own points', async () => {
  // Of six points, batches of four and two: what the engine says of the second is a sum over four.
  const batch = { [DATA]: { size: 4, stream: randomStream(1, 'batch') } };
  const { events } = await scriptedFit({ steps: () => ({ done: 1, value: 3 }) }, update, { steps: 2, batch });
  // A loss of residuals is twice the objective.
  expect(events.map(({ loss }) => loss)).toEqual([expect.any(Number), 6, 12]);
});
