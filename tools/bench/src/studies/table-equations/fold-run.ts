import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load } from 'knotwork';
import { linearValue, mean, ridge, rootMeanSquare } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import { knotworkCommand } from '../../lib/knotwork-command.js';
import { limitedRun } from '../../lib/limited-run.js';
import { rowsOfRun } from '../../lib/rows-of-run.js';
import type { CsvRows } from '../../lib/table-experiment.js';
import type { BenchTable, Fold } from '../tables/tables.js';
import { splitOf } from '../tables/tables.js';

/** What came of one fold: errors on its test rows, in the unit of the target. */
export interface FoldRun {
  readonly table: string;
  readonly rep: number;
  readonly fold: number;
  /** The mean, and ridge regression, of the rows that the network trained on. */
  readonly constant: number;
  readonly line: number;
  /** The widths that the road chose, trained without making the network small or functions of its curves; what was left before curves became functions; infinite where there is none. */
  readonly network: number;
  readonly small: number;
  /** The formula as printed. */
  readonly equation: number;
  readonly text: string;
  readonly widths: readonly number[];
  readonly complexity: number;
  readonly seconds: number;
  readonly failure: string | null;
}

interface Answer { readonly equation: { readonly text: string; readonly complexity: number } | null; readonly reason?: string; readonly file: string; readonly folder: string }
interface ResultShape { readonly choice?: { readonly networks: readonly { readonly widths: readonly number[] }[]; readonly chosen: number }; readonly network: { readonly widths: readonly number[] } }

/** One thread, and seconds that a command may take. */
const ONE_THREAD = { OMP_NUM_THREADS: '1' };
const LIMIT = 600;
/** Stages after which a network is as it is before its curves become functions, and of one that nothing is taken from. */
const SMALL = ['{kind: sparsify}', '{kind: prune, eliminate: true}', '{kind: extend-grid, levels: [6, 12]}'];
const WHOLE = ['{kind: fit}'];

/** Runs the command on the rows of a fold that are not for the test, as somebody would who has no others, and judges what it found on the test rows. */
export async function runFold(table: BenchTable, fold: Fold, seed: number): Promise<FoldRun> {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  const { train, test } = splitOf(table, fold);
  try {
    writeFileSync(join(folder, 'rows.csv'), [train.header, ...train.rows].map((cells) => `${cells.join(',')}\n`).join(''));
    const command = (words: readonly string[]) => limitedRun(process.execPath, [knotworkCommand, ...words], LIMIT, ONE_THREAD, folder);
    const run = await command(['equation', 'rows.csv', '--target', table.target, '--seed', String(seed), '--json']);
    const place = { table: table.name, rep: fold.rep, fold: fold.fold };
    if (run.status !== 0) return { ...place, ...NOTHING, seconds: run.seconds, failure: run.stderr.trim().split('\n').at(-1) ?? `status ${run.status}` };
    const answer = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Answer;
    // Where a line was as good, the run that compared networks is another one beside it.
    const results = readdirSync(join(folder, dirname(answer.folder))).map((id) => JSON.parse(readFileSync(join(folder, dirname(answer.folder), id, 'result.json'), 'utf8')) as ResultShape);
    const { choice, network } = results.find((result) => result.choice !== undefined) ?? results[0]!;
    const chosen = choice === undefined ? network.widths : choice.networks[choice.chosen]!.widths;
    const rows = rowsFor(table, test);
    const trained = async (stages: readonly string[], out: string): Promise<number> => {
      const { status } = await command(['run', answer.file, `network={widths: [${chosen.join(',')}], basis: {kind: b-spline, degree: 3, intervals: 3}}`, 'dataset.split={validation: 0.2, test: 0.2}', `stages=[${stages.join(',')}]`, '--out', out, '--quiet']);
      return status === 0 ? errorOf(await predictions(join(folder, out), rows.inputs), rows) : Infinity;
    };
    const { data } = await rowsOfRun({ file: join(folder, answer.file), overrides: [] }, seed);
    return {
      ...place, ...simple(data.train, rows), network: await trained(WHOLE, 'whole'), small: await trained(SMALL, 'small'), equation: errorOf(await predictions(join(folder, answer.folder), rows.inputs), rows),
      text: answer.equation?.text ?? answer.reason ?? '', complexity: answer.equation?.complexity ?? 0, widths: chosen, seconds: run.seconds, failure: null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTHING = { constant: Infinity, line: Infinity, network: Infinity, small: Infinity, equation: Infinity, text: '', complexity: 0, widths: [] };

/** What a run says of rows: its formula as printed, where it has one, or else its network. */
async function predictions(folder: string, inputs: Samples): Promise<Samples> {
  const model = await load(folder);
  try {
    if (model.isEquation) return (await model.equation()).evaluate(inputs);
    return await model.predict(Array.from({ length: inputs.count }, (_, n) => Array.from(inputs.values.subarray(n * inputs.width, (n + 1) * inputs.width))));
  } finally {
    await model.dispose();
  }
}

function rowsFor({ target }: BenchTable, { header, rows }: CsvRows): Rows {
  const at = header.indexOf(target);
  const inputs = rows.map((row) => row.filter((_, c) => c !== at).map(Number));
  return {
    inputs: { count: rows.length, width: header.length - 1, values: Float64Array.from(inputs.flat()) }, targets: { count: rows.length, width: 1, values: Float64Array.from(rows, (row) => Number(row[at])) },
  };
}

/** A value that is none is as wrong as can be. */
function errorOf({ values }: Samples, { targets }: Rows): number {
  const error = rootMeanSquare(targets.values.map((y, n) => values[n]! - y));
  return Number.isFinite(error) ? error : Infinity;
}

function simple({ inputs, targets }: Rows, test: Rows): Pick<FoldRun, 'constant' | 'line'> {
  const middle = mean([...targets.values]);
  const model = ridge({ rows: inputs.count, x: Float64Array.from(inputs.values), features: inputs.width, y: Float64Array.from(targets.values), targets: 1 });
  const all = (f: (n: number) => number): Samples => ({ count: test.inputs.count, width: 1, values: Float64Array.from({ length: test.inputs.count }, (_, n) => f(n)) });
  const x = Float64Array.from(test.inputs.values);
  return { constant: errorOf(all(() => middle), test), line: errorOf(all((n) => linearValue(model, x, n, 0)), test) };
}
