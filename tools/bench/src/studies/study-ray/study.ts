import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { adamStudy } from '../../lib/adam-study.js';
import { interruption } from '../../lib/interruption.js';
import { knotworkCommand } from '../../lib/knotwork-command.js';
import { readCommandLine, UsageError } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { bytesOf, differing, endOf, isAlive } from '../../lib/study-process.js';
import { RayJobs } from './ray-jobs.js';

const ROUNDS = ['undisturbed', 'disturbed', 'shared'] as const;
type Round = typeof ROUNDS[number];
const SETUP = 'python3 -m venv ray && ray/bin/pip install "ray[default]" && ray/bin/ray start --head --num-cpus=2 --dashboard-host=127.0.0.1 --disable-usage-stats';

const HELP = `npm run -s bench -- study-ray ADDRESS [FILE] [--rounds ${ROUNDS.join(',')}]

Runs a study on Ray, two workers at a time, and compares results, verdict and tables with those of the study run without it, byte for byte. A cluster on this machine:
  ${SETUP}

  ADDRESS     of its dashboard, such as http://127.0.0.1:8265
  FILE        a study; left out, two arms of seven trials of some seconds
  --rounds R  undisturbed; disturbed: a job is stopped, a worker killed in mid-trial (where it runs on this machine), and the waiting command killed and given again; shared: one
              worker on Ray, one of this machine. All three when left out

Exit status: 0 all is identical and no more workers than asked for were there, 1 not so, 2 Ray is not there.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files: [address, path, ...more], overrides, options } = readCommandLine(args, ['rounds']);
    if (address === undefined || !/^http:\/\/\S+$/.test(address)) throw new UsageError(`It takes the address of a dashboard of Ray, such as http://127.0.0.1:8265; got ${address ?? 'none'}. Where there is no cluster: ${SETUP}`);
    if (more.length + overrides.length > 0) throw new UsageError(`It takes an address and one study file at most; got ${[...more, ...overrides].join(' ')} besides.`);
    const rounds = (options['rounds'] ?? ROUNDS.join(',')).split(',') as Round[];
    const wrong = rounds.find((round) => !ROUNDS.includes(round));
    if (wrong !== undefined) throw new UsageError(`--rounds must be some of ${ROUNDS.join(', ')}, with commas between them; got "${wrong}".`);
    const version = await new RayJobs(address).version();
    if (version === null) throw new UsageError(`There is no dashboard of Ray at ${address}. Begin one: ${SETUP}`);
    const folder = mkdtempSync(join(tmpdir(), 'kw-'));
    const children = new Set<ChildProcess>();
    try {
      const file = path ?? join(folder, 'study.yaml');
      if (path === undefined) writeFileSync(file, adamStudy('on-ray', 60_000, 7));
      process.stdout.write(`Ray ${version}\n`);
      return await Promise.race([interruption(), compared({ folder, file, address, children }, rounds)]);
    } finally {
      for (const child of children) child.kill('SIGTERM');
      // They stop their jobs.
      await Promise.all([...children].map((child) => (isAlive(child) ? endOf(child) : null)));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Place { readonly folder: string; readonly file: string; readonly address: string; readonly children: Set<ChildProcess> }

/** @returns the exit status */
async function compared(place: Place, rounds: readonly Round[]): Promise<number> {
  const plain = join(place.folder, 'plain');
  if (await endOf(begun(place, 'study', place.file, '--out', plain, '--workers', '2', '--quiet')) !== 0) return 1;
  const before = bytesOf(plain);
  let isFine = true;
  for (const round of rounds) {
    const jobs = new RayJobs(place.address);
    const out = join(place.folder, round);
    const watching = jobs.watch();
    const said = await WAYS[round](place, out, jobs, before.size - 5).finally(() => { jobs.unwatch(); });
    await watching;
    const left = await livingSoon(jobs);
    const differences = said === null ? ['all, since it failed'] : differing(before, bytesOf(out));
    const limit = round === 'shared' ? 1 : 2;
    process.stdout.write(`${round}: ${said ?? ''}jobs of Ray ${jobs.seen.size}, at most ${jobs.most} at once, ${left} left; files that differ: ${differences.length === 0 ? `none of ${before.size}` : differences.join(', ')}\n`);
    isFine &&= differences.length === 0 && left === 0 && jobs.most <= limit;
  }
  return isFine ? 0 : 1;
}

/** How a study is run to its end; what was done to it in words, null where it failed. */
const WAYS: Readonly<Record<Round, (place: Place, out: string, jobs: RayJobs, trials: number) => Promise<string | null>>> = {
  undisturbed: async (place, out) => (await endOf(onRay(place, out, 2)) === 0 ? '' : null),
  disturbed: async (place, out, jobs, trials) => {
    const done = { jobs: 0, workers: 0, commands: 0 };
    const child = onRay(place, out, 2);
    const end = endOf(child);
    await until(() => doneIn(out) >= trials / 5 || !isAlive(child));
    const [job] = (await jobs.living()).filter(({ isRunning }) => isRunning);
    if (job !== undefined) { await jobs.stop(job.id); done.jobs++; }
    await until(() => doneIn(out) >= (2 * trials) / 5 || !isAlive(child));
    const worker = await found(() => workerIn(out), child);
    if (worker !== null) { process.kill(worker, 'SIGKILL'); done.workers++; }
    await until(() => doneIn(out) >= (3 * trials) / 5 || !isAlive(child));
    if (child.kill('SIGKILL')) done.commands++;
    await end;
    const status = await endOf(onRay(place, out, 2));
    return status === 0 ? `stopped jobs ${done.jobs}, killed workers ${done.workers}, killed commands ${done.commands}; ` : null;
  },
  shared: async (place, out, _, trials) => {
    const child = onRay(place, out, 1);
    const end = endOf(child);
    await until(() => existsSync(join(out, 'study.json')) || !isAlive(child));
    const local = begun(place, 'work', out, '--wait', '--json', '--quiet');
    let told = '';
    local.stdout?.setEncoding('utf8').on('data', (text: string) => { told += text; });
    const [status, localStatus] = await Promise.all([end, endOf(local)]);
    if (status !== 0 || localStatus !== 0) return null;
    const { done } = JSON.parse(told) as { done: number };
    return `trials of this machine ${done}, of Ray ${trials - done}; `;
  },
};

function begun({ address, children }: Pick<Place, 'address' | 'children'>, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [knotworkCommand, ...args], { stdio: ['ignore', args.includes('--json') ? 'pipe' : 'ignore', 'inherit'], env: { ...process.env, RAY_ADDRESS: address, RAY_API_SERVER_ADDRESS: address } });
  children.add(child);
  return child;
}

