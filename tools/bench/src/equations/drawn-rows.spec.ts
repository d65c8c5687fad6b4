import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { drawRows, trainingRows } from './drawn-rows.js';
import type { Problem, ProblemInput } from './problems.js';

const COUNT = 4000;
const problem = (formula: string, ...inputs: readonly ProblemInput[]): Problem => ({ id: formula, set: 'spec', half: 'tuning', formula, inputs });
const drawn = (input: ProblemInput, widened: boolean): Float64Array => drawRows(problem(input.name, input), randomStream(1, 'rows'), COUNT, widened).columns[input.name]!;
const ends = (values: Float64Array): number[] => [Math.min(...values), Math.max(...values)];

test('values are spread as the input says, and ranges can be half as wide again', () => {
  const uniform: ProblemInput = { name: 'x', sample: 'uniform', min: 2, max: 6 };
  for (const [widened, low, high] of [[false, 2, 6], [true, 1, 7]] as const) {
    const [least, most] = ends(drawn(uniform, widened));
    // Of 4000 values the ends are within a hundredth of the range.
    expect(least! - low).toBeGreaterThanOrEqual(0);
    expect(least! - low).toBeLessThan(0.04);
    expect(high - most!).toBeLessThan(0.04);
    expect(high - most!).toBeGreaterThanOrEqual(0);
  }
});

test('logarithms are even, also of a wider range, and half of the values are negative where signs are drawn', () => {
  const values = drawn({ name: 'x', sample: 'log-uniform', min: 1e-2, max: 1e2, signs: 'both' }, false);
  const share = (is: (value: number) => boolean): number => values.filter(is).length / COUNT;
  // Four standard errors of a share of a half.
  const close = 4 * Math.sqrt(0.25 / COUNT);
  expect(Math.abs(share((value) => value < 0) - 0.5)).toBeLessThan(close);
  expect(Math.abs(share((value) => Math.abs(value) < 1) - 0.5)).toBeLessThan(close);
  const sizes = ends(drawn({ name: 'x', sample: 'log-uniform', min: 1e-2, max: 1e2, signs: 'both' }, true).map(Math.abs)).map(Math.log10);
  expect(sizes[0]).toBeCloseTo(-3, 1);
  expect(sizes[1]).toBeCloseTo(3, 1);
});

test('whole numbers have both ends, and stay positive', () => {
  const input: ProblemInput = { name: 'n', sample: 'integer', min: 1, max: 9 };
  expect([...new Set(drawn(input, false))].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(ends(drawn(input, true))).toEqual([1, 11]);
});

test('rows without a value of the truth are drawn again', () => {
  const { columns, target } = drawRows(problem('log(x)', { name: 'x', sample: 'uniform', min: -3, max: 1 }), randomStream(0, 'rows'), COUNT);
  expect(target.every(Number.isFinite)).toBe(true);
  expect(ends(columns['x']!)[0]).toBeGreaterThan(0);
  expect(Array.from(columns['x']!, Math.log)).toEqual(Array.from(target));
  expect(() => drawRows(problem('log(x)', { name: 'x', sample: 'uniform', min: -3, max: -1 }), randomStream(0, 'rows'), 10)).toThrow('The truth of log(x) is finite on too few rows of its ranges.');
});

test('irrelevant inputs are drawn as the first and the last, apart from them', () => {
  const { columns } = trainingRows(problem('a * b', { name: 'a', sample: 'uniform', min: 5, max: 6 }, { name: 'b', sample: 'uniform', min: -1, max: 0 }), 0, 0, 100);
  expect(Object.keys(columns)).toEqual(['a', 'b', 'z1', 'z2']);
  expect(columns['z1']!.every((z) => z >= 5 && z <= 6)).toBe(true);
  expect(columns['z2']!.every((z) => z >= -1 && z <= 0)).toBe(true);
  expect(columns['z1']).not.toEqual(columns['a']);
});
