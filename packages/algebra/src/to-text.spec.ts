import { expect, test } from '@jest/globals';
import { constant, input, where } from './expr.js';
import { formula, trace } from './formula.js';
import { grid, GRID_KNOTS, GRID_MAX, GRID_MIN, onOwnGrid } from './grid.js';
import { toText } from './to-text.js';

const [x, y] = [input('x'), input('y')] as const;

test('parentheses stand where what is read first is computed first', () => {
  expect(toText(x.add(y).mul(x))).toBe('(x + y) * x');
  expect(toText(x.add(y.add(0.5)))).toBe('x + (y + 0.5)');
  expect(toText(x.mul(2).sub(3))).toBe('2 * x - 3');
  expect(toText(x.sub(y.sub(x)))).toBe('x - (y - x)');
  expect(toText(x.div(y.add(1)))).toBe('x * (1 / (y + 1))');
  expect(toText(x.add(y).neg())).toBe('-(x + y)');
  expect(toText(where(x.less(0), constant(-1), y.minimum(x)))).toBe('where(x < 0, -1, min(y, x))');
});

test('what is used more than once is written once, first', () => {
  const e = x.add(1).sin();
  expect(toText(e.mul(e))).toBe('#1 = sin(x + 1); #1 * #1');
  expect(toText(trace(['x', 'y'], (a, b) => ({ f: a.mul(b).exp(), g: a.mul(b), h: a })))).toBe('(x, y)\n#1 = x * y\nf = exp(#1)\ng = #1\nh = x');
});

test('a formula says what it reads, tables behind inputs', () => {
  const cell = grid.cell(x);
  const f = trace(['x', GRID_MIN, GRID_MAX], () => ({ y: onOwnGrid([grid.knot(cell, -2).sub(grid.knot(cell, 0))], 3)[0]! }), [GRID_KNOTS]);
  expect(toText(f)).toBe([
    '(x, grid.min, grid.max; grid.knots)',
    '#1 = locate(grid.knots, (x - grid.min) * (3 * (1 / (grid.max - grid.min))))',
    'y = knotAt(grid.knots, #1 - 2) - knotAt(grid.knots, #1)',
  ].join('\n'));
  expect(toText(formula(['x', 'y'], { z: x }, ['a', 'b']))).toBe('(x, y; a, b)\nz = x');
});
