import type { Cell, Column } from './study-table.js';

/** A cell as people read it: three digits; a bar where there is none. */
export function shown(cell: Cell, { as }: Column, infinity = 'inf'): string {
  if (cell === null) return '-';
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return infinity;
  if (as === 'count') return String(cell);
  if (as === 'share') return `${Number((100 * cell).toPrecision(3))} %`;
  const size = Math.abs(cell);
  // On which side of 1 a ratio is must not be lost by rounding.
  if (Number(cell.toPrecision(3)) === 1) return String(Number(cell.toPrecision(4)));
  return cell === 0 || (size >= 1e-3 && size < 1e4) ? String(Number(cell.toPrecision(3))) : cell.toExponential(2);
}
