import { expect, test } from '@jest/globals';
import { solutionNote } from './solution-note.js';

const note = (stages: readonly object[], objective?: number): string | null => solutionNote({ stages, metrics: objective === undefined ? null : { stage: { objective } } });

const [solve, again, prune] = [{ kind: 'solve', objective: 1e-8 }, { kind: 'solve', objective: 4e-4 }, { kind: 'prune' }];

test('a network that leaves much more of the equations than a stage that solved them is told, with what to do', () => {
  expect(note([solve, prune], 4e-4)).toBe('the last network leaves 200 times as much of the equations as that of stage 1: a stage solve at the end trains its functions on the equations');
  expect(note([solve, prune, again], 4e-4)).toMatch(/^the last network leaves 200 times as much of the equations as that of stage 1: the last network is not the solution that stage 1 found, and its numbers are not those\. Begin with/);
  expect(note([again, solve, prune], 4e-4)).toContain('as that of stage 2:');
});

test('nothing is said where residuals are less than ten times as large, where all is rounding, and where nothing was solved or judged', () => {
  expect(note([solve, prune], 0.9e-6)).toBeNull();
  expect(note([solve, prune], 1.1e-6)).not.toBeNull();
  expect(note([{ kind: 'solve', objective: 1e-32 }, prune], 1e-25)).toBeNull();
  expect(note([solve], 1e-8)).toBeNull();
  expect(note([{ kind: 'fit' }], 1)).toBeNull();
  expect(note([solve, prune], undefined)).toBeNull();
});
