import { type RunOfFile, runSeed, type SeedRun } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { type CommandLine, positiveNumbers, readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { seedsReport } from './report.js';

const HELP = `npm run -s bench -- seeds FILE [--seeds 20] [--from 0] [--jobs 2] [--below 1e-4,1e-5] [path=value ...]

Runs an experiment file for many seeds, each in a process of its own, and prints the errors.

  --seeds N    how many seeds (20)
  --from K     the first of them (0)
  --jobs N     runs at a time (2); seconds are only comparable at one setting
  --below T,.. thresholds of the test RMSE to count seeds by (powers of ten, those that tell seeds apart)

Exit status: 0 all seeds ran, 1 some failed, 2 the command or the experiment file is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const line = readCommandLine(args, ['seeds', 'from', 'jobs', 'below']);
    const { options } = line;
    const { file, overrides } = fileOf(line);
    const { seeds, jobs } = seedsAndJobs(options, 20);
    const below = options['below'] === undefined ? null : positiveNumbers('below', options['below']);
    const tick = progress(seeds.length);
    const runs = await inParallel(seeds, jobs, async (seed): Promise<SeedRun> => {
      const run = await runSeed({ file, overrides }, seed);
      tick();
      return run;
    });
    for (const line of seedsReport(runs, below)) process.stdout.write(`${line}\n`);
    return runs.some((r) => r.failure !== null) ? 1 : 0;
  },
  experiments: (line) => [fileOf(line)],
};

function fileOf({ files, overrides }: CommandLine): RunOfFile {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) throw new UsageError(`One experiment file must be named; got ${files.length === 0 ? 'none' : files.join(', ')}. Type npm run -s bench -- seeds FILE [path=value ...].`);
  refuseSeed(overrides, '--seeds and --from');
  return { file, overrides };
}
