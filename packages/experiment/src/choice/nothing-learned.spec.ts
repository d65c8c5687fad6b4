import { expect, test } from '@jest/globals';
import { nothingLearned } from './nothing-learned.js';

test('nothing was learned where neither the comparison nor test rows say otherwise', () => {
  const nothing = { choice: { worth: 'nothing' } } as const;
  const of = (network: number | null, loss?: number) => ({ ...nothing, simple: { network, ...(loss === undefined ? {} : { loss: { network: loss, shares: 0.5, standardError: 0.1 } }) } });
  expect([nothingLearned(nothing), nothingLearned({ ...nothing, simple: null }), nothingLearned(of(1.04)), nothingLearned(of(0.95)), nothingLearned(of(null))]).toEqual([true, true, true, true, true]);
  expect(nothingLearned(of(0.5))).toBe(false);
  // Of classes losses count: rare ones leave accuracies as they are.
  expect([nothingLearned(of(1, 0.4)), nothingLearned(of(0.5, 0.6))]).toEqual([false, true]);
});

test('where nothing was compared, or a model is better than a constant, that is not said', () => {
  expect([nothingLearned({}), nothingLearned({ simple: { network: 1.5 } })]).toEqual([false, false]);
  for (const worth of ['yes', 'equal', 'no'] as const) expect(nothingLearned({ choice: { worth }, simple: { network: 1.5 } })).toBe(false);
});
