import { definePackage } from '@knotwork/plugin';
import { csv } from './csv.js';
import { expression } from './expression.js';

export { csv, expression };
export { csvTable, type CsvTable, NUMBER } from './csv-table.js';
export default definePackage({ api: 2, plugins: [csv, expression] });
