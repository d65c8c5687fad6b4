import { describe, expect, test } from '@jest/globals';
import { solutionNotes } from './solution-notes.js';
import { UNSOLVED, unsolvedNote } from './unsolved-note.js';

const stage = (residuals: Readonly<Record<string, number>>, sizes: Readonly<Record<string, number>>, before: readonly Readonly<Record<string, number>>[] = []): object => ({ kind: 'solve', residuals, sizes, rungs: [...before, residuals].map((of) => ({ residuals: of })) });
const note = (...stages: object[]): string | null => unsolvedNote({ stages });

describe('a residual that is not small beside its terms', () => {
  test('is told with what was measured, on which finer grids had no part, and what to look at', () => {
    expect(note(stage({ equation: 0.448 }, { equation: 2.37 }, [{ equation: 0.448 }]))).toBe(
      'the problem is not solved: the residual of equation is 19 % of its largest term (root mean squares, 0.45 and 2.4). Finer grids hardly made it smaller. '
      + 'Look at the equations and conditions: whether there is a solution, whether it stays finite and smooth in all of the domain, and whether conditions agree',
    );
    expect(note(stage({ equation: 1 }, { equation: 1 }))).toContain('the residual of equation is as large as its largest term (root mean squares, 1.0 and 1.0). Try finer grids (levels of solve) and more starts. Look');
    expect(note(stage({ equation: 45 }, { equation: 62 }, [{ equation: 90 }]))).toContain('Try still finer grids');
  });

  test('may be smaller where it stays what it was on finer grids, unless rows were measured, to whose noise equations give way', () => {
    const staying = stage({ equation: 0.0499 }, { equation: 5 }, [{ equation: 0.05 }]);
    expect(note(staying)).toContain('1 % of its largest term');
    expect(note({ ...staying, uncertainty: { equations: 0.1, measured: 0 } })).not.toBeNull();
    expect(note({ ...staying, uncertainty: { equations: 0.1, measured: 0.1 } })).toBeNull();
    expect(note(stage({ equation: 0.0499 }, { equation: 5 }, [{ equation: 0.06 }]))).toBeNull();
    expect(note(stage({ equation: 0.02 }, { equation: 5 }, [{ equation: 0.02 }]))).toBeNull();
  });

  test('is one between points, too, where it is small at them and more than half of the largest term between', () => {
    const held = (between: number): object => ({ ...stage({ equation: 0.14 }, { equation: 4.8 }, [{ equation: 0.5 }]), elsewhere: { equation: between } });
    expect(note(held(44))).toBe(
      'the problem is not solved: the residual of equation between its points is 9.2 times its largest term (root mean squares, 44 and 4.8). Give it more points, or draw them anew (draw: { every: 20 }). '
      + 'Look at the equations and conditions: whether there is a solution, whether it stays finite and smooth in all of the domain, and whether conditions agree',
    );
    expect(note(held(2.5))).toContain('between its points is 52 % of its largest term');
    expect(note(held(2.3))).toBeNull();
    expect(note({ ...stage({ equation: 3 }, { equation: 4.8 }), elsewhere: { equation: 44 } })).toContain('the residual of equation is 63 % of its largest term');
  });

  test('stands for all others, which are told by their shares, the largest first', () => {
    expect(note(stage({ a: 0.1, b: 0.5, c: 1e-9 }, { a: 1, b: 1, c: 1 }))).toContain('the residual of b is 50 % of its largest term (root mean squares, 0.50 and 1.0; of a 10 %)');
    expect(note(stage({ a: 0.1, b: 0.2, c: 0.3, d: 0.4, e: 0.5 }, { a: 1, b: 1, c: 1, d: 1, e: 1 }))).toContain('; of d 40 %, of c 30 %, of b 20 %, and of 1 more)');
  });
});

test('nothing is said below the bound, where all terms are next to nothing, of what has no size, and of stages before the last that solved equations', () => {
  expect(note(stage({ a: 0.99 * UNSOLVED }, { a: 1 }))).toBeNull();
  expect(note(stage({ a: 1.01 * UNSOLVED }, { a: 1 }))).not.toBeNull();
  expect(note(stage({ a: 1e-9 }, { a: 1e-9 }))).toBeNull();
  expect(note(stage({ measured: 0.5 }, {}))).toBeNull();
  expect(note(stage({ a: 1 }, { a: 1 }), stage({ a: 1e-6 }, { a: 1 }), { kind: 'prune' })).toBeNull();
  expect(note({ kind: 'solve', residuals: { a: 1 } }, { kind: 'fit' })).toBeNull();
});

test('is among what is told again of a run that is done, before what is said of its last network', async () => {
  const left = stage({ equation: 1 }, { equation: 1 });
  expect(await solutionNotes({ stages: [{ ...left, objective: 1 }, { kind: 'prune' }], metrics: { stage: { objective: 1000 } } })).toEqual([expect.stringMatching(/^the problem is not solved/), expect.stringMatching(/^the last network leaves/)]);
  expect(await solutionNotes({ stages: [{ kind: 'fit' }] })).toEqual([]);
});
