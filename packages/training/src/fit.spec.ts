import { expect, test } from '@jest/globals';
import { defineOptimizer, type OptimizerDefinition, z } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';
import { fit } from './fit.js';
import type { FitPlan } from './fit-plan.js';
import { heldOut, type Script, scriptedFit, scriptedNetwork } from './fixtures/scripted.js';
import { engine, planOf, settingOf } from './fixtures/setting.js';
import type { Problem } from './session.js';

/** Every step is taken, and leaves the network as it is. */
const standing = defineOptimizer({
  name: 'standing', summary: 'Takes every step', options: z.strictObject({}), method: 'normal-equations',
  damping: () => ({ shape: 'marquardt', start: 1, restart: 1, tries: 1, tolerance: 0, patience: 99, accepted: (mu) => mu, rejected: (mu) => mu }),
}) as OptimizerDefinition;

/** Which of several starts is kept, by their losses in training and in validation. The first coefficient of a network is the number of its start. */
async function kept(train: readonly number[], validation: readonly number[] | null, keep: number): Promise<{ start: number; loss: number; trained: number[] }> {
  const script: Script = { value: (points, _, unknowns) => (points === 'train' ? train : validation!)[unknowns[0]!]! };
  const held: Partial<Problem> = validation === null ? {} : { validation: heldOut };
  const trained: number[] = [];
  const plan = { starts: { count: train.length, steps: 1, keep }, steps: 1 };
  const { result, events } = await scriptedFit(script, standing, plan, held, (k) => scriptedNetwork([k, 0, 0]));
  for (const { start, step, loss } of events) if (start === undefined && step === 0) trained.push(train.indexOf(loss! / 2));
  const { parameters } = result.network;
  const place = scriptedNetwork([-1, 0, 0]).parameters.indexOf(-1);
  return { start: parameters[place]!, loss: result.loss, trained };
}

test('the best starts by training loss go on, the best of all first', async () => {
  expect(await kept([3, 1, 4, 2], null, 3)).toMatchObject({ start: 1, loss: 2, trained: [1, 3, 0] });
});

test('the best starts by validation loss go on where rows are held out, whatever training says of them', async () => {
  expect(await kept([3, 1, 4, 2], [5, 9, 6, 7], 3)).toMatchObject({ start: 0, loss: 6, trained: [0, 2, 3] });
  expect(await kept([3, 1, 2], [7, 9, 8], 2)).toMatchObject({ start: 0, loss: 6, trained: [0, 2] });
  expect(await kept([3, 1, 2], null, 2)).toMatchObject({ start: 1, trained: [1, 2] });
});

test('of equals, the first is kept', async () => {
  expect(await kept([3, 1, 1.5], [9, 8, 8], 3)).toMatchObject({ start: 1, trained: [1, 2, 0] });
  expect(await kept([1, 3, 2], [8, 8, 9], 3)).toMatchObject({ start: 0, trained: [0, 1, 2] });
});

test('a loss that is not finite is worse than any other', async () => {
  expect(await kept([NaN, 2, Infinity, 1], null, 2)).toMatchObject({ start: 3, trained: [3, 1] });
  expect(await kept([1, 2, 3], [NaN, 5, 6], 3)).toMatchObject({ start: 1, trained: [1, 2, 0] });
});

test('a signal in the middle of a step that takes long ends the fit with its reason; without one, pauses change nothing', async () => {
  const { problem, network } = settingOf();
  const plan = (signal: AbortSignal | undefined): FitPlan => planOf({ steps: 6, signal });
  const undisturbed = await fit(problem, network, plan(undefined));
  let [pauses, late] = [0, 0];
  /** Steps that pause, as those of large systems do. @param at the number of the pause at which the signal is given */
  const pausing = (abort: AbortController, at: number): Engine => ({
    ...engine,
    compile: async (structure, objective, options) => {
      const program = await engine.compile(structure, objective, options);
      const { start } = program;
      program.start = async (...from) => {
        const state = await start.apply(program, from);
        const { tryStep } = state;
        state.tryStep = async (...asked) => {
          if (++pauses === at) abort.abort(new Error('enough'));
          await options.pause!();
          return tryStep.apply(state, asked);
        };
        return state;
      };
      return program;
    },
  });
  const whole = await fit({ ...problem, engine: pausing(new AbortController(), Infinity) }, network, plan(new AbortController().signal));
  expect(whole.network.parameters).toEqual(undisturbed.network.parameters);
  expect(pauses).toBeGreaterThan(3);
  pauses = 0;
  const abort = new AbortController();
  await expect(fit({ ...problem, engine: pausing(abort, 3) }, network, { ...plan(abort.signal), observe: () => { if (pauses >= 3) late++; } })).rejects.toThrow('enough');
  // Nothing was done after it.
  expect([pauses, late]).toEqual([3, 0]);
});
