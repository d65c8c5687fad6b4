import { didYouMean, type KnotworkError, optionError } from '@knotwork/plugin';
import { NUMBER } from './readers/cell.js';
import type { Table } from './readers/table.js';
import { short } from './short.js';
import { splitColumn } from './split-column.js';
import type { Split } from './split-options.js';

/** 1 for the rows whose column has one of the values of the test. @throws KnotworkError `input` for a value that no row has */
export function testRows(table: Table, { column, values }: Extract<Split['test'], { readonly column: string }>): Uint8Array {
  const texts = splitColumn(table, column, 'split.test.column');
  const wanted = values.map((value) => canonical(String(value)));
  const missing = wanted.findIndex((value) => !texts.includes(value));
  if (missing >= 0) throw noTestValues(table.file, column, String(values[missing]), [...new Set(texts)]);
  return Uint8Array.from(texts, (text) => Number(wanted.includes(text)));
}

/** One way of writing every number; other text as it is. */
function canonical(text: string): string { return NUMBER.test(text) ? String(Number(text)) : text; }

/** @param there what stands in the column instead */
function noTestValues(file: string, column: string, value: string, there: readonly string[]): KnotworkError {
  const shown = `${there.slice(0, 10).map(short).join(', ')}${there.length > 10 ? ', ...' : ''}`;
  return optionError('split.test.values', (at) =>
    `${at('split.test.values')} must be values of column "${column}" of ${file}; no row has "${value}". There are: ${shown}.${didYouMean(value, there)}`);
}
