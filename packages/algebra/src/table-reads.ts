import { build } from './build.js';
import type { Expr } from './expr.js';

/** Index of the interval of a table of ascending numbers that holds x: the operation `locate`. @param of a table */
export function cellIn(of: Expr, x: Expr): Expr { return build('locate', [of, x]); }

/** Number `index + offset` of a table, which goes on beyond its ends by the last spacing: the operation `knotAt`. @param of a table */
export function entryIn(of: Expr, index: Expr, offset = 0): Expr { return build('knotAt', [of, index], offset); }
