import { randomStream } from '@knotwork/numerics';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { killedRun, type KilledRun, undisturbedRun } from './killed-run.js';
import { isIdentical, killsReport } from './report.js';

const HELP = `npm run -s bench -- kills [FILE] [--kills 50] [--times 1] [--jobs 1] [--from 0] [path=value ...]

Kills a run at random moments, starts it again, and compares its result with that of an undisturbed run, byte for byte. Work
that is lost is what the killed process had done, by the clock, less what the checkpoint holds.

  FILE         an experiment file (examples/hello-kan.yaml, with network.widths=[2,1,1])
  --kills N    how many runs to kill (50)
  --times N    how often each is killed before it may end (1)
  --jobs N     runs at a time (1)
  --from K     seed of the moments, uniform in the time that the shortest of three undisturbed runs works (0)

Exit status: 0 all results are identical, 1 some are not, 2 the command or the experiment file is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['kills', 'times', 'jobs', 'from']);
    if (files.length > 1) throw new UsageError(`One experiment file may be named; got ${files.join(', ')}.`);
    const run = files[0] === undefined
      ? { file: 'examples/hello-kan.yaml', overrides: ['network.widths=[2,1,1]', ...overrides] }
      : { file: files[0], overrides };
    const count = wholeNumber('kills', options['kills'] ?? '50', 1);
    const times = wholeNumber('times', options['times'] ?? '1', 1);
    const jobs = wholeNumber('jobs', options['jobs'] ?? '1', 1);
    const moments = randomStream(wholeNumber('from', options['from'] ?? '0', 0), 'kills');
    const undisturbed = [await undisturbedRun(run), await undisturbedRun(run), await undisturbedRun(run)];
    const { result } = undisturbed[0]!;
    // The shortest: moments after the end kill nothing.
    const seconds = Math.min(...undisturbed.map((u) => u.seconds));
    process.stdout.write(`undisturbed: ${seconds.toFixed(2)} s of work\n`);
    // Drawn before anything runs, so that the moments do not depend on the order in which runs end.
    const plans = Array.from({ length: count }, () => Array.from({ length: times }, () => moments.uniform(0, seconds)));
    const tick = progress(count);
    const runs = await inParallel(plans, jobs, async (kills): Promise<KilledRun> => {
      const killed = await killedRun(run, kills);
      tick();
      return killed;
    });
    for (const line of killsReport(runs, result)) process.stdout.write(`${line}\n`);
    return runs.every((killed) => isIdentical(killed, result)) ? 0 : 1;
  },
};
