import type { EncodedColumn } from './input-encoding.js';

/** A cell that is not what training rows had in its column. */
export interface UnlikeCell extends Pick<EncodedColumn, 'column' | 'as'> { readonly row: number }

/** Cells that a message names. */
const NAMED = 3;

/** Counts cells, and keeps the first ones, so that a table of a million gaps is told in a line. */
export class UnlikeCells {
  private total = 0;
  private readonly kept: UnlikeCell[] = [];

  /** Cells of a column come one after the other, rows from the top. */
  add(cell: UnlikeCell): void {
    this.total++;
    const before = this.kept.at(-NAMED);
    if (before?.column !== cell.column) this.kept.push(cell);
  }

  get count(): number { return this.total; }

  /** The first ones, by row. */
  get first(): readonly UnlikeCell[] { return this.kept.toSorted((a, b) => a.row - b.row).slice(0, NAMED); }
}
