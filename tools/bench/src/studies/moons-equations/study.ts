import { join } from 'node:path';
import { load } from 'knotwork';
import type { Samples } from '@knotwork/plugin';
import { equationOfTable } from '../../lib/equation-of-table.js';
import { readCommandLine, seedsAndJobs, UsageError, wholeNumber } from '../../lib/program.js';
import { reportedRuns } from '../../lib/reported-runs.js';
import type { Study } from '../../lib/study.js';
import type { CsvRows } from '../../lib/table-experiment.js';
import { moons } from './moons.js';
import { type MoonsRun, moonsReport } from './report.js';

const TEST_ROWS = 10_000;
/** Stages of the road before curves become functions. */
const BEFORE = 'stages=[{kind: sparsify}, {kind: prune, eliminate: true}, {kind: extend-grid, levels: [6, 12]}]';
const HELP = `npm run -s bench -- moons-equations [--seeds 10] [--from 1] [--rows 1000] [--noise 0.1] [--jobs 2] [--json FILE]

How good the equations of a classification are: "knotwork equation" on two moons, rows drawn anew for every seed, and beside it the same file without its last stage, symbolify.
Both are judged on ${TEST_ROWS} rows of their own: the class of the largest score, of the equation as it is printed.

  --seeds N    how many (10), --from K the first of them (1)
  --rows N     of the table (1000)
  --noise S    standard deviation of what is added to the coordinates (0.1)
  --jobs N     runs at a time (2)
  --json FILE  writes what came of every run, after each

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['seeds', 'from', 'rows', 'noise', 'jobs', 'json']);
    if (files.length + overrides.length > 0) throw new UsageError(`Only options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const rows = wholeNumber('rows', options['rows'] ?? '1000', 10);
    const noise = Number(options['noise'] ?? '0.1');
    if (!(noise >= 0 && noise < Infinity)) throw new UsageError(`--noise must be a number of at least 0; got "${options['noise']!}".`);
    const { seeds, jobs } = seedsAndJobs({ from: '1', ...options }, 10);
    const runs = await reportedRuns(seeds, jobs, options['json'], (seed) => runOf(seed, rows, noise));
    for (const line of moonsReport(runs)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};

async function runOf(seed: number, rows: number, noise: number): Promise<MoonsRun> {
  const test = moons(seed, 'test', TEST_ROWS, noise);
  const accuracies: { network: number | null; equation: number | null } = { network: null, equation: null };
  const { outputs, reason, seconds, failure } = await equationOfTable(moons(seed, 'train', rows, noise), 'moon', seed, async ({ folder, file, run, command }) => {
    const { status } = await command(['run', file, BEFORE, '--out', 'before', '--quiet']);
    if (status === 0) accuracies.network = await accuracyOf(join(folder, 'before'), test);
    accuracies.equation = await accuracyOf(join(folder, run), test, true);
  });
  const text = outputs.length === 0 ? null : outputs.map((output) => `${output.name} = ${output.text}`).join('; ');
  return { seed, ...accuracies, text, complexity: outputs.reduce((sum, { complexity }) => sum + complexity, 0), seconds, failure: failure ?? reason };
}

/** @param isPrinted asks the equation, in place of the network; null where there is none */
async function accuracyOf(folder: string, { rows }: CsvRows, isPrinted = false): Promise<number | null> {
  const model = await load(folder);
  try {
    if (isPrinted && !model.isEquation) return null;
    const inputs = rows.map((row) => row.slice(0, 2).map(Number));
    const scores = isPrinted ? (await model.equation()).evaluate({ count: rows.length, width: 2, values: Float64Array.from(inputs.flat()) }) : await model.predict(inputs);
    return rows.filter((row, n) => model.classes[largest(scores, n)] === row[2]).length / rows.length;
  } finally {
    await model.dispose();
  }
}

function largest({ width, values }: Samples, row: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if (values[row * width + k]! > values[row * width + best]!) best = k;
  return best;
}