const onRay = (place: Place, out: string, workers: number): ChildProcess => begun(place, 'study', place.file, '--out', out, '--launcher', 'ray', '--workers', String(workers), '--quiet');

async function until(isSo: () => boolean): Promise<void> { while (!isSo()) await wait(100); }

/** What is there some time, or null when the process has ended before. */
async function found<T>(look: () => T | null, child: ChildProcess): Promise<T | null> {
  for (;;) {
    const it = look();
    if (it !== null || !isAlive(child)) return it;
    await wait(100);
  }
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const doneIn = (out: string): number => namesIn(join(out, 'trials')).filter((id) => existsSync(join(out, 'trials', id, 'result.json'))).length;

/** A process of this machine that Ray runs, and that has a trial. */
function workerIn(out: string): number | null {
  for (const name of namesIn(join(out, 'claims')).filter((one) => one.endsWith('.lock'))) {
    try {
      const { pid, host, job } = JSON.parse(readFileSync(join(out, 'claims', name), 'utf8').split('\n')[0]!) as { pid: number; host: string; job: string | null };
      if (host === hostname() && job?.startsWith('knotwork-') === true) return pid;
    } catch { /* It was let go just now. */ }
  }
  return null;
}

/** How many are left when those that end have had some seconds. */
async function livingSoon(jobs: RayJobs): Promise<number> {
  for (let look = 0; look < 40 && (await jobs.living()).length > 0; look++) await wait(250);
  return (await jobs.living()).length;
}
