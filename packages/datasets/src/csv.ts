import { defineDataSet } from '@knotwork/plugin';
import { table } from './table.js';

/** The same as `table`, by the name that it had when all tables were CSV. */
export const csv: typeof table = defineDataSet({ ...table, name: 'csv', summary: 'Columns of a CSV file, split at random, by groups, time, folds or files: another name of table' });
