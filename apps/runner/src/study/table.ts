import { extname, relative, resolve } from 'node:path';
import { countOfTrials, FORMATS, judgedVerdict, parquetOf, plainVerdict, StudyFolder, tablesOf, trialRows } from '@knotwork/studies';
import { VERSION } from '@knotwork/experiment';
import { bothOnStandardOutput, notJudged, parquetNeedsFile, tablesAs, toOrOut, unknownEnding } from '../errors.js';
import { refuseOutFile, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';

export interface TableOptions { readonly to?: string; readonly out?: string; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/** What trials are written as, row by row. */
const PARQUET = 'parquet';
const ENDINGS: Readonly<Record<string, string>> = { ...Object.fromEntries(Object.entries(FORMATS).map(([name, { ending }]) => [name, ending])), [PARQUET]: PARQUET };

/** Prints or writes the tables of a study that was judged, or every trial and rung of one that may still go on. */
export async function table(dir: string, options: TableOptions, output: Output, cwd: string): Promise<void> {
  const { out = STANDARD_OUTPUT, force = false, json = false } = options;
  const to = formatOf(options);
  if (out === STANDARD_OUTPUT && to === PARQUET) throw parquetNeedsFile(dir);
  if (out === STANDARD_OUTPUT && options.out !== undefined && json) throw bothOnStandardOutput();
  const folder = new StudyFolder(resolve(cwd, dir));
  if (out !== STANDARD_OUTPUT) refuseOutFile(out, cwd, force);
  if (to === PARQUET) await writeTrials(folder, out, output, cwd, force);
  else writeTables(folder, dir, to, out, output, cwd, force);
}

function writeTables(folder: StudyFolder, dir: string, to: string, out: string, output: Output, cwd: string, force: boolean): void {
  const record = folder.readBegun();
  const verdict = judgedVerdict(folder, record);
  if (verdict === undefined) throw notJudged(dir);
  const text = FORMATS[to]!.write(tablesOf(verdict));
  if (out === STANDARD_OUTPUT) output.say(text.trimEnd());
  else {
    writeOutFile(out, cwd, text, force);
    output.say(`Tables in ${out}`);
  }
  output.json(plainVerdict(verdict));
}

async function writeTrials(folder: StudyFolder, out: string, output: Output, cwd: string, force: boolean): Promise<void> {
  const record = folder.readBegun();
  const columns = trialRows(folder, record);
  const rows = columns[0]!.data.length;
  const trials = columns.find(({ name }) => name === 'row')!.data.filter((row) => row === 'trial').length;
  const bytes = await parquetOf(columns, { study: record.name, registered: record.registered, metric: record.plan.metric.name, on: record.plan.metric.on, knotwork: VERSION });
  writeOutFile(out, cwd, bytes, force);
  output.say(`${trials.toLocaleString('en-US')} of ${countOfTrials(record.plan).toLocaleString('en-US')} trials of ${relative(cwd, folder.path) || '.'}, in ${rows.toLocaleString('en-US')} rows and ${columns.length} columns, in ${out}`);
  output.json({ file: out, bytes: bytes.byteLength, trials, rows, columns: columns.map(({ name }) => name) });
}

/** What is asked for, by its name or by the ending of the file. @throws KnotworkError `input` */
function formatOf({ to, out = STANDARD_OUTPUT }: TableOptions): string {
  const formats = Object.keys(ENDINGS);
  if (to !== undefined && !Object.hasOwn(ENDINGS, to)) throw tablesAs(to, formats, '--to', formats.find((name) => ENDINGS[name] === to));
  if (out === STANDARD_OUTPUT) return to ?? 'text';
  const ending = extname(out).slice(1).toLowerCase();
  if (to !== undefined && ENDINGS[to] !== ending) throw toOrOut(to, out, ENDINGS[to]!);
  const format = formats.find((name) => ENDINGS[name] === ending);
  if (format === undefined) throw unknownEnding(out, Object.values(ENDINGS));
  return format;
}
