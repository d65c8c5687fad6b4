import { defineDataSet, type Rows, type Samples, z } from '@knotwork/plugin';
import { classColumn, knownClasses } from './class-column.js';
import { columnNumbers, csvTable, type CsvTable } from './csv-table.js';
import { classNotTrained, columnTwice, namelessColumn, noInputs, severalTargets, tooFewRows, unknownColumn } from './errors.js';
import { type Split, splitColumns, splitOptions, validationShare } from './split-options.js';
import type { SplitRows } from './split-rows.js';
import { splitTable } from './split-table.js';

/** Columns of a file of delimited values, its rows split into training, validation and test; those of each class by themselves. */
export const csv = defineDataSet({
  name: 'csv',
  summary: 'Columns of a CSV file, split at random, by groups, time, folds or files',
  options: z.strictObject({
    path: z.string().min(1).describe('The file; relative paths start at the experiment file'),
    inputs: z.array(z.string()).min(1).optional().describe('Columns that are inputs; all but the target when left out'),
    target: z.union([z.string(), z.array(z.string()).min(1)]).describe('Column to predict, or a list; one of classes'),
    task: z.enum(['regression', 'classification']).default('regression').describe('What is predicted: numbers, or which of the values of the target a row has'),
    split: splitOptions.describe('How rows become training, validation and test rows'),
    standardize: z.union([z.boolean(), z.enum(['robust', 'rank'])]).default(true)
      .describe('How inputs are standardized by statistics of the training rows: true by mean and standard deviation; robust, for heavy tails, by median and quartiles, and rank by the share of rows below'),
    delimiter: z.string().length(1).default(',').describe('Character between the fields of a line'),
  }),
  files: ({ path, split }) => [path, ...testFile(split)],

  async load(options, access) {
    const read = async (path: string): Promise<CsvTable> => csvTable(await access.read(path), path, options.delimiter);
    const table = await read(options.path);
    const [testPath] = testFile(options.split);
    const test = testPath === undefined ? undefined : await read(testPath);
    const targets = typeof options.target === 'string' ? [options.target] : options.target;
    const inputs = options.inputs ?? table.header.filter((name) => !targets.includes(name) && !splitColumns(options.split).includes(name));
    for (const one of test === undefined ? [table] : [table, test]) checkNames(one, inputs, targets);

    const { names, values, classOf } = options.task === 'regression' ? numbers(table, targets) : classes(table, targets);
    const all: Rows = { inputs: columnNumbers(table, inputs, 'inputs'), targets: values };
    const rows = splitTable(table, options.split, {
      holdsOut: access.holdsOut, stream: () => access.stream('split'), ...(classOf === undefined ? {} : { classOf }), ...(test === undefined ? {} : { test }),
    });
    requireRows(options.path, options.split, rows, access.holdsOut);
    if (classOf !== undefined) requireTrained(options.path, names, classOf, rows.train);
    const judged: Rows | undefined = test && {
      inputs: columnNumbers(test, inputs, 'inputs'),
      targets: options.task === 'regression' ? columnNumbers(test, targets, 'target') : indicators(knownClasses(test, targets[0]!, names), names.length),
    };
    return {
      task: options.task,
      inputs: inputs.map((name) => ({ name })),
      outputs: names.map((name) => ({ name })),
      standardizeInputs: options.standardize,
      test: judged ?? pick(all, rows.test), validation: pick(all, rows.validation), train: pick(all, rows.train),
    };
  },
});

/** The file that has the test rows, if one has. */
function testFile({ test }: Split): readonly string[] { return typeof test === 'object' && 'path' in test ? [test.path] : []; }

/** Training rows there must be, and of the other parts those that were asked for. */
function requireRows(file: string, split: Split, { train, validation, test }: SplitRows, holdsOut: boolean): void {
  const sizes = { train: train.length, validation: validation.length, test: test.length };
  const isMissing = sizes.train === 0 || (sizes.validation === 0 && validationShare(split, holdsOut) > 0) || (sizes.test === 0 && testFile(split).length === 0 && split.test !== 0);
  if (isMissing) throw tooFewRows(file, sizes.train + sizes.validation + sizes.test, sizes);
}

/** What is to be predicted of every row. */
interface Targets { readonly names: readonly string[]; readonly values: Samples; readonly classOf?: Uint32Array }

function numbers(table: CsvTable, columns: readonly string[]): Targets {
  return { names: columns, values: columnNumbers(table, columns, 'target') };
}

/** One target for each class: 1 for the class of a row, 0 for the others. */
function classes(table: CsvTable, columns: readonly string[]): Targets {
  if (columns.length > 1) throw severalTargets(columns);
  const { names, classOf } = classColumn(table, columns[0]!);
  return { names, values: indicators(classOf, names.length), classOf };
}

function indicators(classOf: Uint32Array, width: number): Samples {
  const values = new Float64Array(classOf.length * width);
  classOf.forEach((k, row) => { values[row * width + k] = 1; });
  return { count: classOf.length, width, values };
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
