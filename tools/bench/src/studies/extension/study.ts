import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { climbOfRun, type Extension } from './climb-of-run.js';
import { changeReport, type Climb, riseReport } from './report.js';

const HELP = `npm run -s bench -- extension [--seeds 20] [--jobs 2] [path=value ...]

What an extension of the grid does to the training error, before and after training goes on: examples/hello-kan.yaml with
widths 2, 1, 1 on the ladder 3, 5, 10, 20. On the ladder 3, 6, 12, 24, where all old knots are also new ones: by how much the
function changes. Overrides come last, such as network.widths=[2,5,1].

  --seeds N  how many seeds, from 0 (20)
  --jobs N   runs at a time (2)

Exit status: 0 all seeds ran, 1 some failed, 2 the command or an override is wrong.
`;

const FILE = 'examples/hello-kan.yaml';
const RECIPE = ['network.widths=[2,1,1]', 'stages.1.stop=none', 'stages.1.fit.smoothing=1e-7'];

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['seeds', 'jobs']);
    if (files.length > 0) throw new UsageError(`No file may be named; got ${files.join(' ')}. The file is ${FILE}; overrides are path=value.`);
    refuseSeed(overrides, '--seeds');
    const levels = overrides.find((o) => /^\s*stages\.1\.levels\s*=/.test(o));
    if (levels !== undefined) throw new UsageError(`The ladders belong to this program; got ${levels}. Use bench -- seeds for others.`);
    const { seeds, jobs } = seedsAndJobs(options, 20);
    const tick = progress(2 * seeds.length);
    const climb = (ladder: string): Promise<Climb[]> => inParallel(seeds, jobs, async (seed) => {
      let extensions: Extension[] | null = null;
      await runSeed({ file: FILE, overrides: [...RECIPE, `stages.1.levels=${ladder}`, ...overrides] }, seed, (folder) => { extensions = climbOfRun(folder); });
      tick();
      return { seed, extensions };
    });
    const [uneven, nested] = [await climb('[5,10,20]'), await climb('[6,12,24]')];
    const lines = [
      'ladder 3, 5, 10, 20: training RMSE in standardized units, medians over seeds', ...riseReport(uneven), '',
      'ladder 3, 6, 12, 24: largest change of an output by the extension, relative to the spread of outputs', ...changeReport(nested),
    ];
    for (const line of lines) process.stdout.write(`${line}\n`);
    return [...uneven, ...nested].some((c) => c.extensions === null) ? 1 : 0;
  },
};
