import type { Cell, Table } from './table.js';

/** Decimal numbers. What else `Number` understands, such as the empty text or 0x10, is more likely a mistake in a table. Digits can be read in one way only, so that a text of any length costs no more than its length. */
export const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const WITH_COMMA = /^[+-]?(\d+(,\d*)?|,\d+)(e[+-]?\d+)?$/i;

/** Whether a text is a number, written with a point or with a comma. */
export function isNumber(text: string, decimal: Table['decimal']): boolean { return (decimal === ',' ? WITH_COMMA : NUMBER).test(text); }

/** The number in a cell; NaN where there is none. May be infinite. */
export function numberIn(cell: Cell, decimal: Table['decimal']): number {
  if (typeof cell === 'number') return cell;
  if (cell === null || !isNumber(cell, decimal)) return NaN;
  return Number(decimal === ',' ? cell.replace(',', '.') : cell);
}

/** Whether a cell is empty: what a text such as NA stands for is for a policy to say. */
export function isEmpty(cell: Cell): boolean { return cell === null || cell === '' || (typeof cell === 'number' && Number.isNaN(cell)); }

/** A cell as text, as it stands there. */
export function textIn(cell: Cell): string { return isEmpty(cell) ? '' : String(cell); }
