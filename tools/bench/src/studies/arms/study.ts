import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { type CommandLine, positiveNumbers, readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { armsReport } from './report.js';

const HELP = `npm run -s bench -- arms FILE --arms 'NAME: path=value path=value | NAME: ...' [--seeds 10] [--from 0] [--jobs 2] [--below T] [path=value ...]

Runs variants of an experiment file for the same seeds, each run in a process of its own, and compares them with the first, seed by seed:
mean difference of the test RMSE with a 95 % interval (Student's, of paired differences), and on how many seeds each is better and worse.

  --arms A|B   names with their overrides; a name alone is the file as it is. Overrides with spaces stand in single quotes
  --seeds N    how many seeds (10)
  --from K     the first of them (0)
  --jobs N     runs at a time (2); seconds are only comparable at one setting
  --below T    counts the seeds with a test RMSE below it

Exit status: 0 all runs ended, 1 some failed, 2 the command or the experiment file is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const line = readCommandLine(args, ['arms', 'seeds', 'from', 'jobs', 'below']);
    const { options, overrides } = line;
    const { file, arms } = armsOf(line);
    const { seeds, jobs } = seedsAndJobs(options, 10);
    const [below = null] = options['below'] === undefined ? [] : positiveNumbers('below', options['below']);
    const tick = progress(seeds.length * arms.length);
    const all = seeds.flatMap((seed) => arms.map((arm) => ({ seed, arm })));
    const runs = await inParallel(all, jobs, async ({ seed, arm }) => {
      const run = await runSeed({ file, overrides: [...overrides, ...arm.overrides] }, seed);
      tick();
      return run;
    });
    const report = arms.map(({ name }, a) => ({ name, runs: seeds.map((_, s) => runs[s * arms.length + a]!) }));
    for (const line of armsReport(report, below)) process.stdout.write(`${line}\n`);
    return runs.some((r) => r.failure !== null) ? 1 : 0;
  },
  experiments(line) {
    const { file, arms } = armsOf(line);
    return arms.map((arm) => ({ file, overrides: [...line.overrides, ...arm.overrides] }));
  },
};

function armsOf({ files, options }: CommandLine): { readonly file: string; readonly arms: readonly ReturnType<typeof readArm>[] } {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) throw new UsageError(`One experiment file must be named; got ${files.length === 0 ? 'none' : files.join(', ')}. Type npm run -s bench -- arms FILE --arms '...'.`);
  const arms = (options['arms'] ?? '').split('|').map(readArm);
  if (arms.length < 2) throw new UsageError('At least two arms must be named, with | between them: --arms \'spline | wave: network.basis=fourier\'.');
  arms.forEach((arm) => { refuseSeed(arm.overrides, '--seeds and --from'); });
  return { file, arms };
}

/** `NAME: override override`; parts in single quotes belong together. */
function readArm(text: string): { readonly name: string; readonly overrides: readonly string[] } {
  const [, name = '', rest = ''] = /^\s*([^:=]*?)\s*(?::(.*))?$/s.exec(text) ?? [];
  const overrides = [...rest.matchAll(/'([^']*)'|\S+/g)].map(([all, quoted]) => quoted ?? all);
  const odd = overrides.find((o) => !o.includes('='));
  if (name === '' || odd !== undefined) throw new UsageError(`--arms must be NAME: path=value ..., with | between them; got "${text.trim()}".`);
  return { name, overrides };
}
