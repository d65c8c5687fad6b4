import * as z from '@knotwork/plugin/zod';
import { TABLE_FORMATS } from '../readers/read-table.js';

/** What is done about cells that are empty. */
export const MISSING_POLICIES = ['refuse', 'drop', 'mean'] as const;
export type MissingPolicy = (typeof MISSING_POLICIES)[number];

/** What is done about columns of text: all of them, or only those that are named, whatever they hold. */
export type CategoriesPolicy = 'refuse' | 'one-hot' | readonly string[];

/** Options of a table that say how it is read and what is done about cells that are no numbers. Nothing is done about them unless a file says so. */
export const tableOptions = {
  format: z.enum(TABLE_FORMATS).optional().describe('How the file is written; by its ending when left out, csv where that says nothing. .gz behind it is unpacked'),
  delimiter: z.string().length(1).optional().describe('Character between the fields of a line of csv; a tab in files that end in .tsv, else a comma when left out'),
  decimal: z.enum(['.', ',']).default('.').describe('What stands before the fraction of a number in csv'),
  missing: z.enum(MISSING_POLICIES).default('refuse')
    .describe('Cells that are empty or say NA, NaN, null, none or ?: refuse; drop their rows; or mean, that of the training rows, with an input of its own that says where'),
  categories: z.union([z.enum(['refuse', 'one-hot']), z.array(z.string().min(1)).min(1)]).default('refuse')
    .describe('Inputs that are text: refuse; one-hot, an input for each value of the training rows; or a list of the columns that are categories, of numbers too'),
  levels: z.enum(['train', 'all']).optional()
    .describe('Whose categories and gaps get inputs: those of the training rows, as when left out; or of all rows, so that no seed and no split changes how many inputs there are'),
  copies: z.enum(['keep', 'drop']).optional().describe('Rows that are the same as one before in all columns that are used: keep, as when left out; or drop, so that no part knows rows of another'),
  weight: z.string().min(1).optional().describe('A column that says how much each row counts in losses, at least 0; it is no input'),
};
