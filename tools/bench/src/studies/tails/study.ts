import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, standardDeviation } from '@knotwork/numerics';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { optionsAlone, positiveNumbers, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';
import { heavyTable, INPUTS, TARGETS } from './heavy-table.js';

const HELP = `npm run -s bench -- tails [--seeds 5] [--smoothing S]

What standardizing inputs robustly or by ranks is worth, for inputs of light and of heavy tails: test RMSE as a share of the standard
deviation of the test targets, median and worst seed. 500 rows to learn from and 500 test rows. Networks [2, 5, 1] with the
defaults of the experiment file.

  --seeds N      how many seeds, from 1; they draw rows and first networks (5)
  --smoothing S  strength of smoothing, with 8 starts of 25 steps, 100 steps, and a fifth of the rows for validation; where it is left
                 out, smoothing chooses itself from all rows
`;

const STANDARDIZATIONS = [true, 'robust', 'rank'] as const;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['seeds', 'smoothing']);
    const seeds = wholeNumber('seeds', options['seeds'] ?? '5', 1);
    const [smoothing, ...more] = options['smoothing'] === undefined ? [] : positiveNumbers('smoothing', options['smoothing']);
    if (more.length > 0) throw new UsageError(`--smoothing must be one number; got "${options['smoothing']}".`);
    const tick = progress(Object.keys(INPUTS).length * Object.keys(TARGETS).length * STANDARDIZATIONS.length * seeds);
    const packages = await standardPackages();
    const rows: string[][] = [];
    for (const inputs of Object.keys(INPUTS)) {
      for (const target of Object.keys(TARGETS)) {
        const row = [inputs, target];
        for (const standardize of STANDARDIZATIONS) {
          const errors: number[] = [];
          for (let seed = 1; seed <= seeds; seed++) {
            errors.push(await errorOf(heavyTable(inputs, target, seed), { standardize, seed, smoothing }, packages));
            tick();
          }
          row.push(`${digits(median(errors))} (${digits(Math.max(...errors))})`);
        }
        rows.push(row);
      }
    }
    for (const line of table(['inputs', 'target', ...STANDARDIZATIONS.map((how) => `standardize: ${how}`)], rows)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

interface Arm { readonly standardize: typeof STANDARDIZATIONS[number]; readonly seed: number; readonly smoothing: number | undefined }

/** @returns RMSE over the test rows as a share of their standard deviation; infinite where the run gave none */
async function errorOf(text: string, { standardize, seed, smoothing }: Arm, packages: Awaited<ReturnType<typeof standardPackages>>): Promise<number> {
  const experiment = {
    knotwork: 1, name: 'tails', seed,
    dataset: { kind: 'csv', path: 'table.csv', target: 'y', standardize, split: { validation: smoothing === undefined ? 0 : 0.2, test: { column: 'part', values: [1] } } },
    network: { widths: [2, 5, 1] },
    stages: [smoothing === undefined ? { kind: 'fit', smoothing: 'auto' } : { kind: 'fit', starts: { count: 8, steps: 25 }, steps: 100, smoothing }],
  };
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    writeFileSync(join(folder, 'table.csv'), text);
    writeFileSync(join(folder, 'tails.json'), JSON.stringify(experiment));
    const composed = await composeFromFile({ file: 'tails.json', overrides: [], out: 'run', again: true, cwd: folder }, packages);
    const { result } = await composed.run();
    const rmse = (result['metrics'] as { test: { rmse: number } } | null)?.test.rmse ?? Infinity;
    return Number.isFinite(rmse) ? rmse / standardDeviation(composed.data.test.targets.values) : Infinity;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
