import { describe, expect, test } from '@jest/globals';
import { relativeError } from '@knotwork/numerics';
import { freezePenalties } from '../penalty.js';
import { ReferencePath } from '../reference/reference-path.js';
import { Arena } from './arena.js';
import { draw, parts, taskOf } from './fixtures/tasks.js';
import { adam } from './fixtures/update-formulas.js';
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

test('a step whose value is not finite leaves everything as it was, the last gradient too', () => {
  const c = draw([1, 2, 1], [parts(), parts()]);
  const bad = { ...c.rows, inputs: { ...c.rows.inputs, values: c.rows.inputs.values.map((v, k) => (k === 3 ? NaN : v)) } };
  for (const path of [new KernelPath(taskOf(c.structure, { update: adam() })), new ReferencePath(taskOf(c.structure, { update: adam() }))]) {
    const [data, broken] = [path.bind('data', c.rows), path.bind('data', bad)];
    const numbers = path.start(c.network.parameters);
    numbers.update(data, undefined, 1, 9);
    const before = [numbers.parameters(), numbers.slots(), numbers.lastGradient()];
    expect(numbers.update(broken, undefined, 2, 9).status).toBe('not-finite');
    expect([numbers.parameters(), numbers.slots(), numbers.lastGradient()]).toEqual(before);
  }
});
