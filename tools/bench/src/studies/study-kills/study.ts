import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '@knotwork/numerics';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { bytesOf, differing, endOf, startStudy } from '../../lib/study-process.js';
import { killedRound } from './round.js';

const HELP = `npm run -s bench -- study-kills [--kills 200] [--workers 2] [--from 0]

Kills a study of 40 trials, or one of its workers, at random moments, begins it again, and compares results, verdict and tables
with those of an undisturbed study, byte for byte. Where it comes to its end before the kills are done, it starts anew.

  --kills N    how many kills (200); three of ten are of the study, as long as there is a worker to kill
  --workers N  processes that work on it (2)
  --from K     seed of the moments, 1 to 4.5 s after each other (0)

Exit status: 0 all is identical and no trial was computed again after it had ended, 1 not so.
`;

const STUDY = `study: 1
name: kills
base:
  knotwork: 1
  name: ladder
  dataset: { kind: expression, expression: exp(sin(pi * x1) + x2^2), samples: { train: 200, validation: 100, test: 100 } }
  network: { widths: [2, 3, 1], basis: { kind: b-spline, intervals: 3 } }
  stages:
    - { kind: fit, steps: 30, starts: { count: 3, steps: 10 } }
    - { kind: extend-grid, levels: [6, 12], fit: { smoothing: 1.0e-7, steps: 30 } }
factors:
  network.basis: [{ kind: b-spline, intervals: 3 }, { kind: b-spline, intervals: 3, degree: 2 }]
  stages.0.grid: [moving, fixed]
seeds: 1..10
metric: rmse
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['kills', 'workers', 'from']);
    if (files.length + overrides.length > 0) throw new UsageError(`It takes options alone; got ${[...files, ...overrides].join(' ')}.`);
    const count = wholeNumber('kills', options['kills'] ?? '200', 1);
    const workers = wholeNumber('workers', options['workers'] ?? '2', 1);
    const moments = randomStream(wholeNumber('from', options['from'] ?? '0', 0), 'study-kills');
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
    try {
      const file = join(folder, 'study.yaml');
      writeFileSync(file, STUDY);
      if (await endOf(startStudy(file, join(folder, 'plain'), 1)) !== 0) throw new UsageError('the undisturbed study failed');
      const plain = bytesOf(join(folder, 'plain'));
      const [kills, tick] = [{ study: 0, worker: 0 }, progress(count)];
      let [rounds, twice, differences]: [number, number, readonly string[]] = [0, 0, []];
      while (kills.study + kills.worker < count && differences.length === 0) {
        const out = join(folder, `killed-${rounds++}`);
        const before = kills.study + kills.worker;
        const round = await killedRound(file, out, workers, count - before, moments);
        kills.study += round.kills.study;
        kills.worker += round.kills.worker;
        twice += round.twice;
        differences = differing(plain, bytesOf(out));
        for (let k = before; k < kills.study + kills.worker; k++) tick();
      }
      process.stdout.write(`kills: ${kills.study} of the study, ${kills.worker} of a worker, in ${rounds} studies of ${plain.size - 5} trials\n`);
      process.stdout.write(`files that differ: ${differences.length === 0 ? `none of ${plain.size}` : differences.join(', ')}\ncomputed again after they had ended: ${twice}\n`);
      return differences.length === 0 && twice === 0 ? 0 : 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
