import type { RandomStream } from '@knotwork/numerics';
import { type Data, defineDataSet, type Rows, type Samples } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { classColumn, knownClasses } from './class-column.js';
import { copiesAmong, withoutCopies } from './columns/copies.js';
import { columnNumbers } from './columns/column-numbers.js';
import { encodedColumns, encodedNames, inputEncoding, type InputEncoding, knownEncoding, readColumns } from './columns/input-encoding.js';
import { withoutMissing } from './columns/missing.js';
import { type MissingPolicy, tableOptions } from './columns/policies.js';
import { rowWeights, withWeight } from './columns/row-weights.js';
import { samplesOf } from './columns/samples-of.js';
import { allDropped, classNotTrained, type ColumnOfClasses, columnTwice, namelessColumn, noInputs, severalTargets, tooFewRows, unknownColumn } from './errors.js';
import { readTable } from './readers/read-table.js';
import { rowsOf, type Table } from './readers/table.js';
import { splitColumn } from './split-column.js';
import { type Split, splitColumns, splitOptions, validationShare } from './split-options.js';
import type { SplitRows } from './split-rows.js';
import { splitTable } from './split-table.js';

/** Columns of a file, its rows split into training, validation and test; those of each class by themselves. */
export const table = defineDataSet({
  name: 'table',
  summary: 'Columns of a file of CSV, Parquet, NumPy or JSON, split at random, by groups, time, folds or files',
  options: z.strictObject({
    path: z.string().min(1).describe('The file; relative paths start at the experiment file'),
    inputs: z.array(z.string()).min(1).optional().describe('Columns that are inputs; all but target, weight and those that split names when left out'),
    target: z.union([z.string(), z.array(z.string()).min(1)]).describe('Column to predict, or a list; one of classes'),
    task: z.enum(['regression', 'classification']).default('regression').describe('What is predicted: numbers, or which of the values of the target a row has'),
    split: splitOptions.describe('How rows become training, validation and test rows'),
    rows: z.int().min(1).optional().describe('How many rows are used, drawn at random before they are split; all when left out'),
    standardize: z.union([z.boolean(), z.enum(['robust', 'rank'])]).default(true)
      .describe('How inputs are standardized by statistics of the training rows: true by mean and standard deviation; robust, for heavy tails, by median and quartiles, and rank by the share of rows below'),
    ...tableOptions,
  }),
  files: ({ path, split }) => [path, ...testFile(split)],

  async load(options, access) {
    const { path, missing, weight, split } = options;
    const targets = typeof options.target === 'string' ? [options.target] : options.target;
    const weights = weight === undefined ? [] : [weight];
    const columnsOf = ({ header }: Table): readonly string[] =>
      options.inputs ?? header.filter((name) => ![...targets, ...weights, ...splitColumns(split)].includes(name));
    const read = async (from: string, columns?: readonly string[]): Promise<ReadRows> => {
      const file = await readTable(access, { ...options, path: from });
      const inputs = columns ?? columnsOf(file);
      checkNames(file, inputs, targets, weights);
      const used = [...inputs, ...targets, ...weights, ...splitColumns(split).filter((name) => file.header.includes(name))];
      const whole = missing === 'drop' ? withoutMissing(file, used) : file;
      if (whole.count === 0) throw allDropped(from, file.count);
      const once = options.copies === 'drop' ? withoutCopies(whole, used) : whole;
      const rows = weight === undefined ? once : withWeight(once, weight, missing);
      // Of classes, and of targets of few values, rows may be alike that were measured one by one.
      const copies = options.copies === undefined && options.task === 'regression' ? copiesAmong(rows, used, targets) : 0;
      return { rows, inputs, notes: [...leftOut(file, whole, 'because a value is missing'), ...leftOut(whole, once, 'because they are copies of others'), ...leftOut(once, rows, 'because they weigh 0'), ...(copies > 0 ? [manyCopies(copies, rows)] : [])] };
    };
    const { rows: there, inputs: columns, notes } = await read(path);
    const whole = drawn(there, options.rows, () => access.stream('rows'));
    if (whole !== there) notes.push(`${whole.count} of ${there.count} rows of ${there.file} are used, drawn at random`);
    const [testPath] = testFile(split);
    const test = testPath === undefined ? undefined : await read(testPath, columns);
    if (test !== undefined) {
      const used = [...columns, ...targets];
      notes.push(...(await import('./other-rows.js')).otherRows(there, test.rows, used, options.copies !== 'keep' && options.task === 'regression' ? copiesAmong(test.rows, used, targets, whole) : 0));
    }

    const { names, values, classOf } = options.task === 'regression' ? numbers(whole, targets, missing) : classes(whole, targets, missing);
    const rows = await splitTable(whole, split, {
      holdsOut: access.holdsOut, stream: () => access.stream('split'), ...(classOf === undefined ? {} : { classOf }), ...(test === undefined ? {} : { test: test.rows }),
    });
    // Behind the split: a column of it that is misspelt is an input, which may be no number, and it is its name that is wrong.
    const readAs = readColumns(whole, columns, options);
    requireRows(path, split, rows, access.holdsOut, classOf === undefined ? null : { column: targets[0]!, count: names.length });
    if (classOf !== undefined) requireTrained(path, names, classOf, rows.train);
    const asked = options.levels === 'all' ? there : null;
    const encoding = access.encoding === undefined ? inputEncoding(whole, readAs, missing, rows.train, asked)
      : knownEncoding(whole, readAs, missing, rows.train, access.encoding as unknown as InputEncoding, asked);
    const all = encodedColumns(whole, encoding, options);
    const weightOf = weight === undefined ? undefined : rowWeights(whole, weight, missing);
    // Most tables have no missing cells that are filled, and nothing to load.
    const filledIn = missing === 'mean' ? (await import('./columns/filled-cells.js')).filledCells : undefined;
    const filled = filledIn?.(whole, encoding);
    const part = (chosen: Uint32Array): Rows => ({ inputs: samplesOf(all.columns, whole.count, chosen), targets: values(chosen), ...(weightOf && { weights: chosenOf(weightOf, chosen) }), ...filled?.(chosen) });
    const later = test === undefined ? undefined : encodedColumns(test.rows, encoding, options);
    const judged = test && {
      inputs: samplesOf(later!.columns, test.rows.count),
      targets: options.task === 'regression' ? samplesOf(columnNumbers(test.rows, targets, 'target', missing), test.rows.count)
        : indicators(knownClasses(test.rows, targets[0]!, names, missing), names.length),
      ...(weight === undefined ? {} : { weights: rowWeights(test.rows, weight, missing) }),
      ...filledIn?.(test.rows, encoding)(),
    };
    const parts = { test: judged ?? part(rows.test), validation: part(rows.validation), train: part(rows.train) };
    return {
      task: options.task,
      inputs: encodedNames(encoding).map((name) => ({ name })),
      outputs: names.map((name) => ({ name })),
      standardizeInputs: options.standardize,
      ...division(whole, split, rows.train),
      ...parts, ...told([...notes, ...(rows.notes ?? []), ...(test?.notes ?? []), ...all.notes, ...(later?.notes ?? [])], encoding),
    };
  },
});

