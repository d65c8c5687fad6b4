import { describe, expect, test } from '@jest/globals';
import { defineOptimizer, type OptimizerDefinition, type TrainingEvent, z } from '@knotwork/plugin';
import { type Asked, changing, forcedGrid, heldOut, type Script, scriptedFit } from './fixtures/scripted.js';

const options = z.strictObject({});
/** Every step is taken at once. */
const damped = defineOptimizer({
  name: 'sure', summary: 'Takes every step', options, method: 'normal-equations',
  damping: () => ({ shape: 'marquardt', start: 1, restart: 1, tries: 1, tolerance: 0, patience: 99, accepted: (mu) => mu, rejected: (mu) => mu }),
}) as OptimizerDefinition;
const searching = defineOptimizer({
  name: 'searching', summary: 'Any point that is lower', options, method: 'quasi-newton',
  search: () => ({ memory: 2, decrease: 1e-4, curvature: 0.9, tries: 1, tolerance: 0, patience: 99 }),
}) as OptimizerDefinition;
const updating = defineOptimizer({
  name: 'updating', summary: 'Steepest descent', options, method: 'update', slots: [],
  update: ({ parameter, gradient }) => ({ parameter: parameter.sub(gradient), slots: {} }),
}) as OptimizerDefinition;

/** Validation by look, from that before the first step. */
const validated = (...of: number[]): Script => ({ value: (points, nth) => (points === 'validation' ? of[nth] ?? 1e9 : 100 / (nth + 1)) });

describe('patience', () => {
  const ended = async (patience: number, ...of: number[]): Promise<unknown> => {
    const { result: { ending, steps, validation } } = await scriptedFit(validated(...of), damped, { steps: 9, patience }, { validation: heldOut });
    return { ending, steps, validation };
  };

  test('ends training after so many looks without an improvement, not one earlier or later', async () => {
    // Losses of residuals are twice the objective.
    expect(await ended(1, 5, 4, 3, 3.5)).toEqual({ ending: 'validation', steps: 3, validation: 6 });
    expect(await ended(3, 5, 4, 3, 3.5, 3.1, 3.2, 1)).toEqual({ ending: 'validation', steps: 5, validation: 6 });
  });

  test('begins anew with every improvement', async () => {
    expect(await ended(3, 5, 6, 6, 4, 6, 6, 3, 9, 9, 9)).toEqual({ ending: 'validation', steps: 9, validation: 6 });
  });

  test('is used up by a look that is as good as the best, and by one that is not finite', async () => {
    expect(await ended(2, 5, 5, 5, 1)).toEqual({ ending: 'validation', steps: 2, validation: 10 });
    expect(await ended(2, 5, NaN, NaN, 1)).toEqual({ ending: 'validation', steps: 2, validation: 10 });
  });

  test('begins with the network before the first step, whatever it is worth', async () => {
    expect(await ended(2, NaN, 7, 8, 9)).toEqual({ ending: 'validation', steps: 3, validation: 14 });
    expect(await ended(3, 1, 2, 3, 4)).toEqual({ ending: 'validation', steps: 3, validation: 2 });
  });

  test('without end goes through all steps and keeps the best', async () => {
    expect(await ended(Infinity, 5, 4, 6, 6, 6, 6, 6, 6, 6, 6)).toEqual({ ending: 'steps', steps: 9, validation: 8 });
  });

  test('is for what goes on from the starts: these go through all of their steps, and the best network of each is what they are judged by', async () => {
    const starts = { count: 2, steps: 4, keep: 1 };
    const validations = [5, 3, 6, 6, 6, 9, 9, 9, 4, 9, 8, 7, 9];
    const { result, events } = await scriptedFit(validated(...validations), damped, { starts, steps: 9, patience: 1 }, { validation: heldOut });
    expect(result.starts).toEqual([6, 8]);
    expect(events.filter(({ start }) => start !== undefined).map(({ start, validation }) => [start, validation! / 2]))
      .toEqual([[0, 5], [0, 3], [0, 6], [0, 6], [0, 6], [1, 9], [1, 9], [1, 9], [1, 4], [1, 9]]);
    expect(result).toMatchObject({ ending: 'validation', steps: 8 + 2, validation: 14 });
  });
});

