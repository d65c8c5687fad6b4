import { describe, expect, test } from '@jest/globals';
import { defineOptimizer, type OptimizerDefinition, z } from '@knotwork/plugin';
import { changing, forcedGrid, type Script, scriptedFit } from '../fixtures/scripted.js';

// By damped Gauss-Newton, each of whose steps is one question: step k goes from `falls[k]` to half of it, or as the script says.

/** @param patience steps in a row that lower the objective by less than a tenth of it, one try each */
const method = (patience: number): OptimizerDefinition => defineOptimizer({
  name: 'patient', summary: 'One try a step', options: z.strictObject({}), method: 'normal-equations',
  damping: () => ({ shape: 'marquardt', start: 1, restart: 1, tries: 1, tolerance: 0.1, patience, accepted: (mu) => mu, rejected: (mu) => mu }),
}) as OptimizerDefinition;

/** Steps by the share that each takes off the objective of 100 that it begins with; 0 for one that does not help. */
const shares = (...of: number[]): Script => ({ normal: () => 100, trial: (k) => ({ value: 100 * (1 - (of[k] ?? 0.5)) }) });

const SLOW = 0.05;
const GOOD = 0.2;

test('training has converged after so many slow steps in a row, not one earlier or later', async () => {
  for (const patience of [1, 2, 4]) {
    const { result } = await scriptedFit(shares(SLOW, SLOW, SLOW, SLOW, SLOW), method(patience), { steps: 9 });
    expect(result).toMatchObject({ ending: 'converged', steps: patience });
  }
});

test('a step that is not slow begins the count anew', async () => {
  const { result } = await scriptedFit(shares(SLOW, SLOW, GOOD, SLOW, SLOW, SLOW), method(3), { steps: 9 });
  expect(result).toMatchObject({ ending: 'converged', steps: 6 });
});

test('a step is slow by its share of an objective below zero, too', async () => {
  const below = (share: number): Script => ({ normal: () => -100, trial: () => ({ value: -100 - 100 * share }) });
  expect((await scriptedFit(below(SLOW), method(2), { steps: 5 })).result).toMatchObject({ ending: 'converged', steps: 2 });
  expect((await scriptedFit(below(GOOD), method(2), { steps: 5 })).result).toMatchObject({ ending: 'steps', steps: 5 });
});

describe('where other grids may help', () => {
  const once = forcedGrid(({ hasConverged, sinceMove }) => hasConverged && sinceMove === Infinity);
  const always = forcedGrid(({ hasConverged }) => hasConverged);

  test('slow steps are followed by others, and the count begins anew', async () => {
    const { result } = await scriptedFit(shares(SLOW, SLOW, SLOW, SLOW, SLOW), method(2), { steps: 9 }, { grid: once });
    expect(result).toMatchObject({ ending: 'converged', steps: 4, grid: { moves: 1 } });
  });

  test('a step that does not help is tried again', async () => {
    const { result, asked } = await scriptedFit(shares(GOOD, 0, GOOD, 0), method(9), { steps: 9 }, { grid: once });
    expect(result).toMatchObject({ ending: 'converged', steps: 2, grid: { moves: 1 } });
    const order = asked.map(({ what }) => what).filter((what) => ['tryStep', 'accept', 'write'].includes(what));
    expect(order).toEqual(['tryStep', 'accept', 'tryStep', 'write', 'tryStep', 'accept', 'tryStep']);
  });

  test('they are not looked at twice in a row', async () => {
    const { result } = await scriptedFit(shares(GOOD, 0, 0, GOOD), method(9), { steps: 9 }, { grid: always });
    expect(result).toMatchObject({ ending: 'converged', steps: 1, grid: { moves: 1 } });
  });

  test('they are looked at again after a step that helped', async () => {
    const { result } = await scriptedFit(shares(0, GOOD, 0, GOOD, 0, 0), method(9), { steps: 9 }, { grid: always });
    expect(result).toMatchObject({ ending: 'converged', steps: 2, grid: { moves: 3 } });
  });

  test('slow steps count on over a look that found none', async () => {
    const { result } = await scriptedFit(shares(SLOW, 0, SLOW, SLOW), method(3), { steps: 9 }, { grid: once });
    expect(result).toMatchObject({ ending: 'converged', steps: 3 });
  });
});

test('where penalties change, another round begins when no step helps, and none when the last one took nothing off', async () => {
  // Objectives that rounds begin and end with: the first takes off a half, the second nothing.
  const rounds = [90, 45, 40, 40, 40];
  const script: Script = { ...shares(GOOD, 0, GOOD, 0), value: (_, nth) => [100, ...rounds][nth] ?? 1 };
  const { result, asked } = await scriptedFit(script, method(9), { steps: 9 }, { penalties: [changing] });
  expect(result).toMatchObject({ ending: 'converged', steps: 2 });
  expect(asked.filter(({ what }) => what === 'tryStep').map(({ penalty }) => penalty)).toEqual([0, 0, 1, 1]);
});

test('an objective that is not finite ends training before a step is tried', async () => {
  const { result, asked } = await scriptedFit({ normal: (k) => (k === 0 ? 100 : NaN) }, method(9), { steps: 9 });
  expect(result).toMatchObject({ ending: 'not-finite', steps: 1 });
  expect(asked.filter(({ what }) => what === 'tryStep')).toHaveLength(1);
});
