import type { Cell, Column } from './study-table.js';

/** Points of letters of Computer Modern at 10 pt, rounded up, by their kind. */
const LETTERS: readonly (readonly [of: RegExp, width: number])[] = [[/[ijl.,:;'|!]/, 2.8], [/[ frst()[\]-]/, 3.95], [/[a-eghknopquvxyz0-9/*?_"]/, 5.6], [/./u, 8.4]];
/** A product with a power of ten of one digit, and the same written with an e. */
const POWER = 33;
const E_POWER = 18;

/** How wide a text is at 10 pt, in points; somewhat more than it is. */
export function widthOf(text: string): number { return Array.from(text).reduce((sum, letter) => sum + LETTERS.find(([of]) => of.test(letter))![1], 0); }

/** How wide a number is. @param shown as people read it, such as 1.23e-5 @param hasE whether its power is written with an e */
export function numberWidth(shown: string, hasE: boolean): number {
  const [digits, power] = shown.split('e') as [string, string?];
  // Of long ones three digits stand together.
  const gaps = Math.floor(Math.max(0, digits.replace(/\..*/, '').length - 2) / 3) * 1.7;
  return widthOf(digits) + gaps + (power === undefined ? 0 : (hasE ? E_POWER : POWER) + 4 * (power.replace('-', '').length - 1));
}

/** Parts of a text between which a line may end, each with what it ends in. */
export const breakable = (text: string): readonly string[] => text.match(/[^\s=.,/_+-]*[\s=.,/_+-]*/g)!.filter((part) => part !== '');

/** How wide a title is that stands in a line for each of its words. */
export const titleWidth = (title: string): number => Math.max(...title.split(' ').map(widthOf));

/** A column as a table of LaTeX has it. */
export interface WideColumn {
  readonly column: Column;
  /** Of each row. */
  readonly cells: readonly Cell[];
}

/** The widest of what a column holds, its title among them. @param shown as people read a cell */
export function columnWidth({ column, cells }: WideColumn, shown: (cell: Cell, column: Column) => string, hasE: boolean): number {
  const widths = cells.map((cell) => (typeof cell === 'number' && column.as !== 'text' ? numberWidth(shown(cell, column), hasE) : widthOf(shown(cell, column))));
  return Math.max(titleWidth(column.heading ?? column.title), ...widths);
}

/** The least that a column of texts needs, whose lines may end between words. */
export function leastWidth({ column, cells }: WideColumn): number {
  return Math.max(titleWidth(column.heading ?? column.title), ...cells.flatMap((cell) => breakable(String(cell ?? '')).map((part) => widthOf(part.trimEnd()))));
}
