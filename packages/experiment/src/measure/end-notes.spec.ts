import { expect, test } from '@jest/globals';
import { endNotes } from './end-notes.js';

test('what is left of equations is told at the end of a run, and nothing of a run without', () => {
  const stages = [{ kind: 'solve', objective: 1e-8 }, { kind: 'prune' }];
  expect(endNotes({ stages, metrics: { stage: { objective: 1 } } })).toEqual([expect.stringContaining('times as much of the equations as that of stage 1')]);
  expect(endNotes({ stages, metrics: { stage: { objective: 1e-8 } } })).toEqual([]);
  expect(endNotes({ stages: [{ kind: 'fit' }], metrics: null })).toEqual([]);
});
