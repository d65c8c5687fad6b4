import { fileURLToPath } from 'node:url';
import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { CHANGES, FORMULAS } from './cases.js';
import { type StabilityRun, stabilityReport } from './report.js';

const FILE = fileURLToPath(new URL('../../../../../examples/equation.yaml', import.meta.url));

const HELP = `npm run -s bench -- stability [--formulas ${Object.keys(FORMULAS).join(',')}] [--from 9001] [--jobs 2] [path=value ...]

Whether the equation depends on the numbers of the recipe: the recipe of examples/equation.yaml on ${Object.keys(FORMULAS).length} formulas in [-1, 1], as it is and under ${CHANGES.length} changes,
one at a time: ${CHANGES.map(({ name }) => name).join(', ')}.

  --formulas A,B  only these
  --from K        the seed (9001)
  --jobs N        runs at a time (2)
  path=value      changes the experiment file, before what is changed

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['formulas', 'from', 'jobs']);
    if (files.length > 0) throw new UsageError(`There is no file to name; got ${files.join(', ')}.`);
    refuseSeed(overrides, '--from');
    const wanted = options['formulas']?.split(',') ?? Object.keys(FORMULAS);
    const unknown = wanted.find((name) => FORMULAS[name] === undefined);
    if (unknown !== undefined) throw new UsageError(`--formulas must be of ${Object.keys(FORMULAS).join(', ')} with commas between them; got "${unknown}".`);
    const { seeds: [seed], jobs } = seedsAndJobs({ from: '9001', ...options }, 1);
    const all = wanted.flatMap((formula) => [null, ...CHANGES].map((change) => ({ formula, change })));
    const tick = progress(all.length);
    const runs = await inParallel(all, jobs, async ({ formula, change }): Promise<StabilityRun> => {
      const run = await runSeed({ file: FILE, overrides: [`dataset.expression=${FORMULAS[formula]!}`, ...overrides, ...change?.overrides ?? []] }, seed!);
      tick();
      return { formula, change: change?.name ?? null, text: run.formula ?? null, error: run.test, failure: run.failure };
    });
    for (const line of stabilityReport(runs)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};
