import type { Table } from './tables/table.js';

/** What is written to `NAME.csv`. */
export interface Solution {
  readonly name: string;
  /** One line: the equation, or what the points are. */
  readonly summary: string;
  /** No absolute error of an unknown is larger; before noise, where there is some, and 0 of points. Specs hold the table to it. */
  readonly accuracy: number;
  /** What was drawn with a seed; 1 where none is given. Only of tables that are `isRandom`. */
  readonly table: (seed?: number) => Table;
  readonly isRandom?: true;
}
