import * as z from '@knotwork/plugin/zod';

const share = z.number().min(0).lt(1);
const cell = z.union([z.string(), z.number(), z.boolean()]);
const column = z.string().min(1);

/** The share that `auto` stands for where validation rows are needed. */
const STANDARD_SHARE = 0.2;
/** Folds where a file says which and not of how many. */
const STANDARD_FOLDS = 5;

const keys = z.strictObject({
  validation: z.union([share, z.literal('auto')]).default('auto')
    .describe('Share of the rows that choose among networks; of those that are not test rows, where these are a fold, a file or some values. auto: 0.2 where a stage chooses by them, else 0'),
  test: z.union([share, z.strictObject({
    path: z.string().min(1).describe('A file with the same columns, all of whose rows are test rows'),
  }), z.strictObject({
    column: column.describe('A column that says which rows are test rows'),
    values: z.array(cell).min(1).describe('What stands there in a test row'),
  })]).default(0.2).describe('Share of the rows that only judge the result; or { path } of a file that has them, or { column, values } that they have'),
  groups: column.optional().describe('A column: rows that have the same there stay together'),
  time: column.optional().describe('A column of numbers or dates: the latest rows are the test, those before them validation, the earliest training'),
  fold: z.int().min(1).optional().describe('Which of the folds has the test rows, from 1'),
  of: z.int().min(2).optional().describe('Number of folds; 5 when left out'),
  repeat: z.int().min(1).optional().describe('Which random division into folds, from 1; 1 when left out'),
});
export type Split = z.output<typeof keys>;

/** How the rows of a table are split into training, validation and test. */
export const splitOptions = keys
  // What auto is worth is known where the rows are split.
  .refine(({ fold, test, validation }) => fold !== undefined || typeof test !== 'number' || validation === 'auto' || validation + test < 1, 'validation and test must leave rows for training: their sum must be below 1')
  .refine(({ fold, of, repeat }) => fold !== undefined || (of === undefined && repeat === undefined), '"of" and "repeat" say something about folds: write which one is the test, such as fold: 1, or leave them out')
  .refine((split) => (split.fold ?? 1) <= foldCount(split), `"fold" must be at most the number of folds, "of", which is ${STANDARD_FOLDS} when left out`)
  .refine(({ fold, test }) => fold === undefined || typeof test === 'number', 'test rows are those of a "fold", or those that "test" names: leave one of the two out')
  .refine(({ time, fold, groups }) => time === undefined || (fold === undefined && groups === undefined), 'rows are split by "time", or at random by "groups" and "fold": leave one of the two out')
  .default({ validation: 'auto', test: STANDARD_SHARE });

/** The share of validation rows. @param holdsOut whether something chooses by them */
export function validationShare({ validation }: Pick<Split, 'validation'>, holdsOut: boolean): number {
  return validation === 'auto' ? (holdsOut ? STANDARD_SHARE : 0) : validation;
}

export function foldCount({ of = STANDARD_FOLDS }: Pick<Split, 'of'>): number { return of; }

/** Columns that the split asks. They say where a row belongs, not what it is like: they are inputs only where a file names them. */
export function splitColumns({ test, groups, time }: Split): readonly string[] {
  return [...(typeof test === 'object' && 'column' in test ? [test.column] : []), ...(groups === undefined ? [] : [groups]), ...(time === undefined ? [] : [time])];
}
