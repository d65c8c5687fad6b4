import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { randomStream } from '@knotwork/numerics';
import type { RandomStream } from '@knotwork/plugin';
import { adamStudy } from '../../lib/adam-study.js';
import { interruption } from '../../lib/interruption.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { bytesOf, differing, endOf, isAlive, startStudy } from '../../lib/study-process.js';
import { Cluster, missingPrograms } from './cluster.js';

const HELP = `npm run -s bench -- study-slurm [FILE] [--requeues 20] [--seeds 10] [--pause 6] [--from 0]

Runs a study on Slurm, two virtual nodes on this machine, and compares results, verdict and tables with those of the study run without it, byte for byte. Workers
have a minute each. On the way jobs are put back into the queue, all of them are cancelled once, and a node dies once with what it runs.

  FILE          a study whose base stands in it and that names no launcher; left out, two arms of trials of a dozen seconds
  --requeues N  how often a job is put back (20)
  --seeds N     of the two arms (10)
  --pause S     seconds between two of these, in the mean (6)
  --from K      seed of their moments (0)

Exit status: 0 all is identical, 1 not so, 2 Slurm is not there or does not come up.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['requeues', 'seeds', 'pause', 'from']);
    if (files.length > 1 || overrides.length > 0) throw new UsageError(`It takes one study file at most; got ${[...files, ...overrides].join(' ')}.`);
    const requeues = wholeNumber('requeues', options['requeues'] ?? '20', 0);
    const pause = wholeNumber('pause', options['pause'] ?? '6', 1);
    const text = files[0] === undefined ? adamStudy('on-slurm', 150_000, wholeNumber('seeds', options['seeds'] ?? '10', 1)) : readFileSync(files[0], 'utf8');
    const moments = randomStream(wholeNumber('from', options['from'] ?? '0', 0), 'study-slurm');
    const missing = missingPrograms();
    if (missing !== null) throw new UsageError(`Slurm lacks ${missing}`);
    const folder = mkdtempSync(join(tmpdir(), 'kw-'));
    const cluster = new Cluster(join(folder, 'slurm'));
    const children = new Set<ChildProcess>();
    try {
      return await Promise.race([interruption(), compared(folder, cluster, { text, requeues, pause, moments }, children)]);
    } finally {
      for (const child of children) child.kill('SIGKILL');
      await cluster.down();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What a study goes through. */
interface Trouble { readonly text: string; readonly requeues: number; readonly pause: number; readonly moments: RandomStream }

/** @returns the exit status */
async function compared(folder: string, cluster: Cluster, trouble: Trouble, children: Set<ChildProcess>): Promise<number> {
  const [file, plain, out] = [join(folder, 'study.yaml'), join(folder, 'plain'), join(folder, 'cluster')];
  const begun = (launcher: string, to: string): ChildProcess => {
    writeFileSync(file, `${trouble.text}\nlauncher: ${launcher}\n`);
    const child = startStudy(file, to, 2, cluster.environment);
    children.add(child);
    return child;
  };
  if (await endOf(begun('local', plain)) !== 0) return 1;
  await cluster.up();
  const child = begun('{ kind: slurm, time: 1, notice: 20, memory: 500M }', out);
  const end = endOf(child);
  const done = await disturb(child, cluster, trouble);
  const status = await end;
  if (status !== 0) {
    process.stderr.write(`the study on Slurm ended with status ${status}\n`);
    return 1;
  }
  const [before, after] = [bytesOf(plain), bytesOf(out)];
  const differences = differing(before, after);
  const left = await cluster.run('squeue', '--noheader');
  const restarts = (await cluster.run('squeue', '--noheader', '--array', '--states=all', '--Format=RestartCnt')).split('\n').reduce((sum, count) => sum + Number(count), 0);
  process.stdout.write(`jobs put back into the queue: ${done.requeues}; cancelled: ${done.cancels}; nodes that died: ${done.deaths}; times that jobs began again, also since their time was over: ${restarts}\n`);
  process.stdout.write(`files that differ: ${differences.length === 0 ? `none of ${before.size}` : differences.join(', ')}\njobs left in the queue: ${left === '' ? 'none' : left}\n`);
  return differences.length === 0 && left === '' ? 0 : 1;
}

/** What was done to jobs. */
interface Disturbed { requeues: number; cancels: number; deaths: number }

/** Puts jobs back, cancels all of them after a third of it, and lets a node die after two thirds. */
async function disturb(child: ChildProcess, cluster: Cluster, { requeues: most, pause, moments }: Trouble): Promise<Disturbed> {
  const done: Disturbed = { requeues: 0, cancels: 0, deaths: 0 };
  const tick = progress(most);
  while (isAlive(child) && (done.requeues < most || done.cancels + done.deaths < 2)) {
    await wait(1000 * pause * moments.uniform(0.5, 1.5));
    const jobs = await runningIn(cluster);
    const [job] = jobs.length === 0 ? [] : [jobs[Math.floor(moments.uniform(0, jobs.length))]!];
    if (job === undefined || !isAlive(child)) continue;
    if (done.cancels === 0 && done.requeues >= most / 3) {
      await cluster.run('scancel', job.array);
      done.cancels++;
    } else if (done.deaths === 0 && done.requeues >= (2 * most) / 3) {
      await die(cluster, job);
      done.deaths++;
    } else if (await cluster.run('scontrol', 'requeue', job.id).then(() => true, () => false)) {
      done.requeues++;
      tick();
    }
  }
  return done;
}

interface Running { readonly id: string; readonly array: string; readonly node: string }

async function runningIn(cluster: Cluster): Promise<readonly Running[]> {
  const lines = (await cluster.run('squeue', '--noheader', '--array', '--states=RUNNING', '--format=%i|%F|%N').catch(() => '')).split('\n').filter((line) => line !== '');
  return lines.map((line) => { const [id, array, node] = line.split('|') as [string, string, string]; return { id, array, node }; });
}

/** The daemon of a node and its job end at once; the node comes back when Slurm has seen it. */
async function die(cluster: Cluster, { id, node }: Running): Promise<void> {
  const pids = (await cluster.run('scontrol', 'listpids', id, node).catch(() => '')).split('\n').slice(1).map((line) => Number.parseInt(line)).filter((pid) => pid > 0);
  cluster.killNode(node);
  for (const pid of pids) { try { process.kill(pid, 'SIGKILL'); } catch { /* It has ended. */ } }
  await wait(1000);
  await cluster.startNode(node);
}
