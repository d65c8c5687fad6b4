import { expect, test } from '@jest/globals';
import { ReferencePath } from '../reference/reference-path.js';
import { alikeBases } from './fixtures/alike-bases.js';
import { GuardedArena } from './fixtures/guarded-arena.js';
import { draw, parts, taskOf } from './fixtures/tasks.js';
import { KernelPath } from './kernel-path.js';

// Kernels write into what was allocated for them and nowhere else, whatever numbers run through them.

test('normal equations of windows that are narrower than the widest stay in their memory, also where numbers are NaN', () => {
  const c = draw([1, 1, 1], [parts(), parts({ basis: { kind: 'reference-hat', intervals: 3 } })]);
  const [first, last] = c.structure.layers.map((l) => l.terms[0]!.segments.coefficients);
  // Beyond the last cell of the second layer, whose slopes are NaN: so are the numbers that singles are multiplied by.
  c.network.parameters.fill(5, first!.offset, first!.offset + first!.length);
  c.network.parameters.fill(NaN, last!.offset, last!.offset + last!.length);
  const arena = new GuardedArena();
  const path = new KernelPath(taskOf(c.structure, { parameters: 'effective' }), arena);
  path.start(c.network.parameters).normal(path.bind('data', c.rows), undefined);
  expect(arena.strayWrites()).toEqual([]);
});

test('a term of edges with shapes of their own that are all off costs no write', () => {
  const none = [[0, 0], [0, 1], [1, 0], [1, 1]];
  const c = draw([2, 2], [parts({ layer: { kind: 'reference-pair', second: { kind: 'reference-edge-hat', intervals: 3 }, masked: none } })]);
  const arena = new GuardedArena();
  const path = new KernelPath(taskOf(c.structure), arena);
  path.start(c.network.parameters).gradient(path.bind('data', c.rows), undefined);
  expect(arena.strayWrites()).toEqual([]);
});

test('a global basis and a window of the same formulas have kernels of their own', () => {
  const edge = { kind: 'reference-plain' };
  const arena = new GuardedArena();
  const c = draw([1, 1, 1], ['alike-window', 'alike-global'].map((kind) => parts({ edge, outside: 'free', basis: { kind } })), { plugins: alikeBases });
  const path = new KernelPath(taskOf(c.structure), arena);
  const value = path.start(c.network.parameters).value(path.bind('data', c.rows), undefined).value;
  expect(arena.strayWrites()).toEqual([]);
  const reference = new ReferencePath(taskOf(c.structure));
  expect(value).toBeCloseTo(reference.start(c.network.parameters).value(reference.bind('data', c.rows), undefined).value, 12);
});
