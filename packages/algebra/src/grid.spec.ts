import { expect, test } from '@jest/globals';
import { blockProgram } from './block-program.js';
import { evaluate } from './evaluate.js';
import { input, table } from './expr.js';
import { formula, trace } from './formula.js';
import { grid, GRID_KNOTS, GRID_MAX, GRID_MIN, onOwnGrid } from './grid.js';

/** Gaps of 0.5, 1.75 and 0.75: to the left of 0 knots go on by 0.5, to the right of 3 by 0.75. */
const KNOTS = Float64Array.of(0, 0.5, 2.25, 3);
const INTERVALS = 3;
const x = input('x');

/** On the domain [-1, 2] x is at x + 1 in the grid. */
function at(point: number, e: typeof x): number {
  const f = formula(['x', GRID_MIN, GRID_MAX], { y: onOwnGrid([e], INTERVALS)[0]! }, [GRID_KNOTS]);
  return evaluate(f, { x: point, [GRID_MIN]: -1, [GRID_MAX]: 2 }, { [GRID_KNOTS]: KNOTS })['y']!;
}

test('on uneven knots every position has the cell it lies in, the first and the last also from outside', () => {
  const cells = [[-100, 0], [-1, 0], [-0.75, 0], [-0.5, 1], [1, 1], [1.25, 2], [2, 2], [100, 2], [NaN, NaN]] as const;
  for (const [point, cell] of cells) expect([point, at(point, grid.cell(x))]).toEqual([point, cell]);
});

test('uneven knots go on beyond each end by the gap that is last there', () => {
  const positions = [[-70, -35], [-3, -1.5], [-2, -1], [-1, -0.5], [0, 0], [1, 0.5], [2, 2.25], [3, 3], [4, 3.75], [5, 4.5], [6, 5.25], [70, 53.25]] as const;
  for (const [number, position] of positions) {
    expect([number, at(number, grid.knot(x, 0))]).toEqual([number, position]);
    expect([number, at(-1, grid.knot(grid.cell(x), number))]).toEqual([number, position]);
    expect([number, at(100, grid.knot(grid.cell(x), number - 2))]).toEqual([number, position]);
  }
  expect(at(3.5, grid.knot(x, 0))).toBe(3.375);
  expect(at(1.5, grid.knot(x, 0))).toBeNaN();
});

test('a formula runs on the tables of each call, and not without them', () => {
  const f = trace(['x'], (e) => ({ y: onOwnGrid([grid.knot(e, 0)], 2)[0]! }), [GRID_KNOTS]);
  const program = blockProgram(f, 3);
  program.inputs[0]!.set([0, 1, 2]);
  for (const knots of [[0, 0.25, 2], [0, 1.75, 2]]) {
    program.run(3, { [GRID_KNOTS]: Float64Array.from(knots) });
    expect([...program.outputs[0]!]).toEqual(knots);
  }
  expect(() => program.run(3)).toThrow('The formula needs numbers for the table "grid.knots".');
  expect(() => evaluate(f, { x: 1 })).toThrow('The formula needs numbers for the table "grid.knots".');
});

test('a table that is not listed is refused, and one that stands where a number must', () => {
  const [cell] = onOwnGrid([grid.cell(x)], INTERVALS);
  const inputs = ['x', GRID_MIN, GRID_MAX];
  expect(() => formula(inputs, { cell: cell! })).toThrow('A formula of the tables () reads "grid.knots". Add it to the tables.');
  expect(() => formula(inputs, { cell: cell! }, ['other'])).toThrow('A formula of the tables (other) reads "grid.knots". Add it to the tables.');
  for (const odd of [table('t'), table('t').add(x), table('t').sin()]) {
    expect(() => formula(inputs, { odd }, ['t'])).toThrow('"t" is a table and stands in a formula where a number must.');
  }
  for (const e of [grid.cell(x), grid.knot(x, 1)]) expect(() => blockProgram(formula(inputs, { e }), 1)).toThrow('rewrite it for a grid first');
});
