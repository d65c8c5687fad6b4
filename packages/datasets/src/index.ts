import { definePackage } from '@knotwork/plugin';
import { csv } from './csv.js';
import { domain } from './domain.js';
import { expression } from './expression.js';
import { table } from './table.js';

export { csv, domain, expression, table };
export { knownClasses } from './class-column.js';
export { columnNumbers } from './columns/column-numbers.js';
export { rowWeights } from './columns/row-weights.js';
export { type EncodedColumn, encodedNames, type EncodedRows, encodedRows, type InputEncoding } from './columns/input-encoding.js';
export { type MemoryData, memoryTable, memoryText, type MemoryValue } from './readers/memory-table.js';
export { readTable, type TableFormat, TABLE_FORMATS, type TableSource } from './readers/read-table.js';
export { numberIn } from './readers/cell.js';
export { factorsOf, HIGHEST_ORDER } from './domain/derivative-factors.js';
export { DELIMITERS } from './readers/delimiters.js';
export { dateIn, isDate } from './readers/date-in.js';
export { type Cell, placeOf, type RowPlace, type Table } from './readers/table.js';
export default definePackage({ api: 2, plugins: [table, csv, expression, domain] });
