import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantiles } from '@knotwork/numerics';
import { packStudy, StudyFolder } from '@knotwork/studies';
import { largeStudy } from '../../lib/large-study.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';
import type { TimedClaim } from './worker.js';

const HELP = `npm run -s bench -- claims [--trials 10000] [--open 400] [--workers 8]

How long workers of a study of many trials take to claim one, from looking for it to holding it, where most trials are done: where trials take 50 ms and no
processor, so that claims alone are in each other's way; the same where those that are done are packed; and where trials are trained, so that workers wait for
processors, too. The first claim of a worker lists all trials before.

  --trials N   a multiple of 100 (10000)
  --open N     trials that are not done (400)
  --workers N  processes at it (8)

Exit status: 0 the median claim takes less than 20 ms where trials do not train, 1 not so.
`;

/** Milliseconds of a trial that does not train, and the most that a claim may take in the median. */
const [PAUSE, MOST] = [50, 20];

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['trials', 'open', 'workers']);
    if (files.length + overrides.length > 0) throw new UsageError(`It takes options alone; got ${[...files, ...overrides].join(' ')}.`);
    const trials = wholeNumber('trials', options['trials'] ?? '10000', 100);
    const open = wholeNumber('open', options['open'] ?? '400', 1);
    const workers = wholeNumber('workers', options['workers'] ?? '8', 1);
    if (open > trials) throw new UsageError(`--open must be at most ${trials}, the trials there are; got ${open}.`);
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
    try {
      const out = new StudyFolder(join(folder, 'study'));
      const { record: { plan } } = await largeStudy(out.path, trials, trials - open);
      const reopen = (): void => { for (const { id } of plan.trials.slice(trials - open)) rmSync(out.trial(id), { recursive: true, force: true }); };
      const waiting = await claimsOf(out.path, workers, PAUSE);
      reopen();
      const training = await claimsOf(out.path, workers, 0);
      reopen();
      await packStudy(out);
      const packed = await claimsOf(out.path, workers, PAUSE);
      process.stdout.write(`${trials.toLocaleString('en-US')} trials, ${open.toLocaleString('en-US')} of them open, ${workers} workers; milliseconds\n`);
      const all = [['trials wait', waiting], ['trials wait, others packed', packed], ['trials train', training]] as const;
      process.stdout.write(`${table(['', 'claims', 'median', 'p95', 'most', 'first of a worker', 'processor median', 'p95'], all.map(([name, claims]) => row(name, claims))).join('\n')}\n`);
      return [waiting, packed].every((claims) => of(claims, 'clock', 0.5) < MOST) && all.every(([, claims]) => claims.length === open) ? 0 : 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function of(claims: readonly TimedClaim[], what: 'clock' | 'processor', share: number): number {
  return quantiles(Float64Array.from(claims, (claim) => claim[what]), Float64Array.of(share))[0]!;
}

function row(name: string, claims: readonly TimedClaim[]): string[] {
  const first = claims.filter(({ isFirst }) => isFirst);
  return [name, String(claims.length), ...[of(claims, 'clock', 0.5), of(claims, 'clock', 0.95), of(claims, 'clock', 1), of(first, 'clock', 0.5), of(claims, 'processor', 0.5), of(claims, 'processor', 0.95)].map(digits)];
}

/** All claims of workers that begin at one moment. */
async function claimsOf(out: string, workers: number, pause: number): Promise<TimedClaim[]> {
  const children = Array.from({ length: workers }, () => fork(fileURLToPath(new URL('worker.js', import.meta.url)), [out, String(pause)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
  try {
    const next = (k: number): Promise<unknown> => new Promise((resolve, reject) => { children[k]!.once('message', resolve).once('error', reject).once('exit', (status, by) => { reject(new Error(`a worker ended by ${by ?? `status ${status}`}`)); }); });
    await Promise.all(children.map((_, k) => next(k)));
    const told = children.map((_, k) => next(k));
    for (const child of children) child.send('go');
    return (await Promise.all(told) as TimedClaim[][]).flat();
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}
