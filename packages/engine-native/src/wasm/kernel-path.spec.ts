import { describe, expect, test } from '@jest/globals';
import { relativeError } from '@knotwork/numerics';
import { freezePenalties } from '../penalty.js';
import { ReferencePath } from '../reference/reference-path.js';
import { Arena } from './arena.js';
import { draw, parts, taskOf } from './fixtures/tasks.js';
import { KernelPath } from './kernel-path.js';

/** The same sums in another order. */
const ROUNDING = 1e-12;

/** A memory in which others have left NaN everywhere. */
function usedArena(): Arena {
  const arena = new Arena();
  arena.u8.fill(0xff);
  return arena;
}

describe('penalties', () => {
  for (const edge of ['reference-residual', 'reference-plain']) {
    test(`of ${edge} edges do not read what others left in the memory`, () => {
      const c = draw([2, 1], [parts({ edge: { kind: edge }, basis: { kind: 'reference-hat', intervals: 4 } })]);
      const task = taskOf(c.structure, { strength: 1e-3 });
      const frozen = freezePenalties(c.structure, task.objective, c.network.parameters);
      const [kernels, reference] = [new KernelPath(task, usedArena()), new ReferencePath(task)]
        .map((path) => path.start(c.network.parameters).gradient(path.bind('data', c.rows), frozen));
      expect(kernels!.value.value).toBeCloseTo(reference!.value.value, 12);
      expect(relativeError(kernels!.gradient, reference!.gradient)).toBeLessThan(ROUNDING);
    });
  }
});
