import { expect, test } from '@jest/globals';
import { ReferenceBackend } from '@knotwork/engine-reference';
import { alikeBases } from '../fixtures/alike-bases.js';
import { GuardedArena } from '../fixtures/guarded-arena.js';
import { atOnce, kernelBackend } from '../fixtures/kernel-backend.js';
import { draw, numbersOf, orderOf, parts, pointsOf, takeStep, taskOf, weighing } from '../fixtures/tasks.js';
import { momentum } from '../fixtures/update-formulas.js';

// Kernels write into what was allocated for them and nowhere else, whatever numbers run through them.

test('normal equations of windows that are narrower than the widest stay in their memory, also where numbers are NaN', () => {
  const c = draw([1, 1, 1], [parts(), parts({ basis: { kind: 'reference-hat', intervals: 3 } })]);
  const [first, last] = c.structure.layers.map((l) => l.terms[0]!.segments.coefficients);
  // Beyond the last cell of the second layer, whose slopes are NaN: so are the numbers that singles are multiplied by.
  c.network.parameters.fill(5, first!.offset, first!.offset + first!.length);
  c.network.parameters.fill(NaN, last!.offset, last!.offset + last!.length);
  const arena = new GuardedArena();
  const task = taskOf(c.structure, { parameters: 'effective' });
  const backend = kernelBackend(task, 'float64', arena);
  backend.start(numbersOf(c.network.parameters), {}).normal(backend.bind(pointsOf(task, c.rows)), weighing());
  expect(arena.strayWrites()).toEqual([]);
});

test('a term of edges with shapes of their own that are all off costs no write', () => {
  const none = [[0, 0], [0, 1], [1, 0], [1, 1]];
  const c = draw([2, 2], [parts({ layer: { kind: 'reference-pair', second: { kind: 'reference-edge-hat', intervals: 3 }, off: none } })]);
  const arena = new GuardedArena();
  const task = taskOf(c.structure);
  const backend = kernelBackend(task, 'float64', arena);
  backend.start(numbersOf(c.network.parameters), {}).gradient(backend.bind(pointsOf(task, c.rows)), weighing());
  expect(arena.strayWrites()).toEqual([]);
});

test('a global basis and a window of the same formulas have kernels of their own', () => {
  const edge = { kind: 'reference-plain' };
  const arena = new GuardedArena();
  const c = draw([1, 1, 1], ['alike-window', 'alike-global'].map((kind) => parts({ edge, outside: 'free', basis: { kind } })), { plugins: alikeBases });
  const task = taskOf(c.structure);
  const backend = kernelBackend(task, 'float64', arena);
  const { value } = atOnce(backend.start(numbersOf(c.network.parameters), {}).value(backend.bind(pointsOf(task, c.rows)), weighing()));
  expect(arena.strayWrites()).toEqual([]);
  const reference = new ReferenceBackend(task);
  expect(value).toBeCloseTo(reference.start(numbersOf(c.network.parameters), {}).value(reference.bind(pointsOf(task, c.rows)), weighing()).value, 12);
});

test('steps over mini-batches take the memory of one batch, of the size in use, and give it back with the rows', async () => {
  const c = draw([2, 2, 1], [parts(), parts()], { rows: 200 });
  const arena = new GuardedArena();
  const task = taskOf(c.structure, { update: momentum() });
  const backend = kernelBackend(task, 'float64', arena);
  const numbers = backend.start(numbersOf(c.network.parameters), {});
  // What steps need of whatever rows is there now.
  const other = backend.bind(pointsOf(task, c.rows));
  for (let step = 1; step <= 2; step++) await takeStep(numbers, other, step, 20);
  const before = arena.stretches.length;
  const data = backend.bind(pointsOf(task, c.rows));
  const bound = arena.stretches.length;
  const used: number[] = [];
  for (const size of [10, 70, 10, 130]) {
    for (let step = 1; step <= 5; step++) {
      // The last batch of an epoch is short.
      const rows = Uint32Array.from({ length: step === 5 ? 3 : size }, (_, k) => (17 * k + step) % 200);
      await numbers.steps(1, data, orderOf(step, 20, { clip: 0.1, batch: { rows: () => [rows], sizes: [size] } }), weighing());
      used.push(arena.stretches.length);
    }
  }
  expect(new Set(used)).toEqual(new Set([bound + (bound - before)]));
  expect(arena.strayWrites()).toEqual([]);
  void data.dispose();
  expect(arena.stretches.length).toBe(before);
});
