import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RandomStream } from '@knotwork/plugin';
import { UsageError } from '../../lib/program.js';
import type { Line } from './worker.js';

/** How often leases are told of, and when they end, in milliseconds. */
export interface Rhythm { readonly beat: number; readonly lease: number }

/** What is done to workers. */
export interface Trouble extends Rhythm {
  readonly workers: number;
  /** How many are killed, and how many stopped until somebody has taken over what they had, as long as there are trials. */
  readonly kills: number;
  readonly stops: number;
}

/** A worker that was stopped: by name, and when it went on, in milliseconds since 1970. */
export interface Stopped { readonly worker: string; readonly stopped: number; readonly continued: number }

/** What was done. */
export interface Raced { readonly kills: number; readonly stops: readonly Stopped[] }

interface Worker { readonly name: string; readonly child: ChildProcess; readonly end: Promise<unknown>; isStopped: boolean }

/** Milliseconds between looks at what workers wrote down. */
const LOOK = 100;

/** What makes a process one of another machine for all that a lease can tell: another name of the host and another table of processes. */
const ELSEWHERE = ['unshare', '--uts', '--pid', '--fork', 'sh', '-c', 'hostname elsewhere && exec "$@"', 'sh'];

/**
 * Lets workers race, half of them as if on another machine, and kills and stops those who are at it at moments that are drawn; dead ones are followed by others.
 *
 * @param isOver whether all trials are done
 * @throws UsageError where a worker ends of its own accord before
 */
export async function race(out: string, log: string, trouble: Trouble, moments: RandomStream, isOver: () => boolean): Promise<Raced> {
  const workers: Worker[] = [];
  let count = 0;
  const begin = (k: number): Worker => {
    const name = `${k % 2 === 0 ? 'here' : 'elsewhere'}-${++count}`;
    const own = [process.execPath, fileURLToPath(new URL('worker.js', import.meta.url)), name, out, log, String(trouble.beat), String(trouble.lease)];
    const [program, ...args] = k % 2 === 0 ? own : [...ELSEWHERE, ...own];
    // Where what it began is killed, unshare complains of itself.
    const child = spawn(program!, args, { stdio: ['ignore', 'ignore', program === own[0] ? 'inherit' : 'ignore'] });
    return { name, child, end: new Promise((resolve, reject) => { child.on('error', reject).on('close', resolve); }), isStopped: false };
  };
  for (let k = 0; k < trouble.workers; k++) workers.push(begin(k));
  const stops: Stopped[] = [];
  const going: Promise<void>[] = [];
  let kills = 0;
  try {
    while (!isOver() && (kills < trouble.kills || stops.length + going.length < trouble.stops)) {
      await wait(1000 * moments.uniform(0.2, 1.5));
      const k = Math.floor(moments.uniform(0, workers.length));
      const one = workers[k]!;
      const isKill = moments.uniform(0, 1) < trouble.kills / (trouble.kills + trouble.stops);
      if (one.child.exitCode !== null && !isOver()) throw new UsageError(`the worker ${one.name} ended with status ${one.child.exitCode}: ${readFileSync(log, 'utf8').trim().split('\n').findLast((line) => line.includes(`"${one.name}"`))}`);
      const pid = processOf(one);
      if (one.isStopped || pid === null || isOver()) continue;
      if (isKill && kills < trouble.kills) {
        send(pid, 'SIGKILL');
        kills++;
        await one.end;
        workers[k] = begin(k);
      } else if (!isKill && isAtIt(log, one.name) && going.length < trouble.stops && workers.filter(({ isStopped }) => isStopped).length < workers.length / 2) going.push(stop(one, pid, () => isOver() || isTaken(log, one.name), 1000 * moments.uniform(0, 1), stops));
    }
    await Promise.all(going);
    await Promise.all(workers.map(({ end }) => end));
    return { kills, stops };
  } finally {
    for (const one of workers) send(processOf(one), 'SIGKILL');
  }
}

/** Whether a worker has a trial, as far as it wrote down. */
const isAtIt = (log: string, worker: string): boolean => linesOf(log).findLast((line) => line.worker === worker)?.event === 'began';

/** Whether somebody else has begun what a worker that is stopped began last. */
function isTaken(log: string, worker: string): boolean {
  const lines = linesOf(log);
  const at = lines.findLastIndex((line) => line.worker === worker && line.event === 'began');
  return at >= 0 && lines.slice(at + 1).some(({ event, trial }) => event === 'began' && trial === lines[at]!.trial);
}

/** Stops a worker until it has lost what it had, and a while longer. */
async function stop(one: Worker, pid: number, isLost: () => boolean, milliseconds: number, stops: Stopped[]): Promise<void> {
  one.isStopped = true;
  const stopped = Date.now();
  send(pid, 'SIGSTOP');
  while (!isLost()) await wait(LOOK);
  await wait(milliseconds);
  stops.push({ worker: one.name, stopped, continued: Date.now() });
  send(pid, 'SIGCONT');
  one.isStopped = false;
}

/** One that has ended meanwhile hears nothing. */
function send(pid: number | null, signal: NodeJS.Signals): void {
  try { if (pid !== null) process.kill(pid, signal); } catch (error) { if ((error as { code?: string }).code !== 'ESRCH') throw error; }
}

/** The process that works: it may have been begun by the one that was spawned. Null where it is not there yet, or no more. */
function processOf({ child }: Worker): number | null {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return null;
  for (let pid = child.pid; ;) {
    const [command, below] = [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/task/${pid}/children`)];
    if (command === null || below === null) return null;
    if (command.split('\0')[0] === process.execPath) return pid;
    const next = Number.parseInt(below);
    if (Number.isNaN(next)) return null;
    pid = next;
  }
}

function read(path: string): string | null {
  try { return readFileSync(path, 'utf8'); } catch { return null; }
}

/** What workers wrote down. A line that a kill cut off is left out. */
export function linesOf(log: string): Line[] {
  return readFileSync(log, 'utf8').split('\n').flatMap((text) => { try { return [JSON.parse(text) as Line]; } catch { return []; } });
}
