import { defineDataSet, type Rows, type Samples, z } from '@knotwork/plugin';
import { classColumn } from './class-column.js';
import { columnNumbers, csvTable, type CsvTable } from './csv-table.js';
import { classNotTrained, columnTwice, namelessColumn, noInputs, severalTargets, tooFewRows, unknownColumn } from './errors.js';
import { splitRows } from './split-rows.js';

const share = z.number().gt(0).lt(1);

/** Columns of a file of delimited values, its rows split at random into training, validation and test; those of each class by themselves. */
export const csv = defineDataSet({
  name: 'csv',
  summary: 'Columns of a CSV file, split at random',
  options: z.strictObject({
    path: z.string().min(1).describe('The file; relative paths start at the experiment file'),
    inputs: z.array(z.string()).min(1).optional().describe('Columns that are inputs; all but the target when left out'),
    target: z.union([z.string(), z.array(z.string()).min(1)]).describe('Column to predict, or a list; one of classes'),
    task: z.enum(['regression', 'classification']).default('regression').describe('What is predicted: numbers, or which of the values of the target a row has'),
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

    const { names, values, classOf } = options.task === 'regression' ? numbers(table, targets) : classes(table, targets);
    const all: Rows = { inputs: columnNumbers(table, inputs, 'inputs'), targets: values };
    const rows = splitRows(access.stream('split').permutation(all.inputs.count), options.split, classOf);
    const sizes = { train: rows.train.length, validation: rows.validation.length, test: rows.test.length };
    if (Math.min(...Object.values(sizes)) < 1) throw tooFewRows(options.path, all.inputs.count, sizes);
    if (classOf !== undefined) requireTrained(options.path, names, classOf, rows.train);
    return {
      task: options.task,
      inputs: inputs.map((name) => ({ name })),
      outputs: names.map((name) => ({ name })),
      standardizeInputs: options.standardize,
      test: pick(all, rows.test), validation: pick(all, rows.validation), train: pick(all, rows.train),
    };
  },
});

/** What is to be predicted of every row. */
interface Targets { readonly names: readonly string[]; readonly values: Samples; readonly classOf?: Uint32Array }

function numbers(table: CsvTable, columns: readonly string[]): Targets {
  return { names: columns, values: columnNumbers(table, columns, 'target') };
}

/** One target for each class: 1 for the class of a row, 0 for the others. */
function classes(table: CsvTable, columns: readonly string[]): Targets {
  if (columns.length > 1) throw severalTargets(columns);
  const { names, classOf } = classColumn(table, columns[0]!);
  const width = names.length;
  const values = new Float64Array(classOf.length * width);
  classOf.forEach((k, row) => { values[row * width + k] = 1; });
  return { names, values: { count: classOf.length, width, values }, classOf };
}

/** A class that is only validated or tested could not be learned. */
function requireTrained(file: string, names: readonly string[], classOf: Uint32Array, train: Uint32Array): void {
  const trained = new Set(train.map((row) => classOf[row]!));
  names.forEach((name, k) => { if (!trained.has(k)) throw classNotTrained(file, name, classOf.filter((c) => c === k).length); });
}

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
