import type { Table } from './tables/table.js';

/** What is written to `NAME.csv`. */
export interface Solution {
  readonly name: string;
  /** One line: the equation, or what the points are. */
  readonly summary: string;
  /** Largest absolute error of an unknown; 0 of points. It is what specs hold the table to. */
  readonly accuracy: number;
  readonly table: () => Table;
}
