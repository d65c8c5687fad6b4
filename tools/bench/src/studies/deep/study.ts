import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { deepReport, type DeepRun } from './report.js';

const HELP = `npm run -s bench -- deep [--networks NAME,...] [--seeds 3] [--from 0] [--jobs 2] [path=value ...]

tools/bench/experiments/deep.yaml, [4,100,100,100,1] under 1,000 steps of Adam and otherwise nothing but defaults, with every basis, on three targets:
a smooth one, a product of size 1e4, and one whose training rows have half as much noise as signal. Cells are the worst test RMSE over seeds, in parts
of the standard deviation of the test targets: a constant has 1.

  --networks NAME,...  bases by their names, and besides them function (sine), mlp and spline-mlp (all)
  --seeds N            how many seeds (3)
  --from K             the first of them (0)
  --jobs N             runs at a time (2); seconds are only comparable at one setting

Exit status: 0 every run ended below a constant, 1 some did not, 2 the command is wrong.
`;

const FILE = fileURLToPath(new URL('../../../experiments/deep.yaml', import.meta.url));

const TARGETS: Readonly<Record<string, readonly string[]>> = {
  'smooth': [],
  'product': ['dataset.expression=1e4 * x1 * x2 * (1 + x3 * x4)'],
  'noisy': ['dataset.expression=sin(3 * x1 + x2) + x3 * x4', 'dataset.noise=0.5'],
};

/** Networks that the name of a basis does not make. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'function': ['network.basis={kind: function, f: sine}'],
  'mlp': ['network.layer=mlp', 'network.layers={3: {layer: {kind: mlp, activation: identity}}}'],
  'spline-mlp': ['network.layer=spline-mlp'],
};

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['networks', 'seeds', 'from', 'jobs']);
    if (files.length > 0) throw new UsageError(`No file may be named; got ${files.join(', ')}. Overrides of deep.yaml are written path=value.`);
    refuseSeed(overrides, '--seeds and --from');
    const { seeds, jobs } = seedsAndJobs(options, 3);
    const all = await allNetworks();
    const names = options['networks']?.split(',').map((name) => name.trim()) ?? Object.keys(all);
    const unknown = names.find((name) => !Object.hasOwn(all, name));
    if (unknown !== undefined) throw new UsageError(`There is no network "${unknown}". Networks: ${Object.keys(all).join(', ')}.`);
    const wanted = names.flatMap((network) => Object.keys(TARGETS).flatMap((target) => seeds.map((seed) => ({ network, target, seed }))));
    const tick = progress(wanted.length);
    const runs = await inParallel(wanted, jobs, async ({ network, target, seed }): Promise<DeepRun> => {
      let error = Infinity;
      const { seconds, failure } = await runSeed({ file: FILE, overrides: [...all[network]!, ...TARGETS[target]!, ...overrides] }, seed, (folder) => { error = unexplained(folder); });
      tick();
      return { network, target, seed, error, seconds, failure };
    });
    for (const line of deepReport(names, Object.keys(TARGETS), runs)) process.stdout.write(`${line}\n`);
    return runs.every((run) => run.error < 1) ? 0 : 1;
  },
};

/** Overrides by the name of a network: every basis that needs to be told nothing, and those of the list. */
async function allNetworks(): Promise<Readonly<Record<string, readonly string[]>>> {
  const bases = installed(await standardPackages()).catalog.list('basis').map(({ definition }) => definition).filter(({ options }) => options.safeParse({}).success);
  return { ...Object.fromEntries(bases.map(({ name }) => [name, [`network.basis=${name}`]])), ...OTHERS };
}

function unexplained(folder: string): number {
  const { metrics } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as { metrics: { test: { r2?: number | null } } };
  const { r2 } = metrics.test;
  return typeof r2 === 'number' ? Math.sqrt(1 - r2) : Infinity;
}
