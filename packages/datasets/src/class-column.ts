import { type CsvTable, NUMBER } from './csv-table.js';
import { missingClass, oneClass, unknownClass } from './errors.js';

/** A column whose values are classes. */
export interface ClassColumn {
  /** Every value once: in the order of numbers where all are numbers, else in that of their characters. */
  readonly names: readonly string[];
  /** Index of the class of every row. */
  readonly classOf: Uint32Array;
}

/** Reads a column as classes; 1 and 1.0 are one class. @throws KnotworkError `input` for a missing value, and where there is but one class */
export function classColumn(table: CsvTable, name: string): ClassColumn {
  const texts = classTexts(table, name);
  const areNumbers = texts.every((text) => NUMBER.test(text));
  const values = areNumbers ? texts.map((text) => String(Number(text))) : texts;
  const names = [...new Set(values)].sort(areNumbers ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  if (names.length === 1) throw oneClass(table.file, name, names[0]!);
  const index = new Map(names.map((value, k) => [value, k]));
  return { names, classOf: Uint32Array.from(values, (value) => index.get(value)!) };
}

/** Reads a column whose classes are known from another table. @returns the index of the class of every row @throws KnotworkError `input` for a class that is not among them */
export function knownClasses(table: CsvTable, name: string, names: readonly string[]): Uint32Array {
  const areNumbers = names.every((known) => NUMBER.test(known));
  const index = new Map(names.map((known, k) => [known, k]));
  return Uint32Array.from(classTexts(table, name), (text, row) => {
    const k = index.get(areNumbers && NUMBER.test(text) ? String(Number(text)) : text);
    if (k === undefined) throw unknownClass(table.file, table.rows[row]!.line, name, text, names);
    return k;
  });
}

function classTexts({ file, header, rows }: CsvTable, name: string): string[] {
  const column = header.indexOf(name);
  return rows.map(({ line, cells }) => {
    if (cells[column] === '') throw missingClass(file, line, name);
    return cells[column]!;
  });
}