/** Rows of a file that are used, the columns that are inputs, and what users should know. */
interface ReadRows { readonly rows: Table; readonly inputs: readonly string[]; readonly notes: string[] }

/** Some rows of a table, in its order. @returns the same table where it has no more */
function drawn(table: Table, rows: number | undefined, stream: () => RandomStream): Table {
  return rows === undefined || rows >= table.count ? table : rowsOf(table, stream().permutation(table.count).slice(0, rows).sort());
}

/** What cross-validation must keep together. @param train numbers of the training rows */
function division(table: Table, { groups, time }: Split, train: Uint32Array): Pick<Data, 'division'> {
  if (time !== undefined) return { division: 'time' };
  if (groups === undefined) return {};
  const names = splitColumn(table, groups, 'split.groups');
  const numbers = new Map<string, number>();
  for (const row of train) if (!numbers.has(names[row]!)) numbers.set(names[row]!, numbers.size);
  return { division: Uint32Array.from(train, (row) => numbers.get(names[row]!)!) };
}

/** The file that has the test rows, if one has. */
function testFile({ test }: Split): readonly string[] { return typeof test === 'object' && 'path' in test ? [test.path] : []; }

/** Training rows there must be, and of the other parts those that were asked for. */
function requireRows(file: string, split: Split, { train, validation, test }: SplitRows, holdsOut: boolean, classes: ColumnOfClasses | null): void {
  const sizes = { train: train.length, validation: validation.length, test: test.length };
  const isMissing = sizes.train === 0 || (sizes.validation === 0 && validationShare(split, holdsOut) > 0) || (sizes.test === 0 && testFile(split).length === 0 && split.test !== 0);
  if (isMissing) throw tooFewRows(file, sizes.train + sizes.validation + sizes.test, sizes, classes);
}

/** What is to be predicted of every row. */
interface Targets {
  readonly names: readonly string[];
  /** Targets of some rows. */
  values(rows: Uint32Array): Samples;
  readonly classOf?: Uint32Array;
}

function numbers(table: Table, columns: readonly string[], missing: MissingPolicy): Targets {
  const numbersOf = columnNumbers(table, columns, 'target', missing);
  return { names: columns, values: (rows) => samplesOf(numbersOf, table.count, rows) };
}

/** One target for each class: 1 for the class of a row, 0 for the others. */
function classes(table: Table, columns: readonly string[], missing: MissingPolicy): Targets {
  if (columns.length > 1) throw severalTargets(columns);
  const { names, classOf } = classColumn(table, columns[0]!, missing);
  return { names, values: (rows) => indicators(rows.map((row) => classOf[row]!), names.length), classOf };
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

/** What a run says and keeps of a table that needed a policy; nothing of one of numbers alone. */
function told(notes: readonly string[], encoding: InputEncoding): Pick<Data, 'notes' | 'encoding'> {
  const isPlain = encoding.missing === 'refuse' && encoding.columns.every(({ as }) => as === 'number');
  return { ...(notes.length === 0 ? {} : { notes }), ...(isPlain ? {} : { encoding: { ...encoding } }) };
}

function leftOut({ file, count }: Table, rows: Table, because: string): readonly string[] {
  return count === rows.count ? [] : [`${count - rows.count} of ${count} rows of ${file} are left out ${because}`];
}

function manyCopies(copies: number, { file, count }: Table): string {
  return `${copies} of ${count} rows of ${file} are copies of others: validation and test rows may be among those that are trained on. Set copies=drop to leave copies out, or copies=keep where each is an observation`;
}

function checkNames({ file, header }: Table, inputs: readonly string[], targets: readonly string[], weights: readonly string[]): void {
  const there = new Set(header);
  const check = (names: readonly string[], option: 'inputs' | 'target' | 'weight', others: readonly string[]): void => {
    const seen = new Set(others);
    for (const name of names) {
      if (name === '') throw namelessColumn(file, header.indexOf('') + 1);
      if (!there.has(name)) throw unknownColumn(file, name, header, option);
      if (seen.has(name)) throw columnTwice(name, option);
      seen.add(name);
    }
  };
  check(targets, 'target', []);
  check(weights, 'weight', targets);
  check(inputs, 'inputs', [...targets, ...weights]);
  if (inputs.length === 0) throw noInputs(file);
}

const chosenOf = (values: Float64Array, rows: Uint32Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