describe('which points a question is about', () => {
  const questions = (asked: readonly Asked[]): string[] =>
    asked.map(({ what, points, penalty }) => [what, points, penalty].filter((v) => v !== undefined).join(' '));

  test('of damped Gauss-Newton', async () => {
    const { asked } = await scriptedFit({}, damped, { steps: 2 }, { validation: heldOut });
    expect(questions(asked)).toEqual([
      'value train 0', 'value validation',
      'normal train 0', 'tryStep train 0', 'accept', 'value validation', 'copyFrom',
      'normal train 0', 'tryStep train 0', 'accept', 'value validation', 'copyFrom',
      // The best network comes back, and its loss is told without a penalty.
      'copyFrom', 'value train',
    ]);
  });

  test('of a quasi-Newton method', async () => {
    const { asked } = await scriptedFit({}, searching, { steps: 2 }, { validation: heldOut });
    expect(questions(asked)).toEqual([
      'value train 0', 'value validation',
      'gradient train 0', 'alongLine train 0', 'move', 'value validation', 'copyFrom',
      'alongLine train 0', 'move', 'value validation', 'copyFrom',
      'copyFrom', 'value train',
    ]);
  });

  test('of updates', async () => {
    const { asked } = await scriptedFit({}, updating, { steps: 12 }, { validation: heldOut });
    expect(questions(asked)).toEqual([
      'value train 0', 'value validation',
      'steps train 0', 'value validation', 'copyFrom', 'steps train 0', 'value validation', 'copyFrom',
      'copyFrom', 'value train',
    ]);
  });

  test('where penalties change: they count in validation as in training, and not in what is told at the end', async () => {
    const { asked } = await scriptedFit({}, damped, { steps: 2, refreshEvery: 1 }, { validation: heldOut, penalties: [changing] });
    expect(questions(asked)).toEqual([
      'value train 0', 'value train 0', 'value validation 0',
      'normal train 0', 'tryStep train 0', 'accept', 'value validation 0', 'copyFrom',
      'value train 1', 'normal train 1', 'tryStep train 1', 'accept', 'value validation 1', 'copyFrom',
      'copyFrom', 'value train',
    ]);
  });

  test('where blocks are weighted: every question has the weights', async () => {
    const weights = { data: 3 };
    for (const [optimizer, steps] of [[damped, 2], [searching, 2], [updating, 12]] as const) {
      const { asked } = await scriptedFit({}, optimizer, { steps, weights }, { validation: heldOut, grid: forcedGrid(({ step }) => step === 1) });
      const about = asked.filter(({ points }) => points !== undefined);
      expect(about.length).toBeGreaterThan(4);
      for (const question of about) expect(question).toMatchObject({ weights });
    }
  });
});

describe('what ends training from outside', () => {
  test('is a budget that is spent, seen after the step that spent it', async () => {
    let looks = 0;
    const { result, events } = await scriptedFit({}, damped, { steps: 9, isOver: () => ++looks > 3 });
    // The first look is before the first step, and ends nothing.
    expect(result).toMatchObject({ ending: 'budget', steps: 3 });
    expect(events.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
  });

  test('is an abort, before a budget and before patience', async () => {
    const abort = new AbortController();
    const { result } = await scriptedFit(validated(1, 2, 3), damped, {
      steps: 9, patience: 2, isOver: () => abort.signal.aborted, signal: abort.signal, observe: ({ step }) => { if (step === 2) abort.abort(); },
    }, { validation: heldOut });
    expect(result).toMatchObject({ ending: 'aborted', steps: 2 });
  });

  test('is a budget before patience', async () => {
    let step = 0;
    const budget = { isOver: () => step === 2, observe: (e: TrainingEvent) => { ({ step } = e); } };
    const { result } = await scriptedFit(validated(1, 2, 3), damped, { steps: 9, patience: 2, ...budget }, { validation: heldOut });
    expect(result).toMatchObject({ ending: 'budget', steps: 2 });
  });

  test('ends starts, and every network kept after one step each', async () => {
    let isOver = false;
    const { result, events } = await scriptedFit({}, damped, {
      starts: { count: 4, steps: 5, keep: 2 }, steps: 9, isOver: () => isOver, observe: ({ start, step }) => { isOver ||= start === 1 && step === 2; },
    });
    expect(result).toMatchObject({ ending: 'budget', steps: 5 + 2 + 1 + 1 });
    expect(result.starts).toHaveLength(2);
    expect(events.filter(({ start }) => start === undefined).map(({ step }) => step)).toEqual([0, 1, 0, 1]);
  });
});
