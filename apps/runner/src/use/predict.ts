import { type Model, rowsFrom, weightsFrom } from '@knotwork/model';
import type { Samples } from '@knotwork/plugin';
import { bothOnStandardOutput, intervalOfClasses, intervalOfEquation, noLevel } from '../errors.js';
import { byEnding, refuseOutFile, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { networkNote, withoutValueNote } from './equation-notes.js';
import { openModel } from './open-model.js';
import { outsideNote } from './outside-note.js';
import { asObject, atRows, type Column, delimited, predictionColumns } from './prediction-columns.js';
import { refuseSource } from './refuse-source.js';
import { gapsNote, rowsForModel } from './rows-for-model.js';

export interface PredictOptions { readonly out?: string; readonly interval?: string; readonly derivatives?: string; readonly equation?: boolean; readonly plugin?: readonly string[]; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

const ENDINGS: Readonly<Record<string, (columns: readonly Column[]) => string>> = {
  csv: (columns) => delimited(columns, ','), tsv: (columns) => delimited(columns, '\t'), json: (columns) => `${JSON.stringify(asObject(columns))}\n`,
};

/** Predicts rows of a file: CSV on standard output, or a file by its ending. */
export async function predict(folder: string, path: string, options: PredictOptions, output: Output, cwd: string): Promise<void> {
  const { out = STANDARD_OUTPUT, plugin = [], json = false, force = false } = options;
  if (out === STANDARD_OUTPUT && json && options.out !== undefined) throw bothOnStandardOutput();
  const write = byEnding(out, ENDINGS, 'csv');
  refuseSource(out, folder, plugin, cwd, [path]);
  if (out !== STANDARD_OUTPUT) refuseOutFile(out, cwd, force);
  const model = await openModel(folder, plugin, cwd);
  if (options.interval !== undefined && model.task === 'classification') throw intervalOfClasses();
  if (options.interval !== undefined && options.equation === true) throw intervalOfEquation();
  const level = options.interval === undefined ? null : levelOf(options.interval);
  if (level !== null) await refuseInterval(model, level);
  // Whether there are derivatives, and an equation, does not depend on the rows either.
  if (options.equation === true) await model.predict(noRows(model), BY_EQUATION);
  if (options.derivatives !== undefined) await model.derivatives(noRows(model), options.derivatives);
  const { columns, notes, rows } = await predicted(model, path, level, options, cwd);
  for (const note of options.quiet === true ? [] : [...model.notes, ...notes]) process.stderr.write(`note: ${note}\n`);
  if (out !== STANDARD_OUTPUT) {
    writeOutFile(out, cwd, write(columns), force);
    output.say(`${rows} predictions in ${out}`);
    output.json({ rows, file: out });
  } else if (json) output.json(asObject(columns));
  else process.stdout.write(write(columns));
}

const BY_EQUATION = { by: 'equation' } as const;

const noRows = ({ inputs: { length: width } }: Model): Samples => ({ count: 0, width, values: new Float64Array(0) });

function levelOf(written: string): number {
  const level = Number(written);
  if (!(level > 0 && level < 1)) throw noLevel(written);
  return level;
}

/** Whether there are intervals does not depend on the rows, of which there may be many: it is asked of one. */
async function refuseInterval(model: Model, level: number): Promise<void> {
  const one = model.rowsToTry(1);
  if (one !== null) await model.interval(one, level);
}

async function predicted(model: Model, path: string, level: number | null, options: PredictOptions, cwd: string): Promise<{ readonly columns: readonly Column[]; readonly notes: readonly string[]; readonly rows: number }> {
  const { run: { table, encoding } } = model;
  const read = await rowsForModel(model, path, cwd, 'predict');
  const { inputs, notes } = rowsFrom(read.table, model.inputs, encoding, model.uses);
  const intervals = level === null ? null : await model.interval(inputs, level, weightsFrom(read.table, table));
  const by = options.equation === true ? BY_EQUATION : undefined;
  const derivatives = options.derivatives === undefined ? null : await model.derivatives(inputs, options.derivatives, by);
  const values = model.task === 'classification' ? await model.predictProbability(inputs, by) : await model.predict(inputs, by);
  const aboutEquation = by === undefined ? networkNote(model, 'predictions are those', '--equation predicts by the equation') : withoutValueNote(await model.withoutValue(inputs), inputs.count, 'they get NaN');
  const outside = model.outside(inputs);
  await model.dispose();
  const target = typeof table.target === 'string' ? table.target : table.target?.[0] ?? 'class';
  const columns = atRows(predictionColumns(model, target, { values, intervals, derivatives, outside }), read.rows, read.all);
  return { columns, rows: read.all, notes: [...gapsNote(read, 'get NaN'), ...notes, ...intervals?.notes ?? [], ...outsideNote(outside, inputs.count), ...aboutEquation] };
}
