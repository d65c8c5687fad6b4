import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RandomStream } from '@knotwork/plugin';
import { UsageError } from '../../lib/program.js';
import { endOf, isAlive, startStudy } from '../../lib/study-process.js';

/** A study that was killed and begun again until it came to its end. */
export interface Round {
  readonly kills: { readonly study: number; readonly worker: number };
  /** Trials that were computed again after they had ended. */
  readonly twice: number;
}

/**
 * Begins a study again and again, and kills it or one of its workers at moments that are drawn, until so many kills are done or it has come to its end.
 *
 * @param most kills
 * @throws UsageError where it ends in another way
 */
export async function killedRound(file: string, out: string, workers: number, most: number, moments: RandomStream): Promise<Round> {
  const kills = { study: 0, worker: 0 };
  const ended = new Map<string, string>();
  let twice = 0;
  for (let status: number | null = null; status !== 0;) {
    const child = startStudy(file, out, workers);
    const end = endOf(child);
    while (kills.study + kills.worker < most && await lives(child, end, 1000 * moments.uniform(1, 4.5))) {
      const [worker] = moments.uniform(0, 1) < 0.3 ? [] : workersOf(child.pid!);
      process.kill(worker ?? child.pid!, 'SIGKILL');
      kills[worker === undefined ? 'study' : 'worker']++;
    }
    status = await end;
    if (status !== 0 && status !== null) throw new UsageError(`the study ended with status ${status}`);
    for (const [id, finished] of endedIn(out)) {
      if ((ended.get(id) ?? finished) !== finished) twice++;
      ended.set(id, finished);
    }
  }
  return { kills, twice };
}

/** Waits; whether the process is still there afterwards. */
async function lives(child: ChildProcess, end: Promise<unknown>, milliseconds: number): Promise<boolean> {
  await Promise.race([end, wait(milliseconds)]);
  return isAlive(child);
}

/** When every trial ended that has. */
function endedIn(out: string): (readonly [id: string, finished: string])[] {
  if (!existsSync(join(out, 'trials'))) return [];
  return readdirSync(join(out, 'trials')).filter((id) => existsSync(join(out, 'trials', id, 'result.json')))
    .map((id) => [id, (JSON.parse(readFileSync(join(out, 'trials', id, 'timing.json'), 'utf8')) as { finished: string }).finished] as const);
}

function workersOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' }).split('\n').filter((line) => / work /.test(line)).map((line) => Number.parseInt(line));
  } catch {
    return [];
  }
}
