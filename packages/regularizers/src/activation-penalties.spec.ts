import { describe, expect, test } from '@jest/globals';
import { differentiate, evaluate, formula, input } from '@knotwork/algebra';
import type { RegularizerDefinition } from '@knotwork/plugin';
import { activationL1 } from './activation-l1.js';
import { entropy } from './entropy.js';
import { meanAbs } from './mean-abs.js';
import { sparsity } from './sparsity.js';

/** The penalty of edges that are all of one scope, with slopes in the statistic of each. */
function penaltyOf(definition: RegularizerDefinition, statistics: readonly number[], change: Record<string, unknown> = {}): { value: number; slopes: number[] } {
  const options = definition.options.parse(change);
  const sums = formula(['s'], definition.sums(input('s'), options));
  const totals: Record<string, number> = {};
  for (const s of statistics) for (const [name, v] of Object.entries(evaluate(sums, { s }))) totals[name] = (totals[name] ?? 0) + v;
  const penalty = formula(sums.outputs, { p: definition.penalty(Object.fromEntries(sums.outputs.map((name) => [name, input(name)])), options) });
  const inner = differentiate(sums, 's');
  const slopes = statistics.map((s) => sums.outputs.reduce((sum, name) => sum + evaluate(differentiate(penalty, name), totals)['p']! * evaluate(inner, { s })[name]!, 0));
  return { value: evaluate(penalty, totals)['p']!, slopes };
}

const all = { activationL1, entropy, meanAbs, sparsity } as unknown as Readonly<Record<string, RegularizerDefinition>>;

describe.each(Object.entries(all))('%s', (_, definition) => {
  test('is finite with finite slopes, and zero, where edges are', () => {
    const { value, slopes } = penaltyOf(definition, [0, 0, 0]);
    expect(value).toBe(0);
    expect(slopes.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(penaltyOf(definition, [0, 0.3, 0]).value)).toBe(true);
  });

  test('is never negative, and in proportion to its strength', () => {
    const statistics = [0.2, 1.7, 0.01, 3];
    const { value } = penaltyOf(definition, statistics, { strength: 2 });
    expect(value).toBeGreaterThan(0);
    expect(penaltyOf(definition, statistics, { strength: 1 }).value).toBeCloseTo(value / 2, 12);
  });

  test('refuses a negative strength and unknown options', () => {
    expect(definition.options.safeParse({ strength: -1 }).success).toBe(false);
    expect(definition.options.safeParse({ order: 1 }).success).toBe(false);
  });
});

test('L1 norms are sums', () => {
  for (const definition of [activationL1, meanAbs]) expect(penaltyOf(definition as unknown as RegularizerDefinition, [0.5, 2, 0.25], { strength: 0.1 }).value).toBeCloseTo(0.275, 12);
});

test('entropy is the logarithm of the number of equal edges, of any size, and pulls the large ones up', () => {
  const definition = entropy as unknown as RegularizerDefinition;
  for (const size of [1e-6, 1, 100]) expect(penaltyOf(definition, [size, size, size], { strength: 1 }).value).toBeCloseTo(Math.log(3), 10);
  expect(penaltyOf(definition, [2, 0, 0], { strength: 1 }).value).toBeCloseTo(0, 10);
  const p = [0.6, 0.3, 0.1];
  const { value, slopes } = penaltyOf(definition, p.map((v) => 5 * v), { strength: 1 });
  expect(value).toBeCloseTo(-p.reduce((sum, v) => sum + v * Math.log(v), 0), 12);
  expect(slopes.map(Math.sign)).toEqual([-1, 1, 1]);
});

test('sparsity weighs squares by strength over the square of the share and of the floor', () => {
  const [strength, floor] = [1.3e-3, 0.015];
  for (const s of [0.001, 0.1, 0.9]) {
    const { slopes } = penaltyOf(sparsity as unknown as RegularizerDefinition, [s]);
    expect(slopes[0]! / s / (strength / (s ** 2 + floor ** 2))).toBeCloseTo(1, 10);
  }
  expect(sparsity.options.safeParse({ floor: 0 }).success).toBe(false);
});
