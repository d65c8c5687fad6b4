import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { placementReport, type Placements } from './report.js';

const HELP = `npm run -s bench -- placement [--seeds 10] [--jobs 2] [path=value ...]

Where knots should be: even, at quantiles of the activations, and by curvature of the edges, at equal numbers of knots.
One edge (tools/bench/experiments/sharp-feature.yaml) fits functions with a sharp feature; then the same for a sharp ridge of
two inputs that a network 2, 3, 1 learns, where even grids of hidden nodes follow their activations (strategy moving).
Overrides come last, such as network.basis.intervals=40.

  --seeds N  how many seeds, from 0; they draw rows and first network (10)
  --jobs N   runs at a time (2)

Exit status: 0 all runs ended well, 1 some failed, 2 the command or an override is wrong.
`;

const FILE = 'tools/bench/experiments/sharp-feature.yaml';
const ONE_INPUT = ['tanh(20 * (x1 - 0.3))', 'exp(-300 * (x1 + 0.4)^2)', 'abs(x1 - 0.2)', '1 / (1 + 200 * (x1 - 0.1)^2)', 'sqrt(abs(x1))'];
const TWO_INPUTS = ['tanh(20 * (x1 + x2 - 0.3))', 'exp(-50 * (x1^2 + x2^2 - 0.5)^2)'];
/** Several layers have hidden grids to move, local minima to avoid, and more to learn than one edge. */
const NETWORK = ['network.widths=[2,3,1]', 'dataset.samples.train=1000', 'stages.0.starts.count=8', 'stages.0.steps=100'];
const STRATEGIES = ['even', 'quantile', 'curvature'] as const;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['seeds', 'jobs']);
    if (files.length > 0) throw new UsageError(`No file may be named; got ${files.join(' ')}. The file is ${FILE}; overrides are path=value.`);
    refuseSeed(overrides, '--seeds');
    const taken = overrides.find((o) => /^\s*(dataset\.expression|stages\.0\.grid)\b/.test(o));
    if (taken !== undefined) throw new UsageError(`Targets and strategies belong to this program; got ${taken}. Use bench -- seeds for others.`);
    const { seeds, jobs } = seedsAndJobs(options, 10);
    const tick = progress(seeds.length * STRATEGIES.length * (ONE_INPUT.length + TWO_INPUTS.length));
    let failed = 0;

    const compare = async (target: string, more: readonly string[], even: 'fixed' | 'moving'): Promise<Placements> => {
      const runs = seeds.flatMap((seed) => STRATEGIES.map((strategy) => ({ seed, strategy })));
      const errors = await inParallel(runs, jobs, async ({ seed, strategy }) => {
        const grid = strategy === 'even' ? even : strategy;
        const run = await runSeed({ file: FILE, overrides: [`dataset.expression=${target}`, ...more, `stages.0.grid=${grid}`, ...overrides] }, seed);
        if (run.failure !== null) failed++;
        tick();
        return run.test;
      });
      const of = (wanted: string): number[] => errors.filter((_, k) => runs[k]!.strategy === wanted);
      return { target, even: of('even'), quantile: of('quantile'), curvature: of('curvature') };
    };

    const print = (lines: readonly string[]): void => { for (const line of lines) process.stdout.write(`${line}\n`); };
    const one: Placements[] = [];
    for (const target of ONE_INPUT) one.push(await compare(target, [], 'fixed'));
    print(['one edge: test RMSE, medians over seeds; ratios are medians of ratios seed by seed', ...placementReport(one), '']);
    const two: Placements[] = [];
    for (const target of TWO_INPUTS) two.push(await compare(target, NETWORK, 'moving'));
    print(['network 2, 3, 1', ...placementReport(two)]);
    if (failed > 0) print([`${failed} runs failed`]);
    return failed > 0 ? 1 : 0;
  },
};
