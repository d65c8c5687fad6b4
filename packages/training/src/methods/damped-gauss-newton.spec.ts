import { expect, test } from '@jest/globals';
import { type DampingRule, defineOptimizer, type OptimizerDefinition, z } from '@knotwork/plugin';
import { type Asked, forcedGrid, scriptedFit } from '../fixtures/scripted.js';

/** Calls of a rule, as they came. */
interface Calls { readonly rejected: [number, number][]; readonly accepted: [number, number][] }

/** A rule that writes down what it is told: a tenth after a step, tenfold, hundredfold, ... after failures. */
function ruled(change: Partial<DampingRule> = {}): { optimizer: OptimizerDefinition; calls: Calls } {
  const calls: Calls = { rejected: [], accepted: [] };
  const rule: DampingRule = {
    shape: 'marquardt', start: 1, restart: 1e-3, tries: 9, tolerance: 0, patience: 99,
    accepted: (mu, gain) => { calls.accepted.push([mu, gain]); return mu / 10; },
    rejected: (mu, failures) => { calls.rejected.push([mu, failures]); return mu * 10 ** failures; },
    ...change,
  };
  const optimizer = defineOptimizer({ name: 'ruled', summary: 'Writes down', options: z.strictObject({}), method: 'normal-equations', damping: () => rule });
  return { calls, optimizer: optimizer as OptimizerDefinition };
}

const dampings = (asked: readonly Asked[]): (number | undefined)[] => asked.filter(({ what }) => what === 'tryStep').map(({ mu }) => mu);

/** A step that is higher than where it starts from. */
const up = { value: 1e9 };

test('damping rises with the failures of a step, counted from one, and falls after it by its gain', async () => {
  const { optimizer, calls } = ruled();
  const answers = [up, { value: NaN }, { value: 60, predicted: 80 }, up, { value: 40, predicted: 5 }];
  const { asked, result } = await scriptedFit({ normal: (k) => [100, 60][k]!, trial: (k) => answers[k]! }, optimizer, { steps: 2 });
  expect(dampings(asked)).toEqual([1, 10, 1000, 100, 1000]);
  expect(calls.rejected).toEqual([[1, 1], [10, 2], [100, 1]]);
  expect(calls.accepted).toEqual([[1000, 0.5], [1000, 4]]);
  expect(result).toMatchObject({ ending: 'steps', steps: 2 });
});

test('a singular system gets four times the damping, at least 1e-14, and is no failure of a step', async () => {
  const { optimizer, calls } = ruled({ start: 1e-20 });
  const { asked } = await scriptedFit({ trial: (k) => (k < 3 ? 'singular' : k === 3 ? up : { value: 1 }) }, optimizer, { steps: 1 });
  expect(dampings(asked)).toEqual([1e-20, 1e-14, 4e-14, 1.6e-13, 1.6e-12]);
  expect(calls.rejected).toEqual([[1.6e-13, 1]]);
});

test('where no try helps, training ends after all of them, singular ones included, and evaluations are counted', async () => {
  const { optimizer } = ruled({ tries: 5, rejected: (mu) => 2 * mu });
  const answers = ['singular', { value: 99 }, up, 'singular', up, up, up] as const;
  const { asked, result } = await scriptedFit({ trial: (k) => answers[k]!, normal: () => 100 }, optimizer, { steps: 9 });
  expect(dampings(asked)).toEqual([1, 4, 0.4, 0.8, 3.2, 6.4, 12.8]);
  // Nothing is evaluated where there is no step.
  expect(result).toMatchObject({ ending: 'converged', steps: 1, counts: { jacobians: 2, functions: 5, gradients: 0 } });
});

test('a step that leaves the objective where it is does not help', async () => {
  const { optimizer } = ruled({ tries: 1 });
  expect((await scriptedFit({ normal: () => 100, trial: () => ({ value: 100 }) }, optimizer)).result).toMatchObject({ ending: 'converged', steps: 0 });
});

test('more damping than 1e12 is not tried', async () => {
  const { optimizer } = ruled({ start: 1e11, rejected: (mu) => 10 * mu });
  expect(dampings((await scriptedFit({ trial: () => up }, optimizer)).asked)).toEqual([1e11, 1e12]);
});

test('a fresh network starts with the damping of a start, one that was trained with that of a restart', async () => {
  const first = async (phase: 'start' | 'restart'): Promise<unknown> => dampings((await scriptedFit({}, ruled().optimizer, { steps: 1, phase })).asked)[0];
  expect(await first('start')).toBe(1);
  expect(await first('restart')).toBe(1e-3);
});

test('every start begins with the damping of a start, and what goes on from the best with that of a restart', async () => {
  const { asked } = await scriptedFit({}, ruled().optimizer, { starts: { count: 2, steps: 2, keep: 2 }, steps: 2, phase: 'start' });
  expect(dampings(asked)).toEqual([1, 0.1, 1, 0.1, 1e-3, 1e-4, 1e-3, 1e-4]);
});

test('where other grids may help, the damping stays as it was before the tries that did not', async () => {
  const { optimizer } = ruled({ tries: 2 });
  const grid = forcedGrid(({ hasConverged, sinceMove }) => hasConverged && sinceMove > 9);
  const { asked, result } = await scriptedFit({ normal: () => 100, trial: (k) => (k === 2 ? { value: 1 } : up) }, optimizer, { steps: 4 }, { grid });
  // Two tries, a move, a step, and two more.
  expect(dampings(asked)).toEqual([1, 10, 1, 0.1, 1]);
  expect(result).toMatchObject({ ending: 'converged', steps: 1 });
});
