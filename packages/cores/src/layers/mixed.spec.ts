import { expect, test } from '@jest/globals';
import type { EdgePair } from '@knotwork/plugin';
import { mixed } from './mixed.js';

const parts = { basis: { kind: 'b-spline' }, edge: { kind: 'residual' }, inputMap: 'interval', outside: 'linear' } as const;
const size = { inputs: 3, sums: 4 };
const termsBy = (by: string, bases: unknown[] = [{ kind: 'hat' }, 'wave', { kind: 'dot', width: 2 }]) => mixed.terms(mixed.options.parse({ bases, by }), parts, size);

/** Which bases an edge has. */
const basesOf = (terms: ReturnType<typeof termsBy>, i: number, j: number): string[] =>
  terms.filter(({ edges }) => (edges as { only: readonly EdgePair[] }).only.some(([from, to]) => from === i && to === j)).map(({ basis }) => basis.kind);

test.each([['edges', (i: number, j: number) => i + j], ['inputs', (i: number) => i], ['outputs', (_: number, j: number) => j]])('by %s: every edge has one basis, in turn', (by, turn) => {
  const terms = termsBy(by);
  for (let i = 0; i < size.inputs; i++) for (let j = 0; j < size.sums; j++) expect(basesOf(terms, i, j)).toEqual([['hat', 'wave', 'dot'][turn(i, j) % 3]]);
});

test('options of a basis and the other parts of the layer are passed on', () => {
  const [, , last] = termsBy('edges');
  expect(last).toMatchObject({ basis: { kind: 'dot', width: 2 }, edge: { kind: 'residual' }, inputMap: 'interval', outside: 'linear' });
});

test('one basis is no mixture', () => {
  expect(mixed.options.safeParse({ bases: ['hat'] }).success).toBe(false);
  expect(mixed.options.safeParse({}).success).toBe(false);
});
