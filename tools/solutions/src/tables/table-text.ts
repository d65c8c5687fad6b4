import type { Table } from './table.js';

/** Behind the point. Columns are of order 1, so that this is 12 digits, and the rounding errors of a zero are not written. */
const DECIMALS = 12;

/** A table as CSV: a line of names, then a line for each row, numbers to 12 decimals. */
export function tableText({ columns, rows }: Table): string {
  return [columns, ...rows.map((row) => row.map(numberText))].map((cells) => `${cells.join(',')}\n`).join('');
}

function numberText(value: number): string {
  // Adding zero makes 0 of -0.
  return String(Number(value.toFixed(DECIMALS)) + 0);
}
