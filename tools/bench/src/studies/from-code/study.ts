import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { tokens } from '@knotwork/experiment';
import { median } from '@knotwork/numerics';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { fit } from 'knotwork';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';
import { StageClock } from './stage-clock.js';

const HELP = `npm run -s bench -- from-code [FILE] [--rounds 15]

What \`fit\` from code adds to training: an experiment file (examples/hello-kan.yaml) is run by \`fit\`, which returns a model, and as the command runs it, which writes a folder.
Both take turns in one process. What is added is the time of a call, less that from the beginning of its first stage to the end of its
last. Exit status 1 if a number that the two tell is not the same to the last bit: losses of all steps, levels, metrics.

  --rounds N  runs of each side that count, after one that does not (15)
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['rounds']);
    if (files.length > 1 || overrides.length > 0) throw new UsageError(`One experiment file may be given, and no overrides; got ${[...files, ...overrides].join(' ')}.`);
    const rounds = wholeNumber('rounds', options['rounds'] ?? '15', 1);
    const file = resolve(files[0] ?? 'examples/hello-kan.yaml');
    const tick = progress(rounds + 1);
    const [called, commanded]: [Timed[], Timed[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      called.push(await byFit(file));
      commanded.push(await asCommand(file));
      tick();
    }
    const [first, ...counted] = called as [Timed, ...Timed[]];
    const times = (of: readonly Timed[], name: string): string[][] => [['all', (t: Timed) => t.whole], ['stages', (t: Timed) => t.stages], ['added', added]].map(([part, read]) => {
      const values = of.map(read as (t: Timed) => number);
      return [name, part as string, digits(median(values)), digits(Math.min(...values)), digits(Math.max(...values))];
    });
    for (const line of table(['', 'ms', 'median', 'least', 'most'], [...times(counted, 'fit'), ...times(commanded.slice(1), 'command')])) process.stdout.write(`${line}\n`);
    process.stdout.write(`n = ${rounds}; the first call of fit in this process added ${digits(added(first))} ms\n`);
    const same = called.every(({ told }, n) => isDeepStrictEqual(told, commanded[n]!.told));
    const numbers = `${first.told.events.length} events and the metrics of the result`;
    process.stdout.write(same ? `${numbers} are the same to the last bit\n` : `${numbers} differ between the two\n`);
    return same ? 0 : 1;
  },
};

/** One run: milliseconds of all of it, and of its stages; what it told. */
interface Timed {
  readonly whole: number;
  readonly stages: number;
  readonly told: { readonly events: readonly object[]; readonly metrics: unknown };
}

const added = ({ whole, stages }: Timed): number => whole - stages;

async function byFit(file: string): Promise<Timed> {
  const clock = new StageClock();
  const began = performance.now();
  const model = await fit({ text: readFileSync(file, 'utf8'), onProgress: clock.observe });
  const whole = performance.now() - began;
  const told = { events: clock.events, metrics: model.metrics };
  await model.dispose();
  return { whole, stages: clock.milliseconds, told };
}

/** As the command does it: composed from its file, kept in a folder. */
async function asCommand(file: string): Promise<Timed> {
  const clock = new StageClock();
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    const began = performance.now();
    const composed = await composeFromFile({ file, overrides: [], out: join(folder, 'run'), again: true, cwd: process.cwd() }, await standardPackages(), [given(tokens.observer, { observe: clock.observe })]);
    const { result } = await composed.run();
    return { whole: performance.now() - began, stages: clock.milliseconds, told: { events: clock.events, metrics: result['metrics'] } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
