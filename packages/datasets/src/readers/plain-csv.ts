import { isNumber } from './cell.js';
import { numberAt } from './number-at.js';
import { MOST_COLUMNS, repeatedName, type Table } from './table.js';

const [NEWLINE, RETURN, SPACE, QUOTE, COMMA, POINT] = [10, 13, 32, 34, 44, 46];
/** Bytes of the longest line of names. */
const LONGEST_HEADER = 2 ** 24;
/** Bytes that say how many rows there will be. */
const SAMPLE = 2 ** 16;

/**
 * Reads a text of nothing but decimal numbers below a line of names, straight from its bytes: columns are arrays of doubles, each number the one that
 * `Number` gives. Spaces around numbers, blank lines, a byte order mark and line ends of any sort are plain, too.
 *
 * Cost: one pass over the bytes, and memory for the numbers, a tenth more for rows that were expected and did not come.
 *
 * @returns null where there is anything else, be it a quote, a text, an empty cell, a row of another length or a number too large for a double: that is for
 * `csvTextTable`, which reads whatever there is, and says what is wrong
 */
export function plainCsv(bytes: Uint8Array, file: string, delimiter: string, decimal: Table['decimal']): Table | null {
  // Signs that numbers are written with, and those that are trimmed, separate in ways that are not plain.
  if (!/^[\t!#-*,/:-@[-^`{-~]$/.test(delimiter)) return null;
  const end = firstLineEnd(bytes);
  const header = headerIn(bytes.subarray(0, end), delimiter);
  if (header === null || header.length > MOST_COLUMNS || header.every((name) => isNumber(name, decimal)) || repeatedName(header) !== undefined) return null;
  const separator = delimiter.charCodeAt(0);
  const rows = numbersBelow(bytes, end, header.length, separator, decimal === ',' ? COMMA : POINT);
  if (rows === null || rows.count === 0) return null;
  const { count, columns, lines, starts } = rows;
  return { file, count, header, columns, decimal, lines, written: { bytes, starts, separator } };
}

/** Where the first line ends. */
function firstLineEnd(bytes: Uint8Array): number {
  const newline = bytes.indexOf(NEWLINE);
  const line = newline < 0 ? bytes : bytes.subarray(0, newline);
  const back = line.indexOf(RETURN);
  return back < 0 ? line.length : back;
}

/** Names in the first line; null where they are not plain: quotes, and blanks other than spaces, are for the careful reader. */
function headerIn(line: Uint8Array, delimiter: string): readonly string[] | null {
  if (line.length > LONGEST_HEADER || line.includes(QUOTE)) return null;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(line);
  } catch {
    // What is no UTF-8 is decoded where texts are.
    return null;
  }
  const names = text.split(delimiter).map((name) => name.trim());
  return text.trim() === '' || text.replaceAll(delimiter, '').search(/[^\S ]/) >= 0 ? null : names;
}

/** Rows of numbers: columns, one-based lines and first bytes of the rows. */
interface NumberRows { readonly count: number; readonly columns: readonly Float64Array[]; readonly lines: Uint32Array; readonly starts: Uint32Array }

/** Rows from the end of the first line on; null where one is not plain. */
function numbersBelow(bytes: Uint8Array, headerEnd: number, width: number, separator: number, point: number): NumberRows | null {
  const end = bytes.length;
  const place = { at: headerEnd };
  let room = expectedRows(bytes, headerEnd);
  let columns = Array.from({ length: width }, () => new Float64Array(room));
  let lines = new Uint32Array(room);
  let starts = new Uint32Array(room);
  let line = 1;
  let count = 0;
  for (;; count++) {
    // Line ends of any sort, each of which counts once.
    while (place.at < end && (bytes[place.at] === NEWLINE || bytes[place.at] === RETURN)) {
      place.at += bytes[place.at] === RETURN && bytes[place.at + 1] === NEWLINE ? 2 : 1;
      line++;
    }
    if (place.at === end) break;
    if (count === room) {
      room += (room >> 1) + 16;
      columns = columns.map((numbers) => widened(numbers, new Float64Array(room)));
      lines = widened(lines, new Uint32Array(room));
      starts = widened(starts, new Uint32Array(room));
    }
    lines[count] = line;
    starts[count] = place.at;
    for (let j = 0; j < width; j++) {
      skipSpaces(bytes, place);
      if (!numberAt(bytes, place, point, columns[j]!, count)) return null;
      skipSpaces(bytes, place);
      if (j === width - 1) break;
      if (bytes[place.at++] !== separator) return null;
    }
    if (place.at < end && bytes[place.at] !== NEWLINE && bytes[place.at] !== RETURN) return null;
  }
  return { count, columns: columns.map((numbers) => numbers.subarray(0, count)), lines: lines.subarray(0, count), starts: starts.subarray(0, count) };
}

function skipSpaces(bytes: Uint8Array, place: { at: number }): void {
  while (bytes[place.at] === SPACE) place.at++;
}

/** About as many rows as there are, by the length of the first ones. */
function expectedRows(bytes: Uint8Array, from: number): number {
  const sample = bytes.subarray(from + 1, from + 1 + SAMPLE);
  let rows = 1;
  for (const byte of sample) if (byte === NEWLINE || byte === RETURN) rows++;
  return Math.ceil(1.1 * rows * (bytes.length - from) / Math.max(1, sample.length));
}

function widened<T extends Float64Array | Uint32Array>(from: T, to: T): T { to.set(from); return to; }
