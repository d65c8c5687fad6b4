import { defineDataSet, type Rows, type Samples, z } from '@knotwork/plugin';
import { columnNumbers, csvTable, type CsvTable } from './csv-table.js';
import { columnTwice, namelessColumn, noInputs, tooFewRows, unknownColumn } from './errors.js';

const share = z.number().gt(0).lt(1);

/** Columns of a file of delimited values, its rows split at random into training, validation and test. */
export const csv = defineDataSet({
  name: 'csv',
  summary: 'Columns of a CSV file, split at random',
  options: z.strictObject({
    path: z.string().min(1).describe('The file; relative paths start at the experiment file'),
    inputs: z.array(z.string()).min(1).optional().describe('Columns that are inputs; all but the target when left out'),
    target: z.union([z.string(), z.array(z.string()).min(1)]).describe('Column to predict, or a list'),
    task: z.enum(['regression'], 'must be regression; classification is not in this version').default('regression').describe('What is predicted: numbers'),
    split: z.strictObject({
      validation: share.default(0.2).describe('Share of the rows that choose among networks'),
      test: share.default(0.2).describe('Share of the rows that only judge the result'),
    }).refine(({ validation, test }) => validation + test < 1, 'validation and test must leave rows for training: their sum must be below 1')
      .default({ validation: 0.2, test: 0.2 }).describe('Shares of the rows; what remains is for training'),
    standardize: z.boolean().default(true).describe('Whether inputs are brought to mean 0 and standard deviation 1, by statistics of the training rows'),
    delimiter: z.string().length(1).default(',').describe('Character between the fields of a line'),
  }),
  files: ({ path }) => [path],

  async load(options, access) {
    const table = csvTable(await access.read(options.path), options.path, options.delimiter);
    const targets = typeof options.target === 'string' ? [options.target] : options.target;
    const inputs = options.inputs ?? table.header.filter((name) => !targets.includes(name));
    checkNames(table, inputs, targets);

    const all: Rows = { inputs: columnNumbers(table, inputs, 'inputs'), targets: columnNumbers(table, targets, 'target') };
    const rows = all.inputs.count;
    const test = Math.round(rows * options.split.test);
    const validation = Math.round(rows * options.split.validation);
    const train = rows - test - validation;
    if (Math.min(train, validation, test) < 1) throw tooFewRows(options.path, rows, { train, validation, test });

    // The test rows come first: they stay the same whatever becomes of the others.
    const order = access.stream('split').permutation(rows);
    return {
      task: 'regression',
      inputs: inputs.map((name) => ({ name })),
      outputs: targets.map((name) => ({ name })),
      standardizeInputs: options.standardize,
      test: pick(all, order.subarray(0, test)),
      validation: pick(all, order.subarray(test, test + validation)),
      train: pick(all, order.subarray(test + validation)),
    };
  },
});

function checkNames({ file, header }: CsvTable, inputs: readonly string[], targets: readonly string[]): void {
  const check = (names: readonly string[], option: 'inputs' | 'target'): void => names.forEach((name, i) => {
    if (name === '') throw namelessColumn(file, header.indexOf('') + 1);
    if (!header.includes(name)) throw unknownColumn(file, name, header, option);
    if (names.indexOf(name) !== i || (option === 'inputs' && targets.includes(name))) throw columnTwice(name, option);
  });
  check(targets, 'target');
  check(inputs, 'inputs');
  if (inputs.length === 0) throw noInputs(file);
}

function pick({ inputs, targets }: Rows, rows: Uint32Array): Rows {
  const of = ({ width, values }: Samples): Samples => ({
    count: rows.length, width, values: Float64Array.from({ length: rows.length * width }, (_, k) => values[rows[Math.floor(k / width)]! * width + k % width]!),
  });
  return { inputs: of(inputs), targets: of(targets) };
}
