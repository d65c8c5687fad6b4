import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'knotwork';
import { parseExpression } from '@knotwork/expressions';
import { randomStream, rootMeanSquare } from '@knotwork/numerics';
import { type DrawnRows, drawRows } from '../../equations/drawn-rows.js';
import { relativeErrorOf } from '../../equations/fit-constants.js';
import { EXACT, judgeOf } from '../../equations/judge.js';
import { normalForm } from '../../equations/normal-form.js';
import type { Problem } from '../../equations/problems.js';
import { runKnotwork } from '../../lib/knotwork-command.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { type ImportedRun, importedReport } from './report.js';

const FIXTURES = fileURLToPath(new URL('../../../../../packages/importers/src/fixtures/', import.meta.url));
/** Networks of the default formula: two of pykan, one of them pruned by it, and of all kinds of jaxKAN. */
const NETWORKS = [
  ['pykan-smooth', 'pykan'], ['pykan-pruned', 'pykan'], ['efficient-smooth', 'efficient-kan'], ...['base', 'spline', 'chebyshev', 'legendre', 'fourier', 'rbf', 'rbf-moved', 'sine'].map((kind) => [`jaxkan-${kind}`, 'jaxkan'] as const),
  ['fast-smooth', 'fast-kan'], ['fast-wide', 'fast-kan'],
] as const;
const FORMULA = 'exp(sin(pi * x1) + x2^2)';
const TEST_ROWS = 10_000;
/** Over which edges of an import have curves. */
const CURVE_ROWS = 500;
const HELP = `npm run -s bench -- imported-equations [FILE ... --from pykan] [--formula "${FORMULA}"] [--seed 1]

Whether networks that other programs trained on values of a formula, on inputs in [-1, 1], become that formula: "knotwork import", then a run of the stages prune (eliminate) and symbolify,
on 500 rows to train and 200 to validate. FILE is a network as docs/import.md has it saved; without one, networks of packages/importers/src/fixtures (${NETWORKS.map(([name]) => name).join(', ')}).
tools/bench/peers/pykan_networks.py trains more of them by pykan.

RMSE: on ${TEST_ROWS} rows without noise, of the network as it was imported and as it is in the end. exact: the formula as printed is the truth.

  --from KIND     what wrote the files (pykan)
  --formula TEXT  what the networks learned
  --seed N        of the rows and the run (1)

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['from', 'formula', 'seed']);
    if (overrides.length > 0) throw new UsageError(`Only files and options may be given; got ${overrides.join(' ')}.`);
    const seed = wholeNumber('seed', options['seed'] ?? '1', 0);
    const formula = options['formula'] ?? FORMULA;
    const names = parseExpression(formula).variables;
    const problem: Problem = { id: `imported: ${formula}`, set: 'imported', half: 'tuning', formula, inputs: names.map((name) => ({ name, sample: 'uniform', min: -1, max: 1 })) };
    const wanted = files.length > 0 ? files.map((file) => [file, options['from'] ?? 'pykan'] as const) : NETWORKS.map(([name, from]) => [join(FIXTURES, `${name}.safetensors`), from] as const);
    const tick = progress(wanted.length);
    const runs: ImportedRun[] = [];
    for (const [file, from] of wanted) {
      runs.push(await runOf(resolve(file), from, problem, seed));
      tick();
    }
    for (const line of importedReport(runs)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};

async function runOf(file: string, from: string, problem: Problem, seed: number): Promise<ImportedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  const name = basename(file).replace(/\.[a-z]+$/, '');
  const [imported, run, experiment] = ['imported', 'run', 'experiment.json'].map((part) => join(folder, part)) as [string, string, string];
  const test = drawRows(problem, randomStream(seed, 'imported-equations'), TEST_ROWS);
  try {
    const data = join(folder, 'rows.csv');
    writeFileSync(data, csvOf(problem, test, CURVE_ROWS));
    const one = await runKnotwork(['import', file, '--from', from, '--out', imported, '--outputs', 'y', '--data', data]);
    if (one.status !== 0) throw new UsageError(one.stderr.trim().replace(/^knotwork: /, ''));
    const before = await measured(imported, problem, test);
    writeFileSync(experiment, JSON.stringify(experimentOf(problem, imported, seed)));
    const { status, stderr } = await runKnotwork(['run', experiment, '--out', run, '--quiet']);
    if (status !== 0) return { name, ...before, left: 0, before: before.error, after: Infinity, text: null, isExact: false, failure: stderr.trim().split('\n')[0] || `the command ended with status ${status}` };
    const after = await measured(run, problem, test);
    const isExact = after.text !== null && judgeOf(problem).judge(after.text).recovered && relativeErrorOf(normalForm(after.text), test) < EXACT;
    return { name, widths: before.widths, edges: before.edges, left: after.edges, before: before.error, after: after.error, text: after.text, isExact, failure: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file that docs/import.md shows. */
const experimentOf = ({ formula }: Problem, from: string, seed: number): object => ({
  knotwork: 1, name: 'imported', seed, dataset: { kind: 'expression', expression: formula, samples: { train: 500, validation: 200, test: 200 } }, network: { from },
  stages: [{ kind: 'prune', eliminate: true }, 'symbolify'],
});

function csvOf({ inputs }: Problem, { columns, target }: DrawnRows, count: number): string {
  const names = inputs.map(({ name }) => name);
  return [[...names, 'y'].join(','), ...Array.from({ length: count }, (_, n) => [...names.map((name) => columns[name]![n]!), target[n]!].join(',')), ''].join('\n');
}

interface Measured { readonly widths: readonly number[]; readonly edges: number; readonly error: number; readonly text: string | null }

async function measured(folder: string, { inputs }: Problem, { count, columns, target }: DrawnRows): Promise<Measured> {
  const model = await load(folder);
  try {
    const rows = Array.from({ length: count }, (_, n) => inputs.map(({ name }) => columns[name]![n]!));
    const { values } = await model.predict(rows);
    const error = rootMeanSquare(target.map((y, n) => values[n]! - y));
    return { widths: [model.inputs.length, ...model.network.structure.layers.map(({ outputs }) => outputs)], edges: model.edges().length, error: Number.isFinite(error) ? error : Infinity, text: model.isEquation ? (await model.equation()).outputs[0]!.text : null };
  } finally {
    await model.dispose();
  }
}
