import { type Cell, isDate } from '@knotwork/datasets';

/** What a column holds where there is something in it. */
export type Holds = 'nothing' | 'numbers' | 'booleans' | 'texts' | 'mixed';

/** What can be seen of a column. */
export interface ColumnSurvey {
  readonly name: string;
  readonly rows: number;
  /** Rows where there is nothing, or a word that says so. */
  readonly missing: number;
  readonly holds: Holds;
  /** Cells that hold a text, and the row of the first one; -1 where there is none. */
  readonly texts: number;
  readonly firstText: number;
  /** Different values, in the order in which they come. */
  readonly values: readonly (string | number)[];
  /** Smallest and largest number. */
  readonly range: readonly [number, number];
  /** Whether it names rows: an identifier, or their number. */
  readonly namesRows: boolean;
  /** Whether every value is a date, written as text. */
  readonly isDates: boolean;
}

/** More texts than that are rather names, or dates, than categories. */
export const MOST_CATEGORIES = 20;

/** The words for true and false, where a column of texts holds nothing else. */
export function pairOf(values: ColumnSurvey['values']): readonly [no: string, yes: string] | undefined {
  return PAIRS.find((pair) => values.every((value) => pair.includes(String(value).toLowerCase())));
}

/** What people write where there is nothing. */
const NOTHING = new Set(['na', 'n/a', 'nan', 'null', 'none', '?']);
const PAIRS: readonly (readonly [string, string])[] = [['false', 'true'], ['no', 'yes']];
/** Names of identifiers, or of a number of rows. */
export const IDENTIFIER = /^(id|uuid|guid|key|index|row|row[ _-]?(number|nr|no|id|index)|nr|no\.?|#|unnamed.*|.*[ _-]id)$/i;

/** Whether there is nothing in a cell, or a word that says so. */
export const isMissing = (cell: Cell): boolean => cell === null || (typeof cell === 'string' ? NOTHING.has(cell.toLowerCase()) : Number.isNaN(cell));

/** Looks at a column. @param cells of all rows */
export function surveyColumn(name: string, cells: readonly Cell[]): ColumnSurvey {
  const there = cells.filter((cell): cell is string | number => !isMissing(cell));
  const values = [...new Set(there)];
  const numbers = values.filter((value) => typeof value === 'number');
  let [low, high] = [Infinity, -Infinity];
  for (const value of numbers) { low = Math.min(low, value); high = Math.max(high, value); }
  const holds = values.length === 0 ? 'nothing' : numbers.length === values.length ? 'numbers'
    : pairOf(values) !== undefined ? 'booleans' : numbers.length === 0 ? 'texts' : 'mixed';
  const isText = (cell: Cell): boolean => typeof cell === 'string' && !isMissing(cell);
  // Measurements are all different, too: only whole numbers or texts name rows.
  const isDistinct = values.length === cells.length && cells.length > 2 && (holds === 'texts' || numbers.every(Number.isInteger));
  return {
    name, rows: cells.length, missing: cells.length - there.length, holds, texts: there.filter(isText).length, firstText: cells.findIndex(isText), values, range: [low, high], namesRows: isDistinct && IDENTIFIER.test(name.trim()),
    isDates: holds === 'texts' && values.every((value) => isDate(String(value))),
  };
}
