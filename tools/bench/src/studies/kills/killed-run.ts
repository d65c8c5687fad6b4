import { type ChildProcess, spawn } from 'node:child_process';
import { readMetrics } from '@knotwork/workspace';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunOfFile } from '../../lib/child-run.js';
import { knotworkCommand } from '../../lib/knotwork-command.js';
import { Interrupted, UsageError } from '../../lib/program.js';

/** A run that was killed and started again. */
export interface KilledRun {
  /** Seconds of work of each process until its kill. */
  readonly kills: readonly number[];
  /** Seconds of work of each that were done and had to be done again; 0 of one that had ended before it could be killed. */
  readonly lost: readonly number[];
  /** Where each later process went on, or that it had nothing to go on from; `-` for one that was killed before it said so. */
  readonly went: readonly string[];
  /** result.json; null where there is none. */
  readonly result: Buffer | null;
  /** What the last process said when it failed. */
  readonly failure: string | null;
}

const FROM_THE_START = 'from the start';

/** Runs a file undisturbed. @returns its result and how long the work took, in seconds @throws UsageError when it fails */
export async function undisturbedRun(run: RunOfFile): Promise<{ result: Buffer; seconds: number }> {
  return inFolder(async (out) => {
    const { status, stderr } = await endOf(start(run, out));
    if (status !== 0) throw new UsageError(stderr.trim().replace(/^knotwork: /, '') || `the command ended with status ${status}`);
    const { seconds } = JSON.parse(readFileSync(join(out, 'timing.json'), 'utf8')) as { seconds: number };
    return { result: readFileSync(join(out, 'result.json')), seconds };
  });
}

/** Starts a run, kills it after so many seconds of work, once for each of `kills`, and starts it again to its end. */
export async function killedRun(run: RunOfFile, kills: readonly number[]): Promise<KilledRun> {
  return inFolder(async (out) => {
    const [went, lost]: [string[], number[]] = [[], []];
    let kept = 0;
    let failure: string | null = null;
    for (const [k, after] of [...kills, Infinity].entries()) {
      const isDone = existsSync(join(out, 'result.json'));
      const known = resumedIn(out).length;
      const child = start(run, out);
      const ended = endOf(child);
      const worked = after === Infinity ? null : await kill(child, out, after);
      const { status, stderr } = await ended;
      // A process that was killed at once has nothing to say about it.
      if (k > 0) went.push(isDone ? 'had ended' : resumedIn(out).slice(known)[0] ?? (status === null ? '-' : FROM_THE_START));
      // What was kept and could not be used is lost as well.
      if (went.at(-1) === FROM_THE_START) [lost[k - 1], kept] = [lost[k - 1]! + kept, 0];
      if (worked !== null) {
        const before = kept;
        kept = existsSync(join(out, 'result.json')) ? before + worked : keptIn(out);
        lost.push(Math.max(0, before + worked - kept));
      }
      failure = status === 0 || status === null ? null : stderr.trim().split('\n')[0] || `status ${status}`;
    }
    return { kills, lost, went, result: existsSync(join(out, 'result.json')) ? readFileSync(join(out, 'result.json')) : null, failure };
  });
}

/**
 * Kills a process so many seconds after it has taken hold of the run's folder: loading the program is no part of the run.
 *
 * @returns the seconds that it had
 */
async function kill(child: ChildProcess, out: string, after: number): Promise<number> {
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  while (!hasEnded() && holderOf(out) !== child.pid) await wait(2);
  const from = performance.now();
  const until = from + 1000 * after;
  while (!hasEnded() && performance.now() < until) await wait(Math.min(20, until - performance.now()));
  child.kill('SIGKILL');
  return (performance.now() - from) / 1000;
}

/** Seconds of work that a folder holds, as its checkpoint says; 0 where there is none. */
function keptIn(out: string): number {
  try {
    return (JSON.parse(readFileSync(join(out, 'checkpoint.json'), 'utf8')) as { content: { seconds: number } }).content.seconds;
  } catch {
    return 0;
  }
}

/** Number of the process that writes a folder, as its lock says. */
function holderOf(out: string): number | null {
  try {
    return (JSON.parse(readFileSync(join(out, 'lock'), 'utf8')) as { pid: number }).pid;
  } catch {
    return null;
  }
}

async function inFolder<T>(work: (out: string) => Promise<T>): Promise<T> {
  const temporary = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    return await work(join(temporary, 'run'));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

const resumedIn = (out: string): string[] => readMetrics(out).filter((e) => e['event'] === 'resumed').map((e) => String(e['text']));

function start({ file, overrides }: RunOfFile, out: string): ChildProcess {
  return spawn(process.execPath, [knotworkCommand, 'run', file, ...overrides, '--out', out, '--quiet'], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** @returns null as status when it was killed @throws Interrupted when the user ended it */
function endOf(child: ChildProcess): Promise<{ status: number | null; stderr: string }> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    // Without this a stopped measurement would leave its runs at work, and their folders behind.
    const stop = (): void => { child.kill('SIGTERM'); };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.on('error', reject).on('close', (status) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (status === 130 || status === 143) reject(new Interrupted());
      else resolve({ status, stderr });
    });
  });
}
