import { writeFileSync } from 'node:fs';
import { installed } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { optionsAlone, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { coverageReport } from './report.js';
import { setCoverage, type SetCoverage } from './set-coverage.js';
import { type Simulation, simulations } from './simulation.js';

const HELP = `npm run -s bench -- coverage [--sets 100] [--only additive,hello,friedman1] [--json FILE]

How often the intervals of a network whose smoothing chose itself hold the truth, on simulated sets:

  additive   sin(pi x1) + x2^2 + x3 / 2 + 0 x4, 400 rows, noise 0.3, [4, 1]
  hello      exp(sin(pi x1) + x2^2), 1000 rows, noise 0.2, [2, 5, 1]
  friedman1  five inputs that matter and five that do nothing, 500 rows, noise 1, [10, 5, 1]

95 % bands of the true function and 90 % intervals for new observations at 500 test rows, those outside of the training rows' range left out; of
[4, 1] also 95 % bands of the centred functions of its edges, at 100 points each. One rule for all three. Shares of all rows, and the least of any set.

  --sets N       sets of each; set number k is drawn from seed k (100)
  --only NAMES   of the three, with commas between them
  --json FILE    writes every set there, as JSON, a line each

Exit status: 0 every set has its intervals, 1 some network left no inverse to take them from, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['sets', 'only', 'json']);
    const count = wholeNumber('sets', options['sets'] ?? '100', 1);
    const all = Object.keys(simulations);
    const names = options['only']?.split(',').map((name) => name.trim()) ?? all;
    const unknown = names.find((name) => !all.includes(name));
    if (unknown !== undefined) throw new UsageError(`--only must be of ${all.join(', ')} with commas between them; got "${unknown}".`);

    const { catalog } = installed(await standardPackages());
    const tick = progress(names.length * count);
    const found: (readonly [string, SetCoverage[]])[] = [];
    let failures = 0;
    for (const [name, simulation] of Object.entries<Simulation>(simulations).filter(([key]) => names.includes(key))) {
      const sets: SetCoverage[] = [];
      for (let seed = 1; seed <= count; seed++) {
        try {
          sets.push(await setCoverage(catalog, name, simulation, seed));
        } catch (error) {
          if (!isKnotworkError(error) || error.code !== 'numerical') throw error;
          failures++;
          process.stderr.write(`set ${seed} of ${name} has no intervals: ${error.message}\n`);
        }
        tick();
      }
      found.push([name, sets]);
    }
    for (const line of coverageReport(found)) process.stdout.write(`${line}\n`);
    const lines = found.flatMap(([simulation, sets]) => sets.map((set) => JSON.stringify({ simulation, ...set })));
    if (options['json'] !== undefined) writeFileSync(options['json'], `[\n${lines.join(',\n')}\n]\n`);
    return failures > 0 ? 1 : 0;
  },
};
