import { describe, expect, test } from '@jest/globals';
import { AS_GIVEN } from '@knotwork/plugin';
import { outsideNote, type OutsideTraining, outsideTraining } from './outside-training.js';

const of = (...rows: number[][]): OutsideTraining | null => using([true, true], ...rows);
const using = (uses: readonly boolean[], ...rows: number[][]): OutsideTraining | null => outsideTraining({
  test: { inputs: { count: rows.length, width: 2, values: Float64Array.from(rows.flat()) }, targets: { count: rows.length, width: 1, values: new Float64Array(rows.length) } },
  domains: [[-1, 1], [0, 10]], inputs: ['a', 'b'].map((name) => ({ name, map: AS_GIVEN })),
}, uses);

test('rows beyond the domain are counted, each once in all and once for every input, with the distance in widths of the domain', () => {
  expect(of([0, 5], [2, 5], [-1.5, 30], [1, 10], [-1, 0])).toEqual({
    rows: 2, share: 0.4, inputs: { a: { rows: 2, share: 0.4, farthest: 0.5 }, b: { rows: 1, share: 0.2, farthest: 2 } },
  });
});

test('rows at the ends, up to rounding, are inside', () => {
  expect(of([1 + 1e-15, 10 + 1e-14], [-1, 0])).toEqual({ rows: 0, share: 0, inputs: {} });
});

test('rows outside in inputs that nothing depends on are not counted, as they are not when rows are predicted', () => {
  expect(using([true, false], [0, 5], [2, 5], [0, 30], [-2, 30])).toEqual({ rows: 2, share: 0.5, inputs: { a: { rows: 2, share: 0.5, farthest: 0.5 } } });
  expect(using([false, false], [2, 30])).toEqual({ rows: 0, share: 0, inputs: {} });
});

test('without test rows there is nothing to say', () => {
  expect(of()).toBeNull();
});

describe('a note is made', () => {
  const rows = (count: number, ...outside: number[][]): number[][] => [...outside, ...Array.from({ length: count - outside.length }, () => [0, 5])];

  test('of more than a few rows, by input', () => {
    expect(outsideNote(of(...rows(40, [1.1, 5], [1.2, 5], [1.3, 11])))).toBe('3 of the test rows (8 %) lie outside of what was learned, in "a" (3, by up to 0.15 of the range): '
      + 'predictions there are extrapolated. For heavy tails set standardize: rank or robust; else look at how the rows are split');
    expect(outsideNote(of(...rows(60, [1.1, 5], [1.2, 5], [1.3, 5])))).toBeNull();
    expect(outsideNote(of(...rows(10, [1.1, 5], [1.2, 5])))).toBeNull();
  });

  test('of one row that is far out', () => {
    expect(outsideNote(of(...rows(1000, [2.1, 5])))).toContain('1 of the test rows (0 %) lie outside of what was learned, in "a" (1, by up to 0.55 of the range)');
    expect(outsideNote(of(...rows(1000, [1.9, 5])))).toBeNull();
  });

  test('and not where there is none, or no test', () => {
    expect([outsideNote(of(...rows(3))), outsideNote(null)]).toEqual([null, null]);
  });
});
