import { fileURLToPath } from 'node:url';
import { standardDeviation } from '@knotwork/numerics';
import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { rowsOfRun } from '../../lib/rows-of-run.js';
import type { Study } from '../../lib/study.js';
import { runTable } from '../../lib/table-run.js';
import { nullTable } from './null-table.js';
import { effectsReport, type NoiseEstimate, noiseReport, nullReport } from './report.js';
import { readSmoothing, type SmoothingReport } from './run-report.js';

const HELP = `npm run -s bench -- noise [--parts null,reported,effects] [--seeds n] [--jobs 2] [path=value ...]

What runs make of noise.

  null       30 rows in which nothing depends on anything, [5, 5, 1], 1000 rows to judge: test RMSE as a share of the training mean's (20 seeds)
  reported   the noise that result.json reports over the noise that was put in: friedman1 with 500 rows, [10, 5, 1], and
             exp(sin(pi x1) + x2^2), [2, 5, 1], with 5 % and 50 % (20 seeds)
  effects    share of every input of friedman1 in the output's variance, and degrees of freedom of its edges, as result.json reports them;
             five inputs do nothing (10 seeds)

What result.json does not say prints as "-".

  --seeds N   how many seeds in every part
  --jobs N    runs at a time (2)
  path=value  changes the experiment files

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

const PARTS = ['null', 'reported', 'effects'];

/** A function and its noise, as a share of the standard deviation of its values. */
interface Problem { readonly file: string; readonly noise: number }

const problem = (name: string, noise: number): Problem => ({ file: fileURLToPath(new URL(`../../../experiments/${name}.yaml`, import.meta.url)), noise });
/** Of 4.9: a standard deviation of 1. */
const FRIEDMAN = problem('friedman1', 0.205);

/** A run of an experiment file that failed is one that says nothing; it is named on standard error. */
interface Told extends NoiseEstimate { readonly report: SmoothingReport; readonly failure: string | null }

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['parts', 'seeds', 'jobs']);
    if (files.length > 0) throw new UsageError(`There is no file to name; got ${files.join(', ')}.`);
    refuseSeed(overrides, '--seeds');
    const parts = options['parts']?.split(',') ?? PARTS;
    const unknown = parts.find((part) => !PARTS.includes(part));
    if (unknown !== undefined) throw new UsageError(`--parts must be of ${PARTS.join(', ')} with commas between them; got "${unknown}".`);
    const jobs = wholeNumber('jobs', options['jobs'] ?? '2', 1);
    const seedsOf = (count: number): number[] => Array.from({ length: wholeNumber('seeds', options['seeds'] ?? String(count), 1) }, (_, k) => k);
    const print = (title: string, lines: readonly string[]): void => { process.stdout.write([title, '', ...lines, '', ''].join('\n')); };
    let failures = 0;

    const toldBy = async (of: Problem, seeds: readonly number[]): Promise<Told[]> => {
      const tick = progress(seeds.length);
      const told = await inParallel(seeds, jobs, async (seed) => { const one = await tell(of, overrides, seed); tick(); return one; });
      failures += told.filter(({ failure }) => failure !== null).length;
      return told;
    };

    if (parts.includes('null')) {
      const seeds = seedsOf(20);
      const tick = progress(seeds.length);
      const runs = await inParallel(seeds, jobs, async (seed) => {
        const { run } = await runTable(nullTable(seed, 30, 1000), [...overrides, `seed=${seed}`], () => Promise.resolve(null));
        tick();
        return run;
      });
      failures += runs.filter(({ failure }) => failure !== null).length;
      print('30 rows of noise, test RMSE as a share of that of the training rows\' mean', nullReport(runs));
    }
    // Seeds that two parts ask for are run once.
    const ofFriedman = parts.includes('reported') || parts.includes('effects') ? await toldBy(FRIEDMAN, seedsOf(parts.includes('reported') ? 20 : 10)) : [];
    if (parts.includes('reported')) {
      const hello = async (share: number): Promise<Told[]> => toldBy(problem('hello-noise', share), seedsOf(20));
      print('reported noise', noiseReport([['friedman1', ofFriedman], ['hello, 5 %', await hello(0.05)], ['hello, 50 %', await hello(0.5)]]));
    }
    if (parts.includes('effects')) {
      const reports = ofFriedman.slice(0, seedsOf(10).length).map(({ report }) => report);
      print('inputs of friedman1', effectsReport(reports, { names: Array.from({ length: 10 }, (_, i) => `x${i + 1}`), useful: 5 }));
    }
    return failures > 0 ? 1 : 0;
  },
};

/** Runs a file with noise. The truth is the standard deviation that was put in: that of the training targets without noise, times the share. */
async function tell({ file, noise }: Problem, overrides: readonly string[], seed: number): Promise<Told> {
  const { data: clean } = await rowsOfRun({ file, overrides: [...overrides, 'dataset.noise=0'] }, seed);
  let report: SmoothingReport = {};
  const { failure } = await runSeed({ file, overrides: [...overrides, `dataset.noise=${noise}`] }, seed, (folder) => { report = readSmoothing(folder); });
  if (failure !== null) process.stderr.write(`seed ${seed} of ${file} failed: ${failure}\n`);
  return { report, failure, truth: noise * standardDeviation(clean.train.targets.values), estimate: report.noise?.[0] };
}
