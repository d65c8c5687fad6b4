import { noRows } from '../errors.js';
import { NUMBER } from './cell.js';
import { cellsOf } from './cells-of.js';
import { brokenMemory } from './errors.js';
import { requireDistinct, type Cell, type Table } from './table.js';

/** What a value of memory may be; undefined, null and NaN are missing. */
export type MemoryValue = number | string | boolean | null | undefined;

/** A table in memory: columns by name, or rows that are lists, the first of which names the columns, or rows that are objects. */
export type MemoryData = Readonly<Record<string, ArrayLike<MemoryValue>>> | readonly ArrayLike<MemoryValue>[] | readonly Readonly<Record<string, MemoryValue>>[];

/**
 * Makes a table of what a program has at hand.
 *
 * @param name what errors call it
 * @throws KnotworkError `input` for columns of different lengths, rows of other widths, and values that are neither numbers, texts nor booleans
 *
 * @example
 * memoryTable({ x: Float64Array.of(1, 2, 3), y: [2, 4, 6] });
 * memoryTable([['x', 'y'], [1, 2], [2, 4], [3, 6]]);
 * memoryTable([{ x: 1, y: 2 }, { x: 2, y: 4 }, { x: 3, y: 6 }]);
 */
export function memoryTable(data: MemoryData, name = 'the table'): Table {
  const { header, columns } = Array.isArray(data) ? ofRows(data, name) : ofColumns(data as Readonly<Record<string, ArrayLike<MemoryValue>>>, name);
  const count = columns[0]?.length ?? 0;
  if (count === 0) throw noRows(name);
  requireDistinct(name, header);
  return { file: name, count, header, columns: columns.map((cells, j) => cellsOf(count, (row) => cellOf(cells[row], name, header[j]!))), decimal: '.' };
}

/** The same table as the text of a `.json` file: what a program hands to files in memory, every number as it is. */
export function memoryText(data: MemoryData): string {
  const { header, columns } = memoryTable(data);
  // JSON has no word for numbers that are infinite: as texts they are refused where they are used.
  const plain = (cell: Cell): Cell => (typeof cell === 'number' && !Number.isFinite(cell) ? (Number.isNaN(cell) ? null : String(cell)) : cell);
  return JSON.stringify([header, ...Array.from({ length: columns[0]!.length }, (_, k) => columns.map((cells) => plain(cells[k]!)))]);
}

/** Reads a text of JSON that is one of the forms of {@link memoryTable}. @throws KnotworkError `input` */
export function jsonTable(text: string, file: string): Table {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw brokenMemory(file, `is no JSON: ${(cause as Error).message}`);
  }
  if (typeof data !== 'object' || data === null) throw brokenMemory(file, 'holds a single value');
  return memoryTable(data as MemoryData, file);
}

interface Columns { readonly header: readonly string[]; readonly columns: readonly ArrayLike<MemoryValue>[] }

function ofColumns(data: Readonly<Record<string, ArrayLike<MemoryValue>>>, name: string): Columns {
  const header = Object.keys(data);
  const columns = Object.values(data);
  columns.forEach((cells, j) => {
    if (!isList(cells)) throw brokenMemory(name, `has no list of values in column "${header[j]}"`);
    if (cells.length !== columns[0]!.length) throw brokenMemory(name, `has ${columns[0]!.length} values in column "${header[0]}" and ${cells.length} in "${header[j]}"`);
  });
  return { header, columns };
}

function ofRows(rows: readonly unknown[], name: string): Columns {
  const [first] = rows;
  if (first === undefined) throw noRows(name);
  if (!isList(first)) return ofObjects(rows, name);
  const header = Array.from(first, String);
  if (header.every((cell) => NUMBER.test(cell))) throw brokenMemory(name, `has numbers in its first row, beginning with ${header[0]}`);
  const below = rows.slice(1).map((row, k) => {
    if (!isList(row) || row.length !== header.length) throw brokenMemory(name, `has ${header.length} names in its first row and ${isList(row) ? `${row.length} values` : 'no list'} in row ${k + 1} below`);
    return row;
  });
  return { header, columns: header.map((_, j) => below.map((row) => row[j])) };
}

/** A name that a row does not have is missing there. */
function ofObjects(rows: readonly unknown[], name: string): Columns {
  rows.forEach((row, k) => { if (typeof row !== 'object' || row === null || isList(row)) throw brokenMemory(name, `has rows that are objects, and another value in row ${k + 1}`); });
  const objects = rows as readonly Readonly<Record<string, MemoryValue>>[];
  const header = [...new Set(objects.flatMap((row) => Object.keys(row)))];
  return { header, columns: header.map((column) => objects.map((row) => (Object.hasOwn(row, column) ? row[column] : null))) };
}

const isList = (value: unknown): value is ArrayLike<MemoryValue> => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function cellOf(value: unknown, name: string, column: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  throw brokenMemory(name, `has a value in column "${column}" that is neither a number nor a text`);
}
