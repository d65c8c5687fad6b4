import { build } from './build.js';
import { constant, type Expr, input, type Operand, table } from './expr.js';
import { rewrite } from './rewrite.js';
import { cellIn, entryIn } from './table-reads.js';

/** Names of the inputs through which a formula sees the domain [a, b] of its input node. */
export const GRID_MIN = 'grid.min';
export const GRID_MAX = 'grid.max';
/** Name of the table through which a formula sees knots of their own: `intervals + 1` positions in grid units, ascending from 0 to `intervals`. */
export const GRID_KNOTS = 'grid.knots';

/** The grid of an input node as a formula sees it. Positions are in grid units: 0 at the domain's left end, `intervals` at its right. */
export interface Grid {
  /** n (x - a) / (b - a): 0 at the left end of the domain [a, b], n at its right end. */
  unit(x: Operand, n: number): Expr;
  /** Index of the interval that holds x, in 0..intervals-1 also for x outside. Derivative zero. O(1) for even knots, O(log G) for own. */
  cell(x: Operand): Expr;
  /** Position of knot number `cell + offset` in grid units; knots outside the domain continue the last spacing. Derivative zero. */
  knot(cell: Expr, offset: number): Expr;
}

/** The grid that formulas are traced with. */
export const grid: Grid = Object.freeze({
  unit: (x: Operand, n: number): Expr => {
    const a = input(GRID_MIN);
    const t = typeof x === 'number' ? constant(x) : x;
    return t.sub(a).mul(constant(n).div(input(GRID_MAX).sub(a)));
  },
  cell: (x: Operand): Expr => build('cell', [typeof x === 'number' ? constant(x) : x]),
  knot: (cell: Expr, offset: number): Expr => build('knot', [cell], offset),
});

/**
 * Rewrites `cell` and `knot` for even knots: knot j lies at j in grid units, so every difference of knots folds to a number.
 * A NaN input gives a NaN cell; whoever uses the cell as an index clamps it.
 */
export function onEvenGrid(outputs: readonly Expr[], intervals: number): Expr[] {
  return rewrite(outputs, (e, args) => {
    if (e.op === 'cell') return grid.unit(args[0] as Expr, intervals).floor().clipByValue(0, intervals - 1);
    if (e.op === 'knot') return (args[0] as Expr).add(e.value);
    return undefined;
  });
}

/** Rewrites `cell` and `knot` for knots of their own, which stand in the table {@link GRID_KNOTS}: `locate` searches it, `knotAt` reads it. */
export function onOwnGrid(outputs: readonly Expr[], intervals: number): Expr[] {
  const knots = table(GRID_KNOTS);
  return rewrite(outputs, (e, args) => {
    if (e.op === 'cell') return cellIn(knots, grid.unit(args[0] as Expr, intervals));
    if (e.op === 'knot') return entryIn(knots, args[0] as Expr, e.value);
    return undefined;
  });
}
